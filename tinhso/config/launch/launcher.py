"""From `tinhso run` to the last process gone."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tinhso.config.console import Problem, say
from tinhso.config.launch import schema, screen
from tinhso.config.launch.children import Child
from tinhso.config.launch.following import PARENT_VARIABLE
from tinhso.config.launch.health import LOOPBACK, wait_until_healthy
from tinhso.config.launch.instance import ALREADY_RUNNING, MARK_VARIABLE, Instance
from tinhso.config.postgres.connection import is_external
from tinhso.config.postgres.embedded import EmbeddedServer
from tinhso.config.postgres.readiness import make_ready


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: the data folder, where to listen, how many web processes."""

    home: Path
    port: int
    bind: str = LOOPBACK
    web_workers: int = 2

    @property
    def address(self) -> str:
        """Where a person on this machine finds it."""
        return f"http://{LOOPBACK}:{self.port}"


def run(plan: Plan, environ: Mapping[str, str] = os.environ) -> None:
    """Run the product until SIGINT or SIGTERM. Raises Problem when it cannot be started."""
    with ExitStack() as cleanup, _signals_interrupt():
        try:
            launch = _Launch(plan, environ, cleanup)
            launch.start()
            launch.watch()
        except KeyboardInterrupt:
            screen.line(say("Đang dừng…", "Stopping…"))
        finally:
            _ignore_signals()
            cleanup.close()


class _Launch:
    def __init__(self, plan: Plan, environ: Mapping[str, str], cleanup: ExitStack) -> None:
        self._plan = plan
        self._cleanup = cleanup
        instance = cleanup.enter_context(Instance(plan.home, plan.address))
        _require_free(plan)
        self._environ = {
            "DJANGO_SETTINGS_MODULE": "tinhso.config.settings.development",
            **environ,
            "TINHSO_HOME": str(plan.home),
            "TINHSO_DATABASE_ROLE": "runtime",
            "PORT": str(plan.port),
            MARK_VARIABLE: instance.mark,
        }
        self._server: EmbeddedServer | None = None
        web = ("--bind", plan.bind, "--port", str(plan.port), "--workers", str(plan.web_workers))
        self._web = self._child("web", "tinhso.config.launch.web", *web)
        self._worker = self._child("worker", "tinhso.config.launch.worker")

    def start(self) -> None:
        """Bring everything up, in the order in which one part needs another; say `ready`."""
        with screen.step(say("Cơ sở dữ liệu", "Database")):
            if not is_external(self._environ):
                self._cleanup.callback(EmbeddedServer(self._plan.home).stop)
            self._server = make_ready(self._plan.home, self._environ)
        with screen.step(say("Cấu trúc dữ liệu", "Migrations")):
            schema.bring_up_to_date(self._plan.home, self._environ)
        self._cleanup.callback(self._stop_children)
        self._web.start()
        people = self._load()
        wait_until_healthy(self._web, self._plan.port, self._environ)
        # Last: on two cores its loading would slow down that of the web processes.
        self._worker.start()
        screen.line(f"ready {self._plan.address}")
        screen.people_table(people)
        if sys.stdout.isatty():
            logs = self._plan.home / "logs"
            screen.line(say(f"Nhật ký: {logs}. Dừng: Ctrl-C.", f"Logs: {logs}. Stop: Ctrl-C."))

    def watch(self) -> None:
        """Look after the children and the database until interrupted."""
        while True:
            time.sleep(1)
            if self._server is not None and self._server.postmaster() is None:
                self._server.start()
            for child in (self._web, self._worker):
                child.revive()

    def _child(self, name: str, module: str, *arguments: str) -> Child:
        log = None
        if sys.stdout.isatty():
            folder = self._plan.home / "logs"
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            log = folder / f"{name}.log"
        return Child(name, module, *arguments, environ=self._environ, log=log)

    def _stop_children(self) -> None:
        for child in (self._web, self._worker):
            child.ask_to_stop()
        for child in (self._web, self._worker):
            child.stop()

    def _load(self) -> list[screen.SamplePerson]:
        """Run the loading process and read the sample people from it."""
        reading, writing = os.pipe()
        command = [sys.executable, "-m", "tinhso.config.launch.loading", "--people", str(writing)]
        environ = {**self._environ, PARENT_VARIABLE: str(os.getpid())}
        loading = subprocess.Popen(
            command,
            env=environ,
            pass_fds=[writing],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(writing)
        try:
            with os.fdopen(reading) as pipe:
                text = pipe.read()
        except BaseException:
            loading.terminate()
            raise
        finally:
            loading.wait()
        if loading.returncode:
            raise Problem(
                "loading_failed",
                "Không nạp được dữ liệu của tỉnh; xem lỗi ở trên",
                "The data of the province could not be loaded; see the error above",
            )
        return screen.people_from_text(text)


def _require_free(plan: Plan) -> None:
    with socket.socket(socket.AF_INET6 if ":" in plan.bind else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((plan.bind, plan.port))
        except OSError as problem:
            if problem.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            raise Problem(
                "port_taken",
                f"Cổng {plan.port} đang có chương trình khác dùng hoặc không được phép dùng; "
                f"chạy lại với cổng khác, ví dụ PORT={plan.port + 1} make run",
                f"Port {plan.port} is taken or not allowed; "
                f"run again on another, for example PORT={plan.port + 1} make run",
                exit_code=ALREADY_RUNNING,
            ) from None


@contextmanager
def _signals_interrupt() -> Iterator[None]:
    """SIGTERM and a closed terminal stop us in the same way as Ctrl-C."""
    numbers = (signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, signal.default_int_handler) for number in numbers]
    interrupt = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
        signal.signal(signal.SIGINT, interrupt)


def _ignore_signals() -> None:
    """A second Ctrl-C must not leave processes behind: stopping takes seconds and is bounded."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
