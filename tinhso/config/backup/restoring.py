"""`tinhso restore`: verify a backup as a whole, then make a new data folder of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tinhso.config.backup import dump
from tinhso.config.backup.archive import DATABASE, HOME, NOT_INTACT, unpack
from tinhso.config.backup.sealed import Secret
from tinhso.config.console import Problem
from tinhso.config.postgres.connection import is_external
from tinhso.config.postgres.embedded import EmbeddedServer
from tinhso.config.postgres.readiness import make_ready


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: tables and rows compared with the backup, files verified by checksum."""

    made_at: str
    tables: int
    rows: int
    files: int


def restore(
    source: Path, home: Path, secret: Secret, *, environ: Mapping[str, str] = os.environ
) -> Restored:
    """Restore into `home`, which must not exist or be empty; its server is stopped afterwards.

    With DATABASE_URL the rows go into that database, which must be empty. Raises Problem, and then
    `home` is as it was before.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Problem(
            "home_not_empty",
            f"{home} không trống; chỉ khôi phục vào thư mục mới",
            f"{home} is not empty; restore into a new folder only",
            exit_code=2,
        )
    environ = {**environ, "TINHSO_HOME": str(home)}
    stage = home.with_name(home.name + ".restoring")
    shutil.rmtree(stage, ignore_errors=True)
    try:
        stage.mkdir(parents=True, mode=0o700)
        manifest = _unpacked(source, secret, stage)
        _move_in(stage / HOME, home)
        return _filled(stage / DATABASE, home, manifest, environ)
    except BaseException:
        EmbeddedServer(home).stop()
        shutil.rmtree(home, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _unpacked(source: Path, secret: Secret, stage: Path) -> dict[str, object]:
    try:
        with source.open("rb") as stream:
            return unpack(stream, secret, stage)
    except OSError as problem:
        raise Problem(
            "backup_unreadable",
            f"Không đọc được {source}: {problem.strerror}",
            f"{source} cannot be read: {problem.strerror}",
            exit_code=2,
        ) from problem


def _move_in(unpacked: Path, home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    if unpacked.is_dir():
        for entry in unpacked.iterdir():
            entry.rename(home / entry.name)


def _filled(
    source: Path, home: Path, manifest: Mapping[str, object], environ: Mapping[str, str]
) -> Restored:
    server = None
    if not is_external(environ):
        server = EmbeddedServer(home)
        server.start()
    else:
        make_ready(home, environ)  # the roles that the dump's rights name
    dump.restore(home, environ, source)
    make_ready(home, environ)
    rows = _same_rows(home, manifest, environ)
    _whole_audit_chain(environ)
    if server is not None:
        server.stop()
    members = manifest["members"]
    files = len(members) - 1 if isinstance(members, list) else 0
    return Restored(str(manifest["made_at"]), len(rows), sum(rows.values()), files)


def _same_rows(
    home: Path, manifest: Mapping[str, object], environ: Mapping[str, str]
) -> dict[str, int]:
    database = manifest["database"]
    expected = database["rows"] if isinstance(database, dict) else {}
    found = dump.count_rows(home, environ)
    wrong = sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )
    if wrong:
        raise Problem(
            "rows_differ",
            f"Số dòng không khớp bản sao lưu ở bảng: {', '.join(wrong)}",
            f"The number of rows differs from the backup in: {', '.join(wrong)}",
            exit_code=NOT_INTACT,
        )
    return found


def _whole_audit_chain(environ: Mapping[str, str]) -> None:
    """Walk the restored audit chain in a process of its own: Django loads on the new folder."""
    command = [sys.executable, "-m", "tinhso.config.cli", "audit", "verify"]
    done = subprocess.run(
        command,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-1_000:]
        raise Problem(
            "audit_chain_broken",
            f"Nhật ký kiểm toán khôi phục không nguyên vẹn: {said}",
            f"The restored audit chain is not whole: {said}",
            exit_code=NOT_INTACT,
        )
