"""What Django is told about the database; nothing is started to find out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tinhso.config.console import Problem
from tinhso.config.postgres.connection import database_settings


def test_the_embedded_server_is_reached_over_its_private_socket(tmp_path: Path) -> None:
    found = database_settings(tmp_path, "runtime", {})

    assert found["NAME"] == "tinhso"
    assert found["USER"] == "tinhso_runtime"
    assert found["PASSWORD"] == ""
    assert found["HOST"].startswith("/")
    assert "requirepeer" in found["OPTIONS"]
    assert list(tmp_path.iterdir()) == []


def test_an_existing_server_keeps_the_options_of_its_address(tmp_path: Path) -> None:
    url = "postgresql://province:s%40crt@db.example:6543/tinh?sslmode=verify-full"
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "database-runtime").write_text("generated\n")

    owner = database_settings(tmp_path, "owner", {"DATABASE_URL": url})
    runtime = database_settings(tmp_path, "runtime", {"DATABASE_URL": url})

    assert (owner["USER"], owner["PASSWORD"]) == ("province", "s@crt")
    assert (runtime["USER"], runtime["PASSWORD"]) == ("tinhso_runtime", "generated")
    for found in (owner, runtime):
        assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6543", "tinh")
        assert found["OPTIONS"]["sslmode"] == "verify-full"


def test_the_runtime_address_of_an_administrator_never_inherits_the_owners_password(
    tmp_path: Path,
) -> None:
    environ = {
        "DATABASE_URL": "postgresql://province:owners@db.example/tinh",
        "DATABASE_RUNTIME_URL": "postgresql://app@pool.example:6432/tinh",
    }

    found = database_settings(tmp_path, "runtime", environ)

    assert (found["USER"], found["PASSWORD"]) == ("app", "")
    assert (found["HOST"], found["PORT"]) == ("pool.example", "6432")


def test_another_database_name_goes_before_the_address(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": "postgresql://a:b@h/tinh", "TINHSO_DATABASE_NAME": "copy"}

    assert database_settings(tmp_path, "owner", environ)["NAME"] == "copy"


def test_an_unknown_role_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refusal:
        database_settings(tmp_path, "root", {})

    assert refusal.value.code == "unknown_role"
    assert refusal.value.exit_code == 2
