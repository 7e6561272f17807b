"""The databases of the test suite itself: cloned with their rights, also many at once."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest

from tests import database

CLONE = """
import os
from tests import database
name = f"tinhso_test_{os.getpid()}_at_once"
database.clone_template(name)
with database.connect(name, "runtime") as connection:
    print(connection.execute("SELECT count(*) > 0 FROM django_migrations").fetchone()[0])
database.drop(name)
"""


@pytest.mark.dbcompat
def test_a_clone_is_migrated_and_keeps_the_rights_of_the_roles() -> None:
    name = f"tinhso_test_{os.getpid()}_rights"
    database.clone_template(name)
    try:
        with database.connect(name, "runtime") as runtime:
            migrated = runtime.execute("SELECT count(*) FROM django_migrations").fetchone()
            assert migrated is not None
            assert migrated[0] > 0
            for forbidden in (
                "DELETE FROM kernel_auditentry",
                "UPDATE kernel_auditentry SET hash = ''",
                "CREATE TABLE mine (n int)",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    runtime.execute(forbidden)
        with (
            database.connect(name, "report") as report,
            pytest.raises(psycopg.Error),
        ):
            report.execute("DELETE FROM django_migrations")
    finally:
        database.drop(name)


@pytest.mark.dbcompat
def test_several_workers_may_clone_at_once() -> None:
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", CLONE],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=database.CHECKOUT,
        )
        for _ in range(3)
    ]

    said = [worker.communicate(timeout=120) for worker in workers]

    assert [out.strip() for out, _ in said] == ["True"] * 3, said


@pytest.mark.dbcompat
def test_dropping_a_database_that_is_gone_is_not_an_error() -> None:
    database.drop(f"tinhso_test_{os.getpid()}_never_made")


def test_the_database_of_a_dead_process_is_dropped_by_the_next_run() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    name = f"tinhso_test_{ended.pid}_left"
    database.clone_template(name)

    database.drop_leftovers()

    with database.maintenance() as owner:
        assert (
            owner.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None
        )
