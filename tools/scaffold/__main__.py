"""`make new-module NAME=…`: writes a module that passes every check, and says what to do next."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "tinhso" / "modules"

FILES = {
    "__init__.py": '"""{title}: say here what the module is for and which tables it owns."""\n',
    "apps.py": '''"""Django's name for the module."""

from django.apps import AppConfig


class {camel}Config(AppConfig):
    name = "tinhso.modules.{name}"
    label = "{name}"

    def ready(self) -> None:
        """Make the permissions known."""
        from tinhso.modules.{name} import definitions  # noqa: F401
''',
    "definitions.py": '''"""What the module declares: its permissions."""

from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions

permissions.declare({{"{name}.keep_note": _("Ghi chú")}})
''',
    "errors.py": '''"""Refusals of the module."""

from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import Invalid


class NoteEmpty(Invalid):
    code = "note_empty"
    message = _("Nhập nội dung ghi chú.")
''',
    "models.py": '''"""Tables of the module."""

from django.db import models


class Note(models.Model):
    """A first table, to be replaced by yours."""

    text = models.CharField(max_length=500)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text
''',
    "queries.py": '''"""Questions of the module."""

from tinhso.modules.{name}.models import Note


def notes(limit: int = 50) -> list[Note]:
    """The newest notes. One query."""
    return list(Note.objects.order_by("-written_at", "-id")[:limit])
''',
    "commands.py": '''"""Use cases of the module."""

from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.{name}.errors import NoteEmpty
from tinhso.modules.{name}.models import Note


@command(permission="{name}.keep_note")
def keep_note(text: str, *, by: Actor, at: datetime) -> Note:
    """Keep a note. Raises NoteEmpty."""
    if not text.strip():
        raise NoteEmpty
    kept = Note.objects.create(text=text.strip(), written_at=at)
    note(subject=f"{name}:{{kept.id}}")
    return kept
''',
    "public.py": '''"""The door of the module."""

from tinhso.modules.{name}.commands import keep_note

__all__ = ["keep_note"]
''',
    "migrations/__init__.py": "",
    "tests/__init__.py": "",
    "tests/test_commands.py": '''"""Use cases of the module."""

from datetime import datetime

import pytest

from tinhso.kernel.actor import ANONYMOUS, system_actor
from tinhso.kernel.errors import PermissionMissing
from tinhso.modules.{name} import queries
from tinhso.modules.{name}.commands import keep_note
from tinhso.modules.{name}.errors import NoteEmpty

pytestmark = pytest.mark.django_db


def test_a_note_is_kept(now: datetime) -> None:
    keep_note(" Việc đầu tiên ", by=system_actor("kiểm thử"), at=now)

    assert [note.text for note in queries.notes()] == ["Việc đầu tiên"]


def test_an_empty_note_is_refused_and_nothing_is_kept(now: datetime) -> None:
    with pytest.raises(NoteEmpty):
        keep_note("  ", by=system_actor("kiểm thử"), at=now)

    assert queries.notes() == []


def test_a_stranger_may_not_keep_notes(now: datetime) -> None:
    with pytest.raises(PermissionMissing):
        keep_note("x", by=ANONYMOUS, at=now)
''',
}


def new_module(name: str) -> int:
    """Write the files of a module; refuses a name that is taken or is no name."""
    if not re.fullmatch(r"[a-z][a-z]{2,30}", name):
        print("Tên mô-đun: chữ thường a–z, ví dụ: make new-module NAME=meetings", file=sys.stderr)
        return 2
    folder = MODULES / name
    if folder.exists():
        print(f"Đã có {folder.relative_to(ROOT)}", file=sys.stderr)
        return 2
    for path, text in FILES.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shown = text.format(name=name, camel=name.capitalize(), title=name.capitalize())
        target.write_text(shown, encoding="utf-8")
    print(
        f"Đã viết {folder.relative_to(ROOT)}. Làm tiếp:\n"
        f'  1. thêm "tinhso.modules.{name}" vào INSTALLED_APPS (tinhso/config/settings/base.py)\n'
        f"  2. cho mô-đun một tầng trong pyproject.toml (module-tiers) nếu chưa có\n"
        f"  3. .venv/bin/tinhso manage makemigrations {name} -n initial\n"
        f"  4. make check && make test"
    )
    return 0


def main() -> int:
    """`module NAME`; sectors come with the sector kit."""
    kind, name = (*sys.argv[1:], "", "")[:2]
    if kind == "module":
        return new_module(name)
    print("Chưa có: gói ngành đến cùng sectorkit.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
