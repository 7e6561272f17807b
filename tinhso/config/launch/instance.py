"""One launcher per data folder: the lock, the note of who holds it, and what a killed one left."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from tinhso.config.console import Problem

ALREADY_RUNNING = 4
# Every process of a launch carries the launch's mark in its environment, so that those left by a
# killed launcher are recognised, and nothing else is.
MARK_VARIABLE = "TINHSO_LAUNCH_MARK"
_LEFT_SECONDS = 5.0


class Instance:
    """Holds the data folder for one launcher. Use as a context manager."""

    def __init__(self, home: Path, address: str) -> None:
        self._folder = home / "run"
        self._note = self._folder / "launcher.json"
        self._address = address
        self._descriptor = -1
        self.mark = secrets.token_hex(16)

    def __enter__(self) -> Instance:
        """Take the folder. Raises Problem naming where the running one is."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        self._descriptor = os.open(self._folder / "launcher.lock", flags, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            raise _already_running(running_note(self._folder.parent)) from None
        end_marked(str(_read(self._note).get("mark", "")))
        note = {"pid": os.getpid(), "address": self._address, "mark": self.mark}
        self._note.write_text(json.dumps(note))
        return self

    def __exit__(self, *_: object) -> None:
        end_marked(self.mark)
        self._note.unlink(missing_ok=True)
        os.close(self._descriptor)


def running_note(home: Path) -> dict[str, object] | None:
    """Who runs this data folder now: pid and address; None when nobody does."""
    folder = home / "run"
    try:
        descriptor = os.open(folder / "launcher.lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(folder / "launcher.json")
    finally:
        os.close(descriptor)
    return None


def end_marked(mark: str) -> None:
    """End every process that carries the mark, except ourselves: politely, then at once."""
    for number, patience in ((signal.SIGTERM, _LEFT_SECONDS), (signal.SIGKILL, 1.0)):
        deadline = time.monotonic() + patience
        left = _marked(mark)
        for pid in left:
            _signal(pid, number)
        while left and time.monotonic() < deadline:
            time.sleep(0.05)
            left = _marked(mark)
        if not left:
            return


def _marked(mark: str) -> list[int]:
    if not mark or not sys.platform.startswith("linux"):
        return []
    wanted = f"{MARK_VARIABLE}={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if wanted in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _read(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _already_running(note: dict[str, object] | None) -> Problem:
    address, pid = (note or {}).get("address", "?"), (note or {}).get("pid", "?")
    return Problem(
        "already_running",
        f"Tỉnh Số đang chạy tại {address} (tiến trình {pid}) trên thư mục dữ liệu này",
        f"Tỉnh Số already runs at {address} (process {pid}) on this data folder",
        exit_code=ALREADY_RUNNING,
    )
