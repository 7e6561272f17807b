"""`tinhso run` as a person meets it: real processes, real signals."""

from __future__ import annotations

import http.client
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.config.conftest import reachable_folder
from tests.existing import free_port
from tinhso.config.launch.instance import running_note
from tinhso.config.postgres.embedded import EmbeddedServer

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


class Launched:
    """One `tinhso run` and what it printed."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.lines: list[str] = []
        self._queue: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tinhso.config.cli", "run", "--port", str(port)],
            env={**os.environ, **environ(home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._queue.put(line.rstrip("\n"))
        self.process.stdout.close()

    def until_ready(self, seconds: float = 180) -> None:
        """Collect lines until the one that says `ready`."""
        deadline = time.monotonic() + seconds
        while f"ready http://127.0.0.1:{self.port}" not in self.lines:
            assert self.process.poll() is None or not self._queue.empty(), "\n".join(self.lines)
            try:
                self.lines.append(self._queue.get(timeout=0.2))
            except queue.Empty:
                assert time.monotonic() < deadline, "\n".join(self.lines)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        self._reader.join(timeout=30)
        return code


def environ(home: Path) -> dict[str, str]:
    return {
        "TINHSO_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tinhso.config.settings.development",
        "TINHSO_WEB_WORKERS": "1",
        "TINHSO_LANG": "vi",
    }


def status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def processes_of(home: Path) -> list[int]:
    """Processes started for this data folder, except the database's."""
    wanted = f"TINHSO_HOME={home}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if wanted in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def named(home: Path, module: str) -> list[int]:
    found = []
    for pid in processes_of(home):
        try:
            if module.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
        except OSError:
            continue
    return found


def eventually(check: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture(scope="module")
def loaded_home() -> Iterator[Path]:
    """A data folder that loads its province once, at the first start of this file."""
    with reachable_folder() as folder:
        yield folder / "Tỉnh đang chạy"
        EmbeddedServer(folder / "Tỉnh đang chạy").stop()


@pytest.fixture
def launched(loaded_home: Path) -> Iterator[Launched]:
    """A product that is ready; ended afterwards if the test did not do it."""
    product = Launched(loaded_home, free_port())
    try:
        product.until_ready()
        yield product
    finally:
        product.end(signal.SIGTERM)


@linux
def test_run_says_ready_once_serves_and_leaves_nothing_behind(launched: Launched) -> None:
    home, port = launched.home, launched.port

    assert status(port) == 200
    assert [line for line in launched.lines if line.startswith("ready")] == [
        f"ready http://127.0.0.1:{port}"
    ]
    note = running_note(home)
    assert note is not None
    assert note["address"] == f"http://127.0.0.1:{port}"

    second = subprocess.run(
        [sys.executable, "-m", "tinhso.config.cli", "run", "--port", str(free_port())],
        env={**os.environ, **environ(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 4
    assert f"đang chạy tại http://127.0.0.1:{port}" in second.stderr
    assert status(port) == 200

    assert launched.end(signal.SIGINT) == 0
    assert processes_of(home) == []
    assert EmbeddedServer(home).postmaster() is None
    assert running_note(home) is None


@linux
def test_a_killed_launcher_takes_its_children_along_and_the_next_one_starts(
    launched: Launched,
) -> None:
    home, port = launched.home, launched.port
    assert len(processes_of(home)) >= 4  # launcher, web, its worker, background worker

    launched.end(signal.SIGKILL)
    assert eventually(lambda: processes_of(home) == [])

    again = Launched(home, port)
    try:
        again.until_ready()
        assert status(port) == 200
    finally:
        assert again.end() == 0
    assert EmbeddedServer(home).postmaster() is None


@linux
def test_what_dies_while_running_comes_back(launched: Launched) -> None:
    home, port = launched.home, launched.port
    # "ready" is said when pages are served; the worker may still be starting.
    assert eventually(lambda: len(named(home, "tinhso.config.launch.worker")) == 1)
    (worker,) = named(home, "tinhso.config.launch.worker")
    database = EmbeddedServer(home).postmaster()
    assert database is not None

    os.kill(worker, signal.SIGKILL)
    os.kill(database.pid, signal.SIGKILL)

    assert eventually(lambda: named(home, "tinhso.config.launch.worker") not in ([], [worker]))
    assert eventually(lambda: EmbeddedServer(home).postmaster() not in (None, database))
    assert eventually(lambda: status(port) == 200)


def test_a_second_start_loads_nothing_again(launched: Launched) -> None:
    launched.end()

    again = Launched(launched.home, launched.port)
    try:
        again.until_ready()
    finally:
        again.end()

    # A step that has work says how far it is: "Danh mục thủ tục hành chính: 700/2944".
    assert [line for line in again.lines if re.search(r": \d+/\d+$", line)] == []


def test_a_taken_port_is_refused_before_anything_starts(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])

        done = subprocess.run(
            [sys.executable, "-m", "tinhso.config.cli", "run", "--port", str(port)],
            env={**os.environ, **environ(home)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 4
    assert f"Cổng {port}" in done.stderr
    assert f"PORT={port + 1} make run" in done.stderr
    assert not (home / "postgres").exists()
