"""Remembers that everything was loaded, so that a start with nothing new takes no time for it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.db import connection

_PACKAGE = Path(__file__).resolve().parents[2]


def is_loaded(home: Path) -> bool:
    """Whether this database was loaded from the product's files as they are now."""
    try:
        return bool(json.loads(_note(home).read_text()) == _state())
    except (FileNotFoundError, json.JSONDecodeError):
        return False


def remember_loaded(home: Path) -> None:
    """Note that loading is complete. A restored or new database makes the note void."""
    _note(home).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _note(home).write_text(json.dumps(_state()))


def _note(home: Path) -> Path:
    return home / "run" / "loaded.json"


def _state() -> dict[str, str]:
    """Which database (its number and when it was first migrated) and which files."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid || ' ' || (SELECT min(applied) FROM django_migrations)"
            " FROM pg_database WHERE datname = current_database()"
        )
        row = cursor.fetchone()
    return {"database": str(row[0]) if row else "", "files": _files()}


def _files() -> str:
    """A digest of name, size and time of change of every file of the product; some 10 ms."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            status = path.stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
