"""Debian's Chromium, and the event loop of its driver, which must not be in the way of others."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A browser that is gone afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class _Loop:
    """The loop that the driver leaves running in the main thread for as long as it lives.

    Django refuses the database to whoever seems to run inside a loop. A browser that outlives a
    test would therefore fail every other test of the worker: between browser tests it is hidden.
    """

    def __init__(self) -> None:
        self._held: asyncio.AbstractEventLoop | None = None

    @contextmanager
    def shown(self) -> Iterator[None]:
        """For one test that uses the browser; there Django is told that it may."""
        os.environ[UNSAFE] = "1"
        asyncio._set_running_loop(self._held)
        try:
            yield
        finally:
            self._held = asyncio._get_running_loop()
            asyncio._set_running_loop(None)
            del os.environ[UNSAFE]

    def shown_for_good(self) -> None:
        """When the browser goes, which may be after a test that has none."""
        if self._held is not None:
            asyncio._set_running_loop(self._held)

    def forget(self) -> None:
        """Once the driver is gone."""
        asyncio._set_running_loop(None)
        self._held = None


loop = _Loop()
