"""An existing PostgreSQL 15, Debian's, on the loopback address, for tests that need one."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tinhso.config.postgres import wheel
from tinhso.config.postgres.system_user import SystemUser, server_user

DEBIAN = Path("/usr/lib/postgresql/15/bin")
ADMINISTRATOR = "admin"


@dataclass(frozen=True, slots=True)
class Existing:
    """A server that the product did not make; every user of it has the same password here."""

    port: int
    password: str

    def url(self, user: str, database: str = "tinhso") -> str:
        """The address for a user of it."""
        return f"postgresql://{user}:{self.password}@127.0.0.1:{self.port}/{database}"

    def administer(self, *statements: str) -> None:
        """Run statements as its superuser."""
        with psycopg.connect(self.url(ADMINISTRATOR, "postgres"), autocommit=True) as admin:
            for statement in statements:
                admin.execute(statement)

    def make_owner(self, rights: str) -> str:
        """Make an ordinary owner with its database, as a provider would; return its address."""
        self.administer(
            f"CREATE ROLE province LOGIN PASSWORD '{self.password}' {rights}",
            "CREATE DATABASE tinhso OWNER province ENCODING 'UTF8' TEMPLATE template0",
        )
        return self.url("province")


def free_port() -> int:
    """A port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def debian_server() -> Iterator[Existing]:
    """Run Debian's server in a folder of its own, asking everybody for the password."""
    folder = Path(tempfile.mkdtemp(prefix="tinhso-existing-"))
    user = server_user(folder / "none")
    existing = Existing(free_port(), secrets.token_hex(16))
    (folder / "password").write_text(existing.password)
    for path in (folder, folder / "password"):
        user.own(path)
    try:
        _run(
            user,
            folder,
            *("initdb", "-D", "data", "-U", ADMINISTRATOR, "-A", "scram-sha-256"),
            *("--pwfile=password", "-E", "UTF8", "--no-sync"),
        )
        options = f"-c listen_addresses=127.0.0.1 -c port={existing.port} -c fsync=off "
        options += "-c unix_socket_directories="
        _run(user, folder, "pg_ctl", "start", "-D", "data", "-ws", "-l", "log", "-o", options)
        try:
            yield existing
        finally:
            _run(user, folder, "pg_ctl", "stop", "-D", "data", "-m", "immediate", "-s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(user: SystemUser, folder: Path, program: str, *arguments: str) -> None:
    done = subprocess.run(
        [DEBIAN / program, *arguments],
        env=wheel.clean_environment(),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        **user.identity(),
    )
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr}")
