"""The one harness of all browser tests: Chromium and the application, each started once per worker.

A test asks for `site` (the application on a database of its own), `context` (a browser window of
its own) and `looks` (what every page owes); `bare_site` is enough for pages without a database.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.plugins.browser.chromium import CHROMIUM, loop, running_browser
from tests.plugins.browser.owed import AXE, Looks
from tests.plugins.browser.serving import serving

ROOT = Path(__file__).parents[3]
BUILT = ROOT / "build" / "static" / "ui" / "tinhso.css"
PICTURES = ROOT / "screenshots" / "failed"


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for the browser drives one."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Keep the loop of the browser's driver out of the tests that have no browser."""
    if "browser" not in getattr(item, "fixturenames", ()):
        return (yield)
    with loop.shown():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure, so that the pages it happened on are pictured."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[_FAILED] = True
    return report


def close(context: BrowserContext, item: pytest.Item, name: str = "") -> None:
    """Close a window; pictures of its pages stay when the test failed."""
    with suppress(Error):
        if item.stash.get(_FAILED, False):
            PICTURES.mkdir(parents=True, exist_ok=True)
            for number, page in enumerate(context.pages):
                page.screenshot(path=PICTURES / f"{item.name[:60]}-{name}{number}.png")
        context.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this worker; every test opens windows of its own in it."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine")
    if not AXE.exists():
        pytest.skip("npm ci in frontend/ brings axe-core")
    if not BUILT.exists():
        pytest.skip("the frontend is not built (npm run build)")
    with running_browser() as browser:
        yield browser
        loop.shown_for_good()
    loop.forget()


@pytest.fixture(scope="session")
def looks() -> Looks:
    """What every page owes, and what was looked at already by this worker."""
    return Looks()


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A window of one's own: no cookies, nothing kept."""
    opened = browser.new_context(bypass_csp=True)  # axe is put into the pages by hand
    opened.set_default_timeout(20_000)
    yield opened
    close(opened, request.node)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page in that window."""
    return context.new_page()


@pytest.fixture(scope="session")
def bare_site() -> Iterator[str]:
    """Address of the real application on a free port, on whatever database is in use."""
    with serving() as address:
        yield address


@pytest.fixture
def site(committed_db: str, bare_site: str) -> Iterator[str]:
    """Address of the application, with a database that is this test's own."""
    yield bare_site
    # Under the driver's loop Django keeps connections apart; nobody else would close them.
    connections.close_all()


_FAILED = pytest.StashKey[bool]()
