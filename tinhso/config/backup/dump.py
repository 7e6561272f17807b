"""The database in a backup: pg_dump of the wheel, at one snapshot, each table's rows counted.

pg_dump rather than a copy of the data folder: the dump is logical, so it restores into a later
PostgreSQL, from the embedded server to an existing one and back, and it fails on a damaged page
instead of carrying it along. The wheel brings pg_dump and pg_restore of the server's own version.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tinhso.config.console import Problem
from tinhso.config.postgres import connection as connecting
from tinhso.config.postgres import roles, wheel
from tinhso.config.postgres.layout import layout

# pg_restore sets this whatever server it restores to; PostgreSQL 15 and 16 do not know it. It is
# in the script's first lines, before any data.
_NEWER = b"SET transaction_timeout"
_PREAMBLE_LINES = 40

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
    script = _command(home, environ, "pg_restore", "--file=-", "--no-owner", connect=False)
    filling = _command(home, environ, "psql", "--no-psqlrc", "--quiet", "--single-transaction")
    _pipe(
        Program([*script.command, f"--use-list={wanted}", str(source)], script.environ),
        Program([*filling.command, "--set=ON_ERROR_STOP=1"], filling.environ),
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


@dataclass(frozen=True, slots=True)
class Program:
    """A PostgreSQL program with its arguments and its environment."""

    command: list[str | Path]
    environ: dict[str, str]


def _command(
    home: Path, environ: Mapping[str, str], program: str, *arguments: str, connect: bool = True
) -> Program:
    """A program of the wheel; the password goes through its environment, never its arguments."""
    parameters = connecting.parameters(home, "owner", environ)
    password = parameters.pop("password", "")
    binary = wheel.installation(layout(home).data) / "bin" / program
    where = [f"--dbname={make_conninfo('', **parameters)}"] if connect else []
    clean = wheel.clean_environment()
    return Program(
        [binary, *where, *arguments], {**clean, **({"PGPASSWORD": password} if password else {})}
    )


def _run(
    home: Path, environ: Mapping[str, str], program: str, *arguments: str, connect: bool = True
) -> str:
    """Run a program to its end and return what it printed. Raises Problem."""
    chosen = _command(home, environ, program, *arguments, connect=connect)
    done = subprocess.run(
        chosen.command,
        env=chosen.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise _failed(chosen, done.stderr)
    return done.stdout


def _pipe(source: Program, target: Program) -> None:
    """Let `target` execute the script that `source` writes, without what older servers lack."""
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            source.command, env=source.environ, stdout=subprocess.PIPE, stderr=complaints
        ) as writing,
        subprocess.Popen(
            target.command,
            env=target.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
        ) as reading,
    ):
        assert writing.stdout is not None  # noqa: S101 - for the type checker: it was asked for
        assert reading.stdin is not None  # noqa: S101
        try:
            for line in islice(writing.stdout, _PREAMBLE_LINES):
                if not line.startswith(_NEWER):
                    reading.stdin.write(line)
            shutil.copyfileobj(writing.stdout, reading.stdin)
            reading.stdin.close()
        except BrokenPipeError:
            writing.kill()
        for program, process in ((target, reading), (source, writing)):
            if process.wait():
                writing.kill()
                complaints.seek(0)
                raise _failed(program, complaints.read().decode(errors="replace"))


def _failed(program: Program, said: str) -> Problem:
    name, said = Path(program.command[0]).name, said.strip()[-2_000:]
    return Problem(
        "database_tool_failed",
        f"{name} không thành công: {said}",
        f"{name} failed: {said}",
        exit_code=3,
    )
