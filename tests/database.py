"""Databases for tests: one migrated template per schema, cloned for each worker in 0.1-0.3 s.

By default an embedded server that belongs to this checkout is used; TEST_DATABASE_URL names an
existing one instead (its user must be allowed to create databases and roles). Several pytest runs,
each with several workers, may share the server: whoever comes first makes the template, the others
wait. Databases of runs that were killed are dropped by the next run.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tinhso.config.postgres import connection as connecting
from tinhso.config.postgres import roles
from tinhso.config.postgres.embedded import EmbeddedServer
from tinhso.config.postgres.fingerprint import schema_fingerprint
from tinhso.config.postgres.readiness import make_ready

CHECKOUT = Path(__file__).resolve().parents[1]
_TEMPLATE_PREFIX = "tinhso_template_"
_KEPT_TEMPLATES = 3
_DROP_TRIES = 150
# tinhso_test_<process number>_…: the process that made it, so that leftovers are recognised.
_CLONE = re.compile(r"^tinhso_test_(\d+)_")


def home_for_tests() -> Path:
    """The data folder of the test server: one per checkout."""
    if chosen := os.environ.get("TINHSO_TEST_HOME"):
        return Path(chosen)
    mark = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]
    if os.geteuid() == 0:
        return Path(f"/var/lib/tinhso-test-{mark}")
    cache_folder = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache_folder) / f"tinhso-test-{mark}"


def environment(name: str, role: str = "runtime") -> dict[str, str]:
    """The variables with which a process of the product uses the test database `name` as `role`."""
    chosen = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
    chosen |= {
        "TINHSO_HOME": str(home_for_tests()),
        "TINHSO_DATABASE_NAME": name,
        "TINHSO_DATABASE_ROLE": role,
        "DJANGO_SETTINGS_MODULE": "tinhso.config.settings.test",
    }
    if url := os.environ.get("TEST_DATABASE_URL"):
        chosen["DATABASE_URL"] = url
    return chosen


def settings_for(name: str, role: str = "runtime") -> dict[str, Any]:
    """Django's DATABASES entry for the test database `name` as `role`, without persistence."""
    found = connecting.database_settings(home_for_tests(), role, environment(name, role))
    return {**found, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}


def template_database() -> str:
    """The name of the migrated template for the current migrations, made on first use.

    Raises RuntimeError with Django's own words when the migrations do not run.
    """
    name = _TEMPLATE_PREFIX + schema_fingerprint()[:16]
    _start_server()
    with _alone("template"), maintenance() as owner:
        if not _exists(owner, name):
            _drop_old(owner, name)
            _make_template(owner, name)
        owner.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(_id(name), _now(owner)))
    return name


def clone_template(name: str, role: str = "runtime") -> dict[str, Any]:
    """Make database `name` from the template and return Django's settings for it as `role`.

    A name that starts with `tinhso_test_<process number>_` is dropped by a later run if this
    process dies; any other name is yours to drop.
    """
    template = template_database()
    with maintenance() as owner:
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(_id(name), _id(template)))
        roles.grant_database(owner, name)
    return settings_for(name, role)


def drop(name: str) -> None:
    """Drop a test database, also when somebody is still connected; nothing when it is gone.

    The owner may not end sessions of the other roles: one that is just closing is waited for.
    """
    with maintenance() as owner:
        for last in (*[False] * _DROP_TRIES, True):
            try:
                owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_id(name)))
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
                if last:
                    raise
                time.sleep(0.1)
            else:
                return


def drop_leftovers() -> None:
    """Drop the databases of processes that are gone; done by itself when a template is made."""
    template = template_database()
    with _alone("template"), maintenance() as owner:
        _drop_old(owner, template)


@contextmanager
def connect(name: str, role: str = "owner") -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """An autocommit connection to a test database as `role`, for what Django's must not do."""
    found = connecting.parameters(home_for_tests(), role, environment(name, role))
    with psycopg.Connection.connect(make_conninfo("", **found), autocommit=True) as connection:
        yield connection


# -- the server ------------------------------------------------------------------------------------


@cache
def _start_server() -> None:
    home = home_for_tests()
    if os.environ.get("TEST_DATABASE_URL"):
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        chosen = environment("")
        with _alone("roles"):
            make_ready(home, {**chosen, "TINHSO_DATABASE_NAME": ""})
        return
    EmbeddedServer(home, durable=False, makes_databases=True).start()


def stop_server() -> None:
    """Stop this checkout's test server; the next run starts it again."""
    EmbeddedServer(home_for_tests()).stop()


@contextmanager
def maintenance() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """The owner in the database from which databases are made."""
    _start_server()
    with connect("" if os.environ.get("TEST_DATABASE_URL") else "postgres") as owner:
        yield owner


@contextmanager
def _alone(purpose: str) -> Iterator[None]:
    """Hold a lock among all processes of this user that test this checkout."""
    mark = hashlib.sha256(str(home_for_tests()).encode()).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / f"tinhso-test-{os.geteuid()}-{mark}-{purpose}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


# -- the template ----------------------------------------------------------------------------------


def _make_template(owner: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    """Migrate under another name first: a template that exists is a template that is complete."""
    fresh = f"{name}_new"
    owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_id(fresh)))
    owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(_id(fresh)))
    with connect(fresh) as inside:
        roles.grant_database(inside, fresh)
        roles.grant_schema(inside)
    migrated = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--skip-checks", "-v0"],
        cwd=CHECKOUT,
        env=environment(fresh, "owner"),
        capture_output=True,
        text=True,
        check=False,
    )
    if migrated.returncode:
        raise RuntimeError(f"The migrations do not run:\n{migrated.stderr[-6_000:]}")
    owner.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(_id(fresh), _id(name)))
    # Nobody may sit in the template while it is cloned.
    owner.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(_id(name)))


def _drop_old(owner: psycopg.Connection[tuple[Any, ...]], keep: str) -> None:
    """Drop clones of dead processes and all but the latest used templates."""
    for name in _names(owner, "tinhso_test_%"):
        made_by = _CLONE.match(name)
        if made_by and not _alive(int(made_by.group(1))):
            # Sessions of a killed run may still be closing: the next run drops it then.
            with suppress(psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
                owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_id(name)))
    old = [name for name in _names(owner, f"{_TEMPLATE_PREFIX}%") if name != keep]
    for name in old[_KEPT_TEMPLATES - 1 :]:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(_id(name)))


def _names(owner: psycopg.Connection[tuple[Any, ...]], pattern: str) -> list[str]:
    """Databases of ours by name pattern, the latest used first (the comment is when)."""
    rows = owner.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s AND datdba = current_user::regrole "
        "ORDER BY shobj_description(oid, 'pg_database') DESC NULLS LAST",
        [pattern],
    ).fetchall()
    return [str(row[0]) for row in rows]


def _exists(owner: psycopg.Connection[tuple[Any, ...]], name: str) -> bool:
    found = owner.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def _now(owner: psycopg.Connection[tuple[Any, ...]]) -> sql.Literal:
    row = owner.execute("SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.US')").fetchone()
    return sql.Literal(row[0] if row else "")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name)


if __name__ == "__main__" and sys.argv[1:] == ["stop"]:
    stop_server()
