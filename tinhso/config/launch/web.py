"""The web process: granian serving the WSGI application on two worker processes."""

from __future__ import annotations

import argparse

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from tinhso.config.launch.following import follow_launcher


def main() -> None:
    """Serve until told to stop; a worker that dies is replaced."""
    options = argparse.ArgumentParser()
    options.add_argument("--bind", required=True)
    options.add_argument("--port", required=True, type=int)
    options.add_argument("--workers", required=True, type=int)
    chosen = options.parse_args()
    follow_launcher()
    Granian(
        "tinhso.config.wsgi:application",
        address=chosen.bind,
        port=chosen.port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=chosen.workers,
        blocking_threads=2,
        # A thread keeps its database connection; an idle one keeps the thread.
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=8,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
