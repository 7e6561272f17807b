"""Migrates as the owner, and remembers for which schema, so that a start with nothing new is quick.

The memory is the comment of the database itself: it goes where the database goes, and a restored or
copied database has none.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from tinhso.config.console import Problem
from tinhso.config.postgres.fingerprint import schema_fingerprint
from tinhso.config.postgres.readiness import connect_owner, hold


def bring_up_to_date(home: Path, environ: Mapping[str, str]) -> bool:
    """Migrate when anything changed since the last time; return whether it did.

    The database must be ready (`make_ready`). Raises Problem with what Django said.
    """
    with connect_owner(home, environ) as owner:
        hold(owner)
        if _remembered(owner) == _now(owner):
            return False
        migrate(environ)
        _remember(owner)
    return True


def migrate(environ: Mapping[str, str], *arguments: str) -> None:
    """Run Django's migrate as the owner role. Raises Problem with the end of what it said."""
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "-v0"]
    done = subprocess.run(
        [*command, *arguments],
        env={**environ, "TINHSO_DATABASE_ROLE": "owner"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip()[-2_000:]
        raise Problem(
            "migration_failed",
            f"Không chuyển được cấu trúc dữ liệu:\n{said}",
            f"The migrations failed:\n{said}",
            exit_code=3,
        )


def _remembered(owner: psycopg.Connection[tuple[object, ...]]) -> str:
    row = owner.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = current_database()"
    ).fetchone()
    return str(row[0]) if row else ""


def _now(owner: psycopg.Connection[tuple[object, ...]]) -> str:
    """The wanted schema and which migrations ran, so that one undone by hand is noticed."""
    try:
        row = owner.execute("SELECT count(*), max(id) FROM django_migrations").fetchone()
    except psycopg.errors.UndefinedTable:
        row = None
    return f"schema {schema_fingerprint()} {row}"


def _remember(owner: psycopg.Connection[tuple[object, ...]]) -> None:
    database = str(owner.info.dbname)
    try:
        owner.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(database), sql.Literal(_now(owner))
            )
        )
    except psycopg.errors.InsufficientPrivilege:
        # Not the owner of an existing database: the next start asks Django again, which is slower.
        return
