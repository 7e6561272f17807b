"""The restore drill: a province with data is backed up, lost and brought back whole."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.config.conftest import reachable_folder
from tinhso.config.backup.dump import rows_by_table
from tinhso.config.postgres.embedded import EmbeddedServer


def tinhso(home: Path, *arguments: str, code: int = 0) -> str:
    """Run the console command on a data folder and return what it said."""
    environ = {
        **os.environ,
        "TINHSO_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tinhso.config.settings.development",
        "TINHSO_LANG": "vi",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tinhso.config.cli", *arguments],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def files_of(home: Path) -> dict[str, str]:
    """SHA-256 of every file that a backup must bring back."""
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("files", "keys")
        for path in sorted((home / folder).rglob("*"))
        if path.is_file()
    }


def rows_of(home: Path) -> dict[str, int]:
    server = EmbeddedServer(home)
    server.start()
    with psycopg.connect(server.dsn("owner"), autocommit=True) as owner:
        return rows_by_table(owner)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with reachable_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def province(folder: Path) -> Iterator[Path]:
    """A migrated data folder with rows, files, keys and audit lines; its server is stopped."""
    home = folder / "Tỉnh gốc"
    tinhso(home, "migrate")
    tinhso(home, "keys", "rotate")
    server = EmbeddedServer(home)
    server.start()
    with psycopg.connect(server.dsn("owner")) as owner:
        owner.execute("CREATE TABLE drill (id bigint PRIMARY KEY, text text)")
        owner.execute("INSERT INTO drill SELECT n, 'dòng ' || n FROM generate_series(1, 5000) n")
        owner.execute("REVOKE UPDATE, DELETE ON drill FROM tinhso_runtime")
    server.stop()
    for number in range(20):
        path = home / "files" / f"{number:02x}" / f"giấy tờ {number}.pdf"
        path.parent.mkdir(parents=True)
        path.write_bytes(os.urandom(10_000 + number * 7_777))
    yield home
    server.stop()


@pytest.fixture(scope="module")
def key(folder: Path) -> Path:
    path = folder / "backup.key"
    path.write_bytes(os.urandom(32))
    return path


@pytest.fixture(scope="module")
def backed_up(province: Path, folder: Path, key: Path) -> Path:
    target = folder / "province.tinhso"
    tinhso(province, "backup", "--to", str(target), "--key-file", str(key))
    return target


@pytest.fixture
def target(folder: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    home = folder / f"restored {request.node.name}"
    yield home
    EmbeddedServer(home).stop()


def test_everything_comes_back(province: Path, backed_up: Path, key: Path, target: Path) -> None:
    assert backed_up.stat().st_mode & 0o777 == 0o600

    said = tinhso(
        province, "restore", str(backed_up), "--home", str(target), "--key-file", str(key)
    )

    assert "nhật ký kiểm toán nguyên vẹn" in said
    rows = rows_of(target)
    assert rows == rows_of(province)
    assert rows["drill"] == 5000
    assert rows["kernel_auditentry"] >= 2
    assert files_of(target) == files_of(province)
    assert len(files_of(target)) >= 21
    tinhso(target, "audit", "verify")


def test_rights_taken_away_do_not_come_back_with_the_rows(
    province: Path, backed_up: Path, key: Path, target: Path
) -> None:
    tinhso(province, "restore", str(backed_up), "--home", str(target), "--key-file", str(key))

    server = EmbeddedServer(target)
    server.start()
    with psycopg.connect(server.dsn("runtime"), autocommit=True) as runtime:
        runtime.execute("INSERT INTO drill VALUES (0, 'mới')")
        for table in ("drill", "kernel_auditentry"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                runtime.execute(f"DELETE FROM {table}")  # noqa: S608 - names above
    with psycopg.connect(server.dsn("owner")) as owner:
        owner.execute("CREATE TABLE later (n int)")
    with psycopg.connect(server.dsn("runtime")) as runtime:
        runtime.execute("INSERT INTO later VALUES (1)")


def test_a_backup_is_taken_while_people_work(
    province: Path, folder: Path, key: Path, target: Path
) -> None:
    server = EmbeddedServer(province)
    server.start()
    busy = psycopg.connect(server.dsn("owner"))
    busy.execute("INSERT INTO drill VALUES (-1, 'chưa ghi xong')")

    made = folder / "busy.tinhso"
    tinhso(province, "backup", "--to", str(made), "--key-file", str(key))
    busy.rollback()
    busy.close()

    assert server.postmaster() is not None  # the command did not stop what it did not start
    tinhso(province, "restore", str(made), "--home", str(target), "--key-file", str(key))
    assert rows_of(target)["drill"] == 5000


def test_a_changed_backup_is_refused_and_leaves_nothing(
    province: Path, backed_up: Path, key: Path, target: Path, folder: Path
) -> None:
    content = bytearray(backed_up.read_bytes())
    content[len(content) // 2] ^= 1
    changed = folder / "changed.tinhso"
    changed.write_bytes(content)

    said = tinhso(
        province, "restore", str(changed), "--home", str(target), "--key-file", str(key), code=5
    )

    assert "[backup_not_intact]" in said
    assert "home/files/" in said or "database.dump" in said
    assert not target.exists()
    assert not target.with_name(target.name + ".restoring").exists()


def test_another_key_does_not_open_it(
    province: Path, backed_up: Path, target: Path, folder: Path
) -> None:
    other = folder / "other.key"
    other.write_bytes(os.urandom(32))

    said = tinhso(
        province, "restore", str(backed_up), "--home", str(target), "--key-file", str(other), code=5
    )

    assert "[cannot_open]" in said
    assert not target.exists()


def test_a_folder_in_use_is_never_restored_over(province: Path, backed_up: Path, key: Path) -> None:
    before = files_of(province)

    said = tinhso(
        province, "restore", str(backed_up), "--home", str(province), "--key-file", str(key), code=2
    )

    assert "[home_not_empty]" in said
    assert files_of(province) == before


def test_an_upgrade_backs_up_first_checks_health_and_tells_how_to_go_back(province: Path) -> None:
    EmbeddedServer(province).stop()

    said = tinhso(province, "upgrade")

    (before,) = (province / "backups").iterdir()
    assert f"tinhso restore '{before}'" in said
    assert "Nâng cấp xong" in said
    assert EmbeddedServer(province).postmaster() is None


def test_an_upgrade_that_fails_names_the_backup_to_go_back_to(province: Path, folder: Path) -> None:
    failing = folder / "failing_settings.py"
    failing.write_text(
        "from tinhso.config.settings.development import *\n"
        "ROOT_URLCONF = 'there.is.no.such.module'\n"
    )
    environ = {
        **os.environ,
        "TINHSO_HOME": str(province),
        "DJANGO_SETTINGS_MODULE": "failing_settings",
        "PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]),
    }

    done = subprocess.run(
        [sys.executable, "-m", "tinhso.config.cli", "upgrade"],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "tinhso restore" in done.stderr
    assert str(province / "backups") in done.stderr
    assert EmbeddedServer(province).postmaster() is None
