"""Timing of many clients, percentiles, memory of a process tree, rows on the screen."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path


class PageError(RuntimeError):
    """An answer that is not the page that was to be measured."""


def say(figure: str, value: float, unit: str) -> None:
    """Print one row."""
    print(f"{figure}: {value:.2f} {unit}", flush=True)


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def timed(clients: int, each: int, action: Callable[[int], object]) -> tuple[list[float], float]:
    """Milliseconds of every call of `clients` threads that call it `each` times; calls a second."""
    times: list[float] = []
    problems: list[BaseException] = []

    def work(client: int) -> None:
        try:
            for turn in range(each):
                began = time.perf_counter()
                action(client * each + turn)
                times.append((time.perf_counter() - began) * 1000)
        except BaseException as problem:  # noqa: BLE001 - shown by the thread that waits
            problems.append(problem)

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return times, len(times) / (time.perf_counter() - began)


def report(figure: str, clients: int, each: int, action: Callable[[int], object]) -> float:
    """Measure, print p50, p95, p99 and the rate; return p50 in milliseconds."""
    times, rate = timed(clients, each, action)
    for share in (50, 95, 99):
        say(f"{figure} p{share} ({clients} clients)", percentile(times, share / 100), "ms")
    say(f"{figure} rate ({clients} clients)", rate, "1/s")
    return percentile(times, 0.5)


class Browser:
    """One keep-alive connection for each thread, with a session's cookie."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie, self._here = port, cookie, threading.local()

    def get(self, path: str) -> bytes:
        """The body of a page. Raises PageError for anything but 200."""
        return self.ask("GET", path, None, {}, expected=200)

    def ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], expected: int
    ) -> bytes:
        """The body of an answer. Raises PageError for another status."""
        connection = getattr(self._here, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            self._here.connection = connection
        connection.request(method, path, body, {"Cookie": self._cookie, **headers})
        answer = connection.getresponse()
        read = bytes(answer.read())
        if answer.status != expected:
            raise PageError(f"{method} {path}: {answer.status} {read[:200]!r}")
        return read


def memory_of(home: Path) -> float:
    """MB that the product's processes and its database hold, shared pages counted once (PSS)."""
    total = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _belongs(entry, home):
            total += _pss(entry)
    return total / 1024


def _belongs(entry: Path, home: Path) -> bool:
    try:
        if f"TINHSO_HOME={home}".encode() in (entry / "environ").read_bytes().split(b"\0"):
            return b"-m\0bench" not in (entry / "cmdline").read_bytes()
        return str((entry / "cwd").readlink()).startswith(str(home))
    except OSError:
        return False


def _pss(entry: Path) -> int:
    try:
        for line in (entry / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
