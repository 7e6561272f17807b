"""Runs the wheel's PostgreSQL: one server per data folder, private, healing after a crash."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from tinhso.config.console import Problem
from tinhso.config.postgres import configuration, wheel
from tinhso.config.postgres.connection import embedded_parameters
from tinhso.config.postgres.layout import layout
from tinhso.config.postgres.roles import administrator_script
from tinhso.config.postgres.system_user import NAME as SERVER_USER
from tinhso.config.postgres.system_user import SystemUser, current_user_name, server_user

_START_SECONDS = 60
_HEAL_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A running server as its lock file names it."""

    pid: int
    sockets: str
    ready: bool


class EmbeddedServer:
    """The PostgreSQL server of one data folder.

    `start` may be called by several processes at once: one starts the server, the others join it.
    The server outlives the process that started it, until `stop`.
    """

    def __init__(self, home: Path, *, durable: bool = True, makes_databases: bool = False) -> None:
        """`durable=False` and `makes_databases=True` are for the test suite's own server."""
        self.layout = layout(home)
        self._durable = durable
        self._makes_databases = makes_databases

    def start(self) -> None:
        """Make the server run and answer. Raises Problem with the end of its log when it cannot."""
        self._open_home()
        with self._alone():
            user = server_user(self.layout.data)
            self._make_folders(user)
            running = self.postmaster()
            if running and running.sockets == str(self.layout.sockets) and self._answers():
                return
            programs = self._programs(user)
            if running:
                self._control(programs, user, "stop", "-m", "fast")
            if not (self.layout.data / "PG_VERSION").exists():
                self._initialise(programs, user)
            self._configure(user)
            self._launch(programs, user)
            self._administer(programs, user)

    def stop(self) -> None:
        """Stop the server if it runs: open transactions are rolled back, the rest is safe."""
        if not self.layout.data.is_dir():
            return
        with self._alone():
            if self.postmaster():
                user = server_user(self.layout.data)
                self._control(self._programs(user), user, "stop", "-m", "fast")

    def dsn(self, role: str) -> str:
        """The libpq connection string for a role: owner, runtime or report."""
        return make_conninfo("", **embedded_parameters(self.layout.home, role))

    def program(self, name: str) -> Path:
        """A program of the same version as the data, for example pg_dump."""
        return wheel.installation(self.layout.data) / "bin" / name

    def postmaster(self) -> Postmaster | None:
        """The running server, or None; a lock file left by a killed server does not count."""
        try:
            lines = (self.layout.data / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        if not self._serves_us(pid):
            return None
        sockets = lines[4].strip() if len(lines) > 4 else ""
        return Postmaster(pid, sockets, len(lines) > 7 and lines[7].strip() == "ready")

    # -- folders and locks ---------------------------------------------------------------------

    def _open_home(self) -> None:
        home, folder = self.layout.home, self.layout.folder
        # As root the server's own user must pass through the data folder, so it is 0711, not 0700.
        mode = 0o711 if os.geteuid() == 0 else 0o700
        try:
            if not home.is_dir():
                home.mkdir(parents=True)
                home.chmod(mode)
            elif os.geteuid() == 0 == home.stat().st_uid:
                home.chmod(home.stat().st_mode | stat.S_IXOTH)
            if not folder.is_dir():
                folder.mkdir(exist_ok=True, mode=0o700)
        except OSError as problem:
            raise Problem(
                "home_not_writable",
                f"Không ghi được vào thư mục dữ liệu {home}: {problem.strerror}; đổi TINHSO_HOME",
                f"The data folder {home} cannot be written: {problem.strerror}; change TINHSO_HOME",
            ) from problem

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            descriptor = os.open(self.layout.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError:
            server_user(self.layout.data)
            raise
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _make_folders(self, user: SystemUser) -> None:
        for folder in (self.layout.folder, self.layout.sockets):
            folder.mkdir(exist_ok=True, mode=0o700)
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (0, os.geteuid(), user.uid):
                raise Problem(
                    "socket_folder_taken",
                    f"{folder} thuộc người khác; xóa thư mục ấy hoặc đổi TINHSO_HOME",
                    f"{folder} belongs to somebody else; remove it or change TINHSO_HOME",
                )
            user.own(folder)
            folder.chmod(0o700)
        self._require_reachable(user)

    def _require_reachable(self, user: SystemUser) -> None:
        """Root's folder may lie where the server's user cannot go; opening that up is not ours."""
        command = ["/bin/sh", "-c", 'test -w "$1" && test -w "$2"', "sh"]
        command += [str(self.layout.folder), str(self.layout.sockets)]
        environment = wheel.clean_environment()
        tried = subprocess.run(
            command, env=environment, cwd="/", check=False, capture_output=True, **user.identity()
        )
        if tried.returncode:
            home = self.layout.home
            raise Problem(
                "home_not_reachable",
                f"Người dùng hệ thống {user.name} không vào được {home}; "
                "đặt TINHSO_HOME ở nơi khác, ví dụ /var/lib/tinhso",
                f"The system user {user.name} cannot enter {home}; "
                "put TINHSO_HOME elsewhere, for example /var/lib/tinhso",
            )

    # -- programs ------------------------------------------------------------------------------

    def _programs(self, user: SystemUser) -> Path:
        found = wheel.installation(self.layout.data)
        shelf = self.layout.folder
        return wheel.reachable_installation(found, user, shelf) / "bin"

    def _run(
        self, user: SystemUser, command: list[str | Path], *, text: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            input=text,
            stdin=subprocess.DEVNULL if text is None else None,
            env=wheel.clean_environment(),
            cwd=self.layout.folder,
            capture_output=True,
            text=True,
            check=False,
            umask=0o077,
            **user.identity(),
        )

    def _initialise(self, programs: Path, user: SystemUser) -> None:
        """Make the data folder beside its place and move it in: half of one never counts."""
        fresh = self.layout.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        locale = wheel.clean_environment()["LC_ALL"]
        command: list[str | Path] = [programs / "initdb", "--pgdata=data.new", "--no-instructions"]
        command += [f"--username={configuration.ADMIN}", "--auth-local=peer", "--auth-host=reject"]
        command += ["--encoding=UTF8", f"--locale={locale}", "--data-checksums"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self._durable:
            command.append("--no-sync")
        made = self._run(user, command)
        if made.returncode:
            raise _failed("initdb", made.stderr)
        fresh.rename(self.layout.data)

    def _configure(self, user: SystemUser) -> None:
        data = self.layout.data
        people = {"root", current_user_name()}
        if user.name != SERVER_USER:  # nobody works as that one
            people.add(user.name)
        texts = {
            "tinhso.conf": configuration.settings_file(
                self.layout.sockets, configuration.Machine.this(), durable=self._durable
            ),
            "pg_hba.conf": configuration.host_file(),
            "pg_ident.conf": configuration.ident_file(people, user.name),
        }
        for name, text in texts.items():
            _write(data / name, text, user)
        main = data / "postgresql.conf"
        include = "include 'tinhso.conf'\n"
        if include not in main.read_text():
            _write(main, main.read_text() + include, user)

    def _launch(self, programs: Path, user: SystemUser) -> None:
        for attempt in range(1, _HEAL_ATTEMPTS + 1):
            self._forget_stale_locks()
            self._end_orphans()
            started = self._control(programs, user, "start", "-l", "start.log")
            if started.returncode == 0:
                return
            time.sleep(0.5 * attempt)
        raise _failed("pg_ctl start", started.stderr + self._log_tail())

    def _control(
        self, programs: Path, user: SystemUser, action: str, *options: str
    ) -> subprocess.CompletedProcess[str]:
        # The data folder is named relative to the working folder: pg_ctl hands it to a shell.
        command: list[str | Path] = [programs / "pg_ctl", action, "-D", "data", "-s", "-w"]
        return self._run(user, [*command, "-t", str(_START_SECONDS), *options])

    def _administer(self, programs: Path, user: SystemUser) -> None:
        """Make the roles and the database, as the one user who may be the administrator."""
        command: list[str | Path] = [programs / "psql", "--no-psqlrc", "--quiet", "--tuples-only"]
        command += ["--set=ON_ERROR_STOP=1", f"--host={self.layout.sockets}"]
        command += [f"--port={configuration.PORT}", f"--username={configuration.ADMIN}"]
        command += ["--dbname=postgres"]
        script = administrator_script(makes_databases=self._makes_databases)
        done = self._run(user, command, text=script)
        if done.returncode:
            raise _failed("psql", done.stderr)

    # -- what is running -----------------------------------------------------------------------

    def _serves_us(self, pid: int) -> bool:
        """Whether this process serves our data folder, and has not just got a recycled number."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return not sys.platform.startswith("linux") or self._works_here(pid)

    def _works_here(self, pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == self.layout.data
        except OSError:
            return False

    def _processes(self) -> set[int]:
        """Every process that works in our data folder: the server and its children."""
        if not sys.platform.startswith("linux"):
            return set()
        numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return {number for number in numbers if self._works_here(number)}

    def _answers(self) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self.dsn("owner")).close()
            except psycopg.OperationalError as problem:
                if "starting up" not in str(problem) and "recovery" not in str(problem):
                    return False
                time.sleep(0.1)
            else:
                return True
        return False

    def _forget_stale_locks(self) -> None:
        """Remove the lock files of a server that is gone, also when its number is taken again.

        The new server would take a process that got the number (or one that nobody has buried
        yet) for a running server and refuse to start. Two servers on one data folder stay
        impossible: each also looks at the shared memory of the folder.
        """
        if self.postmaster() is None:
            (self.layout.data / "postmaster.pid").unlink(missing_ok=True)
            lock = self.layout.sockets / f".s.PGSQL.{configuration.PORT}.lock"
            lock.unlink(missing_ok=True)

    def _end_orphans(self) -> None:
        """End the children of a killed server: while one lives, no new server may start."""
        deadline = time.monotonic() + 5
        while (orphans := self._processes()) and time.monotonic() < deadline:
            for pid in orphans:
                try:
                    os.kill(pid, signal.SIGQUIT)
                except ProcessLookupError:
                    continue
            time.sleep(0.05)

    def _log_tail(self) -> str:
        texts = []
        logs = sorted(self.layout.data.glob("log/*.log"), key=lambda path: path.stat().st_mtime)
        for path in [self.layout.start_log, *logs[-1:]]:
            if path.exists():
                texts += path.read_text(errors="replace").splitlines()[-5:]
        return "\n".join(texts)


def _write(path: Path, text: str, user: SystemUser) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text)
    fresh.chmod(0o600)
    user.own(fresh)
    fresh.replace(path)


def _failed(program: str, said: str) -> Problem:
    said = said.strip()
    return Problem(
        "database_not_started",
        f"Cơ sở dữ liệu không khởi động được ({program}): {said}",
        f"The database did not start ({program}): {said}",
    )
