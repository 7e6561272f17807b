"""The product on an existing PostgreSQL 15: Debian's, with an owner that is no superuser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.existing import DEBIAN, Existing, debian_server, free_port
from tinhso.config.backup import dump
from tinhso.config.console import Problem
from tinhso.config.postgres import connection
from tinhso.config.postgres.embedded import EmbeddedServer
from tinhso.config.postgres.readiness import make_ready

pytestmark = pytest.mark.skipif(
    not (DEBIAN / "initdb").exists(),
    reason="PostgreSQL 15 of Debian is not installed: apt-get install postgresql-15",
)


@pytest.fixture
def existing() -> Iterator[Existing]:
    """A fresh server of Debian for one test."""
    with debian_server() as existing:
        yield existing


def _with_owner(existing: Existing, rights: str = "CREATEROLE") -> dict[str, str]:
    return {"DATABASE_URL": existing.make_owner(rights)}


def _connected(home: Path, role: str, environ: dict[str, str]) -> psycopg.Connection[object]:
    found = connection.parameters(home, role, environ)
    return psycopg.connect(**found, autocommit=True)  # type: ignore[arg-type]


def test_roles_are_made_with_kept_passwords_and_the_same_rights(
    existing: Existing, home: Path
) -> None:
    environ = _with_owner(existing)

    assert make_ready(home, environ) is None
    make_ready(home, environ)

    keys = sorted((home / "keys").iterdir())
    assert [key.name for key in keys] == ["database-report", "database-runtime"]
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}
    with _connected(home, "owner", environ) as owner:
        owner.execute("CREATE TABLE evidence (n int)")
        owner.execute("REVOKE UPDATE, DELETE ON evidence FROM tinhso_runtime")
    make_ready(home, environ)
    with _connected(home, "runtime", environ) as runtime:
        runtime.execute("INSERT INTO evidence VALUES (1)")
        for forbidden in ("DELETE FROM evidence", "CREATE TABLE mine (n int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                runtime.execute(forbidden)
    with _connected(home, "report", environ) as report:
        assert report.execute("SELECT n FROM evidence").fetchall() == [(1,)]
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            report.execute("INSERT INTO evidence VALUES (2)")


def test_a_stranger_with_a_password_of_the_server_does_not_enter_the_database(
    existing: Existing, home: Path
) -> None:
    environ = _with_owner(existing)
    existing.administer(f"CREATE ROLE stranger LOGIN PASSWORD '{existing.password}'")

    make_ready(home, environ)

    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(existing.url("stranger"))


def test_an_owner_that_may_not_create_roles_is_told_what_to_run(
    existing: Existing, home: Path
) -> None:
    environ = _with_owner(existing, rights="NOCREATEROLE")

    with pytest.raises(Problem) as refusal:
        make_ready(home, environ)

    assert refusal.value.code == "owner_may_not_create_roles"
    assert "ALTER ROLE province CREATEROLE" in str(refusal.value)
    assert "DATABASE_RUNTIME_URL" in str(refusal.value)
    assert not (home / "keys").exists()


def test_roles_made_by_an_administrator_are_used_through_their_own_addresses(
    existing: Existing, home: Path
) -> None:
    environ = _with_owner(existing, rights="NOCREATEROLE")
    existing.administer(
        "CREATE ROLE tinhso_runtime NOLOGIN",
        "CREATE ROLE tinhso_report NOLOGIN",
        f"CREATE ROLE app LOGIN PASSWORD '{existing.password}' IN ROLE tinhso_runtime",
        f"CREATE ROLE reader LOGIN PASSWORD '{existing.password}' IN ROLE tinhso_report",
    )
    environ["DATABASE_RUNTIME_URL"] = existing.url("app")
    environ["DATABASE_REPORT_URL"] = existing.url("reader")

    make_ready(home, environ)

    with _connected(home, "runtime", environ) as runtime:
        assert runtime.execute("SELECT current_user").fetchone() == ("app",)
    with _connected(home, "owner", environ) as owner:
        owner.execute("CREATE TABLE notes (n int)")
    with _connected(home, "runtime", environ) as runtime:
        runtime.execute("INSERT INTO notes VALUES (1)")


def test_a_superuser_is_refused_as_the_runtime_role(existing: Existing, home: Path) -> None:
    environ = _with_owner(existing)
    existing.administer("CREATE ROLE tinhso_runtime NOLOGIN")
    environ["DATABASE_RUNTIME_URL"] = existing.url("admin")

    with pytest.raises(Problem) as refusal:
        make_ready(home, environ)

    assert refusal.value.code == "role_wrong"


def test_the_password_of_a_role_another_installation_made_is_left_alone(
    existing: Existing, home: Path, open_folder: Path
) -> None:
    environ = _with_owner(existing)
    make_ready(home, environ)

    with pytest.raises(Problem) as refusal:
        make_ready(open_folder / "second", environ)

    assert refusal.value.code == "role_password_unknown"
    with _connected(home, "runtime", environ) as runtime:
        assert runtime.execute("SELECT 1").fetchone() == (1,)


def test_a_database_that_is_not_utf8_is_refused(existing: Existing, home: Path) -> None:
    environ = _with_owner(existing)
    existing.administer(
        "CREATE DATABASE old OWNER province ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' "
        "TEMPLATE template0"
    )

    with pytest.raises(Problem) as refusal:
        make_ready(home, {**environ, "DATABASE_URL": existing.url("province", "old")})

    assert refusal.value.code == "database_not_utf8"


def test_a_server_that_does_not_answer_is_named_as_such(home: Path) -> None:
    url = f"postgresql://province:x@127.0.0.1:{free_port()}/tinhso"

    with pytest.raises(Problem) as refusal:
        make_ready(home, {"DATABASE_URL": url})

    assert refusal.value.code == "database_unreachable"
    assert refusal.value.exit_code == 3


def test_an_unreadable_address_is_refused_without_repeating_its_password(home: Path) -> None:
    with pytest.raises(Problem) as refusal:
        connection.database_settings(
            home, "owner", {"DATABASE_URL": "postgresql://a:hunter2@[::bad/tinhso"}
        )

    assert refusal.value.code == "database_url_unreadable"
    assert "hunter2" not in str(refusal.value)


def test_a_dump_of_the_embedded_server_fits_the_existing_one_and_goes_back(
    existing: Existing, home: Path, open_folder: Path
) -> None:
    make_ready(home, {})
    with _connected(home, "owner", {}) as owner:
        owner.execute("CREATE TABLE evidence (id bigint GENERATED ALWAYS AS IDENTITY, text text)")
        owner.execute("REVOKE UPDATE, DELETE ON evidence FROM tinhso_runtime")
        owner.execute(
            "INSERT INTO evidence (text) SELECT 'dòng ' || n FROM generate_series(1, 99) n"
        )
    there, back = open_folder / "there.dump", open_folder / "back.dump"
    second, third = open_folder / "second", open_folder / "third"
    environ = _with_owner(existing)

    facts = dump.dump(home, {}, there)
    make_ready(second, environ)
    dump.restore(second, environ, there)
    make_ready(second, environ)
    assert facts["rows"] == {"evidence": 99}
    assert dump.count_rows(second, environ) == {"evidence": 99}
    with _connected(second, "runtime", environ) as runtime:
        runtime.execute("INSERT INTO evidence (text) VALUES ('dòng 100')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            runtime.execute("DELETE FROM evidence")

    dump.dump(second, environ, back)
    server = EmbeddedServer(third)
    server.start()
    try:
        dump.restore(third, {}, back)
        make_ready(third, {})
        assert dump.count_rows(third, {}) == {"evidence": 100}
        with (
            _connected(third, "runtime", {}) as runtime,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            runtime.execute("UPDATE evidence SET text = ''")
    finally:
        server.stop()


def test_a_dump_is_not_restored_over_existing_tables(existing: Existing, home: Path) -> None:
    environ = _with_owner(existing)
    make_ready(home, environ)
    with _connected(home, "owner", environ) as owner:
        owner.execute("CREATE TABLE kept (n int)")
    dump.dump(home, environ, home / "some.dump")

    with pytest.raises(Problem) as refusal:
        dump.restore(home, environ, home / "some.dump")

    assert refusal.value.code == "database_not_empty"
