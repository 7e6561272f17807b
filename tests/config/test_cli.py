"""The console command: two languages, one sentence for each refusal, exit codes as documented."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tinhso.config.cli import main
from tinhso.config.console import Problem, language, say
from tinhso.config.settings import environment

VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def console(*arguments: str, home: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "TINHSO_HOME": str(home), "TINHSO_LANG": "vi", **extra}
    return subprocess.run(
        [sys.executable, "-m", "tinhso.config.cli", *arguments],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def paths_of(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from paths_of(command, *before, name)


HELPS = """
import json, sys
from click.testing import CliRunner
from tinhso.config.cli import main
for path in json.load(sys.stdin):
    print(json.dumps(CliRunner().invoke(main, [*path, "--help"]).output))
"""


def helps(language: str) -> list[str]:
    """The help of every command in one language; texts are chosen when the command is loaded."""
    done = subprocess.run(
        [sys.executable, "-c", HELPS],
        env={**os.environ, "TINHSO_LANG": language},
        input=json.dumps(PATHS),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


# `manage` hands --help on to Django.
PATHS = [(), *(path for path in paths_of(main) if path != ("manage",))]


def test_every_help_is_in_the_language_chosen() -> None:
    english, vietnamese = helps("en"), helps("vi")

    assert len(english) == len(vietnamese) == len(PATHS)
    for text in english:
        assert text.startswith("Usage: ")
        assert not VIETNAMESE.search(text.replace("Tỉnh Số", "")), text
    for text in vietnamese:
        assert text.startswith("Cách dùng: ")
        assert "Hiện phần hướng dẫn này." in text


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "TINHSO_LANG": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "TINHSO_LANG": "vi"}, "vi"),
    ],
)
def test_the_language_is_vietnamese_unless_english_is_asked_for(
    environ: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TINHSO_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)

    assert language() == expected
    assert say("xong", "done") == ("done" if expected == "en" else "xong")


def test_a_problem_is_a_sentence_with_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem("port_taken", "Cổng đã dùng", "The port is taken", exit_code=4)

    monkeypatch.setenv("TINHSO_LANG", "vi")
    assert str(problem) == "Cổng đã dùng [port_taken]"
    monkeypatch.setenv("TINHSO_LANG", "en")
    assert str(problem) == "The port is taken [port_taken]"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("serve",), "Không có lệnh serve. Xem tinhso --help. [usage]"),
        (("run", "--fast"), "Không có tùy chọn --fast. Xem tinhso run --help. [usage]"),
        (("backup",), "Thiếu --to. Xem tinhso backup --help. [usage]"),
    ],
)
def test_a_wrong_command_says_what_is_wrong_and_where_to_look(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    done = console(*arguments, home=tmp_path)

    assert done.returncode == 2
    assert done.stderr.strip() == sentence
    assert done.stdout == ""


def test_a_backup_without_passphrase_is_refused_before_the_database_starts(tmp_path: Path) -> None:
    done = console(
        "backup", "--to", str(tmp_path / "b"), home=tmp_path / "home", TINHSO_BACKUP_PASSPHRASE=""
    )

    assert done.returncode == 2
    assert "[passphrase_missing]" in done.stderr
    assert not (tmp_path / "home").exists()


def test_the_version_is_printed_alone() -> None:
    done = CliRunner().invoke(main, ["--version"])

    assert done.exit_code == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", done.output)


def test_an_audit_chain_that_was_never_made_is_a_sentence_not_a_traceback(home: Path) -> None:
    done = console("audit", "verify", home=home)

    assert done.returncode == 3
    assert "[database_refused]" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_variable_the_packages_read_is_in_the_list_of_settings() -> None:
    listed = {variable.name for variable in environment.ALL}

    read = set()
    for path in Path(environment.__file__).parents[1].rglob("*.py"):
        if path.name != "environment.py" and "tests" not in path.parts:
            read |= set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', path.read_text()))

    inner = {"LANG", "LC_ALL", "XDG_RUNTIME_DIR", "DJANGO_SETTINGS_MODULE"}
    assert read - inner <= listed
