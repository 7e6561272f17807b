"""`tinhso upgrade`: back up, migrate, see that it works; tell how to go back."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from tinhso.config.backup.backup import backup
from tinhso.config.backup.sealed import Secret
from tinhso.config.console import Problem, say
from tinhso.config.launch import schema
from tinhso.config.launch.children import Child
from tinhso.config.launch.health import wait_until_healthy
from tinhso.config.launch.instance import Instance
from tinhso.config.postgres.readiness import make_ready


def upgrade(
    home: Path,
    *,
    at: datetime,
    tell: Callable[[str], None],
    environ: Mapping[str, str] = os.environ,
) -> Path:
    """Upgrade the data folder to this version of the product; return the backup taken before.

    The product must not be running. On any failure nothing is undone by itself: the Problem says
    which backup to restore.
    """
    with Instance(home, say("(đang nâng cấp)", "(upgrading)")) as instance:
        environ = {**environ, "TINHSO_HOME": str(home)}
        server = make_ready(home, environ)
        try:
            folder = home / "backups"
            folder.mkdir(exist_ok=True, mode=0o700)
            key = _key(home)
            before = backup(home, folder, Secret.key_file(key), at=at, environ=environ)
            tell(say(f"Đã sao lưu: {before}", f"Backed up: {before}"))
            try:
                changed = schema.bring_up_to_date(home, environ)
                tell(_migrated(changed=changed))
                _require_health({**environ, "TINHSO_LAUNCH_MARK": instance.mark})
            except Problem as problem:
                raise _go_back(problem, before, key) from problem
            return before
        finally:
            if server is not None:
                server.stop()


def _migrated(*, changed: bool) -> str:
    if changed:
        return say("Đã chuyển cấu trúc dữ liệu", "Migrated")
    return say("Cấu trúc dữ liệu đã là mới nhất", "The schema is the latest")


def _key(home: Path) -> Path:
    """The key file of this installation's own backups, made on first use."""
    path = home / "keys" / "backup.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(64))
    return path


def _require_health(environ: Mapping[str, str]) -> None:
    """Serve on a free loopback port until /healthz answers 200."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = Path(environ["TINHSO_HOME"]) / "run" / "upgrade.log"
    log.unlink(missing_ok=True)
    where = ("--bind", "127.0.0.1", "--port", str(port), "--workers", "1")
    web = Child("web", "tinhso.config.launch.web", *where, environ=dict(environ), log=log)
    web.start()
    try:
        wait_until_healthy(web, port, environ)
    finally:
        web.stop()


def _go_back(problem: Problem, before: Path, key: Path) -> Problem:
    command = f"tinhso restore {before} --home <…> --key-file {key}"
    return Problem(
        problem.code,
        f"{problem.sentence('vi')}\nĐể trở lại: cài bản cũ rồi chạy {command}",
        f"{problem.sentence('en')}\nTo go back: install the old version, then run {command}",
        exit_code=problem.exit_code,
    )
