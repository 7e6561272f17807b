"""A start with nothing new loads nothing: remembered for one database and one set of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tinhso.config.launch import loaded

pytestmark = pytest.mark.django_db


def test_loading_is_remembered_until_a_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not loaded.is_loaded(tmp_path)

    loaded.remember_loaded(tmp_path)
    assert loaded.is_loaded(tmp_path)

    monkeypatch.setattr(loaded, "_files", lambda: "changed")
    assert not loaded.is_loaded(tmp_path)


def test_the_memory_of_another_database_does_not_count(tmp_path: Path) -> None:
    loaded.remember_loaded(tmp_path)
    note = tmp_path / "run" / "loaded.json"
    note.write_text(note.read_text().replace('"database": "', '"database": "9'))

    assert not loaded.is_loaded(tmp_path)


def test_a_note_cut_short_by_a_crash_does_not_count(tmp_path: Path) -> None:
    loaded.remember_loaded(tmp_path)
    note = tmp_path / "run" / "loaded.json"
    note.write_text(note.read_text()[:20])

    assert not loaded.is_loaded(tmp_path)
