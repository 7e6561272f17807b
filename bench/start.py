"""Starting: seconds until `ready` on a loaded data folder that does not run, and memory then."""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.measure import memory_of, say
from tinhso.config.launch.instance import running_note

TURNS = 5


def run() -> None:
    """Start and stop the province of TINHSO_HOME. The first start may have new data to load."""
    home = Path(os.environ["TINHSO_HOME"])
    if running_note(home) is not None:
        raise SystemExit("stop the `make run` of TINHSO_HOME first: its start is measured")
    seconds, memory = zip(*(_once(home) for _turn in range(TURNS + 1)), strict=True)
    say("first start", seconds[0], "s")
    say(f"start, middle of {TURNS}", statistics.median(seconds[1:]), "s")
    say(f"start, slowest of {TURNS}", max(seconds[1:]), "s")
    say("memory after the start", statistics.median(memory), "MB")


def _once(home: Path) -> tuple[float, float]:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "tinhso.config.cli", "run", "--port", str(_free_port())],
        env={**os.environ, "TINHSO_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None  # noqa: S101 - asked for above
    try:
        for line in process.stdout:
            if line.startswith("ready "):
                return time.perf_counter() - began, memory_of(home)
        raise SystemExit("the province did not start")
    finally:
        process.send_signal(signal.SIGTERM)
        process.stdout.read()
        process.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
