"""The long-running processes of the launcher: started, watched, started again, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tinhso.config.console import Problem
from tinhso.config.launch.following import PARENT_VARIABLE

_GRACE_SECONDS = 25  # longer than the 20 s that running jobs get
_RESTARTS_PER_MINUTE = 5
_LOG_LIMIT = 10 * 1024 * 1024


class Child:
    """One child process: `python -m module arguments`, in a session of its own."""

    def __init__(
        self, name: str, module: str, *arguments: str, environ: dict[str, str], log: Path | None
    ) -> None:
        """`log` takes what it says; None lets it speak on our standard error."""
        self.name = name
        self._command = [sys.executable, "-m", module, *arguments]
        self._environ = {**environ, PARENT_VARIABLE: str(os.getpid())}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._starts: list[float] = []

    def start(self) -> None:
        """Start it. Its own session keeps the Ctrl-C of the terminal for the launcher."""
        self._starts = [at for at in self._starts if at > time.monotonic() - 60]
        self._starts.append(time.monotonic())
        if self._log is None:
            self._spawn(sys.stderr.fileno())
            return
        if self._log.exists() and self._log.stat().st_size > _LOG_LIMIT:
            self._log.replace(self._log.with_suffix(".old.log"))
        descriptor = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self._spawn(descriptor)
        finally:
            os.close(descriptor)

    def _spawn(self, output: int) -> None:
        self._process = subprocess.Popen(
            self._command,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )

    @property
    def ended(self) -> bool:
        """Whether it was started and is gone."""
        return self._process is not None and self._process.poll() is not None

    def revive(self) -> None:
        """Start it again when it is gone. Raises Problem when it does not stay."""
        if not self.ended:
            return
        if len(self._starts) >= _RESTARTS_PER_MINUTE:
            raise self.failed()
        self.start()

    def failed(self) -> Problem:
        """Why we give up, with the end of what it said."""
        said = ""
        if self._log is not None and self._log.exists():
            lines = self._log.read_text(errors="replace").splitlines()[-8:]
            said = "\n" + "\n".join(lines)
        return Problem(
            "process_keeps_ending",
            f"Tiến trình {self.name} không đứng vững{said}",
            f"Process {self.name} does not stay up{said}",
        )

    def ask_to_stop(self) -> None:
        """Ask for an orderly end; `stop` waits for it."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """End it: after its work in hand, at once when that takes too long."""
        if self._process is None:
            return
        self.ask_to_stop()
        try:
            self._process.wait(timeout=_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
