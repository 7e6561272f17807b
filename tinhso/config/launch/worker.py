"""The background process: delivers announced events and runs the queue of jobs."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import AbstractContextManager, nullcontext

import django
from procrastinate import App

from tinhso.config.launch.following import follow_launcher

_JOBS_AT_ONCE = 4


def main() -> None:
    """Work until SIGTERM or SIGINT; the job and the delivery in hand are finished first."""
    follow_launcher()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings.development")
    django.setup()
    # Django's registry must be ready before these can be imported.
    from tinhso.kernel import delivery  # noqa: PLC0415

    stop = threading.Event()
    delivering = threading.Thread(target=delivery.run_forever, args=(stop,), name="delivery")
    delivering.start()
    try:
        asyncio.run(_jobs(delivering))
    finally:
        stop.set()
        delivering.join()


async def _jobs(delivering: threading.Thread) -> None:
    """Run the queue; end with an error when the delivery has ended, so that we are restarted."""
    from procrastinate.contrib.django import app, django_connector  # noqa: PLC0415

    context: AbstractContextManager[App] = nullcontext(app)
    if isinstance(app.connector, django_connector.DjangoConnector):
        context = app.replace_connector(app.connector.get_worker_connector())
    with context as ready:
        async with ready.open_async():
            queue = asyncio.create_task(
                ready.run_worker_async(
                    concurrency=_JOBS_AT_ONCE, install_signal_handlers=False, name="tinhso"
                )
            )
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, queue.cancel)
            watch = asyncio.create_task(_watch(delivering))
            done, _ = await asyncio.wait({queue, watch}, return_when=asyncio.FIRST_COMPLETED)
            watch.cancel()
            queue.cancel()
            await asyncio.gather(queue, return_exceptions=True)
            for task in done:
                if not task.cancelled():
                    task.result()


async def _watch(delivering: threading.Thread) -> None:
    while delivering.is_alive():
        await asyncio.sleep(1)
    raise RuntimeError("The delivery of events has ended.")


if __name__ == "__main__":
    main()
