"""The database in a backup: pg_dump of the wheel, at one snapshot, each table's rows counted.

pg_dump rather than a copy of the data folder: the dump is logical, so it restores into a later
PostgreSQL, from the embedded server to an existing one and back, and it fails on a damaged page
instead of carrying it along. The wheel brings pg_dump and pg_restore of the server's own version.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tinhso.config.console import Problem
from tinhso.config.postgres import connection as connecting
from tinhso.config.postgres import roles, wheel
from tinhso.config.postgres.layout import layout

Connection = psycopg.Connection[tuple[object, ...]]


def dump(home: Path, environ: Mapping[str, str], target: Path) -> dict[str, object]:
    """Write the database to `target`; return server version and rows by table, same snapshot."""
    with _snapshot(home, environ) as (connection, snapshot):
        _run(
            home,
            environ,
            *("pg_dump", "--format=custom", "--compress=gzip:3", f"--snapshot={snapshot}"),
            f"--file={target}",
        )
        version = connection.info.server_version
        return {"server_version": version, "rows": rows_by_table(connection)}


def restore(home: Path, environ: Mapping[str, str], source: Path) -> None:
    """Fill the empty database from `source`, all of it or nothing. Raises Problem.

    Default privileges must not stand while tables are made, or they would give the runtime role
    back what a migration took from it; `make_ready` sets them again afterwards.
    """
    with _owner(home, environ) as connection:
        if rows_by_table(connection):
            raise Problem(
                "database_not_empty",
                "Cơ sở dữ liệu đích đã có bảng; chỉ khôi phục vào cơ sở dữ liệu trống",
                "The target database has tables; restore into an empty one only",
                exit_code=3,
            )
        roles.withdraw_schema(connection)
    wanted = source.with_suffix(".list")
    wanted.write_text(_contents(home, environ, source))
    _run(
        home,
        environ,
        *("pg_restore", "--no-owner", "--single-transaction", "--exit-on-error"),
        f"--use-list={wanted}",
        str(source),
    )


def rows_by_table(connection: Connection) -> dict[str, int]:
    """How many rows each table of the product has; reads every table."""
    names = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind IN ('r', 'm') ORDER BY relname"
    ).fetchall()
    counts = {}
    for (name,) in names:
        query = sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(str(name)))
        row = connection.execute(query).fetchone()
        counts[str(name)] = int(str(row[0])) if row else 0
    return counts


def count_rows(home: Path, environ: Mapping[str, str]) -> dict[str, int]:
    """`rows_by_table` of the database of a data folder."""
    with _owner(home, environ) as connection:
        return rows_by_table(connection)


@contextmanager
def _snapshot(home: Path, environ: Mapping[str, str]) -> Iterator[tuple[Connection, str]]:
    """A transaction that reads one moment, and the name under which pg_dump reads the same one."""
    with _owner(home, environ) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0]) if row else ""
        connection.execute("COMMIT")


@contextmanager
def _owner(home: Path, environ: Mapping[str, str]) -> Iterator[Connection]:
    parameters = connecting.parameters(home, "owner", environ)
    conninfo = make_conninfo("", **parameters)
    with psycopg.Connection.connect(conninfo, autocommit=True) as connection:
        yield connection


def _contents(home: Path, environ: Mapping[str, str], source: Path) -> str:
    """The dump's list of contents without default privileges and without comments on the schema."""
    listed = _run(home, environ, "pg_restore", "--list", str(source), connect=False)
    return "".join(
        line + "\n"
        for line in listed.splitlines()
        if " DEFAULT ACL " not in line and " COMMENT - SCHEMA " not in line
    )


def _run(
    home: Path, environ: Mapping[str, str], program: str, *arguments: str, connect: bool = True
) -> str:
    """Run a PostgreSQL program; the password goes through its environment, never its arguments."""
    parameters = connecting.parameters(home, "owner", environ)
    password = parameters.pop("password", "")
    binary = wheel.installation(layout(home).data) / "bin" / program
    where = [f"--dbname={make_conninfo('', **parameters)}"] if connect else []
    done = subprocess.run(
        [binary, *where, *arguments],
        env={**wheel.clean_environment(), **({"PGPASSWORD": password} if password else {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip()[-2_000:]
        raise Problem(
            "database_tool_failed",
            f"{program} không thành công: {said}",
            f"{program} failed: {said}",
            exit_code=3,
        )
    return done.stdout
