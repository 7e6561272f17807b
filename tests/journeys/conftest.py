"""One province for all journeys, one browser, and the people who use them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.province import CHROMIUM, People, Province, running_browser, running_province
from tests.journeys.visitor import AXE, Visitor

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "screenshots" / "failed"
As = Callable[[str], Visitor]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every journey drives a browser; tests/plugins/one_worker.py keeps them together."""
    item.add_marker(pytest.mark.browser)


# Package, not session: a worker goes on with other tests afterwards, and the event loop of the
# browser would keep them from the database.
@pytest.fixture(scope="package")
def province() -> Iterator[Province]:
    """The running product."""
    with running_province() as province:
        yield province


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The browser that all people share, each in a context of their own."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine")
    if not AXE.exists():
        pytest.skip("npm ci in frontend/ brings axe-core")
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="package")
def people(browser: Browser, province: Province) -> People:
    """The sample people."""
    return People(browser, province.address, province.people())


@pytest.fixture
def as_(people: People, request: pytest.FixtureRequest) -> Iterator[As]:
    """A visitor signed in as a sample person; `as_("")` is not signed in."""
    opened: list[tuple[str, Visitor]] = []

    def visitor(username: str) -> Visitor:
        found = Visitor(people.context(username).new_page())
        opened.append((username, found))
        return found

    yield visitor
    for username, one in opened:
        if request.node.stash.get(_FAILED, False):
            PICTURES.mkdir(parents=True, exist_ok=True)
            one.page.screenshot(path=PICTURES / f"{request.node.name[:60]}-{username}.png")
        one.page.context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure, so that the pages it happened on are pictured."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[_FAILED] = True
    return report


_FAILED = pytest.StashKey[bool]()
