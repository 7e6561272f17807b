"""The background process: delivers announced events and runs the queue of jobs."""

from __future__ import annotations

import os
import signal
import sys
import threading

import django

from tinhso.config.launch.following import follow_launcher

_JOBS_AT_ONCE = 2


def main() -> None:
    """Work until SIGTERM or SIGINT; the delivery and the jobs in hand are finished first.

    Exits 1 when one of the two ends by itself, so that whoever started us starts us again.
    """
    follow_launcher()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings.development")
    django.setup()
    # Django's registry must be ready before these can be imported.
    from tinhso.kernel import delivery, jobs  # noqa: PLC0415

    stop, asked = threading.Event(), threading.Event()

    def ask(*_: object) -> None:
        asked.set()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)

    def deliver() -> None:
        try:
            delivery.run_forever(stop)
        finally:
            stop.set()

    delivering = threading.Thread(target=deliver, name="delivery")
    delivering.start()
    try:
        jobs.run_worker(stop, concurrency=_JOBS_AT_ONCE)
    finally:
        stop.set()
        delivering.join()
    sys.exit(0 if asked.is_set() else 1)


if __name__ == "__main__":
    main()
