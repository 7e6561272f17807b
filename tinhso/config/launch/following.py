"""A child of the launcher ends when the launcher does, also when that one is killed at once."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

PARENT_VARIABLE = "TINHSO_LAUNCHER"
_PR_SET_PDEATHSIG = 1
_WATCH_SECONDS = 1.0


def follow_launcher() -> None:
    """Ask to be ended with the launcher that started us; nothing when a person started us.

    Call it early, from the main thread of the child.
    """
    launcher = os.environ.pop(PARENT_VARIABLE, "")
    if not launcher:
        return
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(int(launcher),), daemon=True).start()
    if os.getppid() != int(launcher):  # it ended before we could ask
        sys.exit(1)


def _watch(launcher: int) -> None:
    while os.getppid() == launcher:
        time.sleep(_WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
