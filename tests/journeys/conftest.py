"""One province for all journeys, and the people who use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.province import People, Province, running_province
from tests.journeys.visitor import Visitor
from tests.plugins.browser import close
from tests.plugins.browser.owed import Looks

As = Callable[[str], Visitor]


@pytest.fixture(scope="package")
def province() -> Iterator[Province]:
    """The running product; gone when the last journey is."""
    with running_province() as province:
        yield province


@pytest.fixture(scope="package")
def people(browser: Browser, province: Province) -> People:
    """The sample people."""
    return People(browser, province.address, province.people())


@pytest.fixture
def as_(people: People, looks: Looks, request: pytest.FixtureRequest) -> Iterator[As]:
    """A visitor signed in as a sample person; `as_("")` is not signed in."""
    opened: list[tuple[str, Visitor]] = []

    def visitor(username: str) -> Visitor:
        found = Visitor(people.context(username).new_page(), looks)
        opened.append((username, found))
        return found

    yield visitor
    for username, one in opened:
        close(one.page.context, request.node, f"{username}-")
