"""Wicked queries and forms at every page of the URL table: an answer that says why, never 500."""

from __future__ import annotations

import os
from itertools import cycle, islice

import pytest

from tests.access.table import addresses
from tests.fuzz.pages import Page
from tests.fuzz.wicked import FILES, TEXTS

PAGES = sorted(name for name, address in addresses().items() if not address.method)
EVERYTHING = bool(os.environ.get("FUZZ_EVERYTHING"))
"""Every value in every field, for whoever looks for new faults: many minutes."""
ROUNDS = len(TEXTS) if EVERYTHING else 4
MOST_FIELDS = 99 if EVERYTHING else 6
LONGEST_QUERY = 3_000


def _mixed(names: list[str], turn: int) -> list[tuple[str, str]]:
    """Every name with another wicked value each turn; one name twice, one with brackets."""
    values = islice(cycle(TEXTS.values()), turn * 7, None)
    pairs = list(zip(names, values, strict=False))
    return [*pairs, *pairs[:1], *((f"{name}[]", value) for name, value in pairs[:1])]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.django_db
def test_a_page_answers_whatever_it_is_asked_and_sent(name: str) -> None:
    page = Page(name)
    if page.get("asked plainly") != 405:
        _ask(page)
    heard = set(page.read.names)
    first = page.post("an empty form", [("khong-co", "1")])
    is_form = bool(page.read.files or set(page.read.names) - heard) or not heard
    if first != 405 and is_form:
        _send(page)
    assert page.wrong == []


def _ask(page: Page) -> None:
    for turn in range(ROUNDS):
        names = [key for key in page.read.names if key != "as_of"]
        page.get(
            f"query {turn}", [(key, value[:LONGEST_QUERY]) for key, value in _mixed(names, turn)]
        )
    page.get("the first day", [("as_of", "01/01/1800")])
    page.get("the last day", [("as_of", "31/12/2199")])


def _send(page: Page) -> None:
    for turn in range(ROUNDS):
        page.post(f"form {turn}", _mixed([*page.read.names, *page.read.files], turn))
    plain = dict(page.read.names)
    for place, key in enumerate(islice(plain, MOST_FIELDS)):
        texts = list(TEXTS.items())
        chosen = texts if EVERYTHING else [texts[(place * 5 + len(page.path)) % len(texts)]]
        for told, value in chosen:
            page.post(f"{key}: {told}", ((plain | {key: value}).items()))
    for place, key in enumerate(sorted(page.read.files)):
        files = list(FILES.items())
        chosen_files = files if EVERYTHING else [files[(place + len(page.path)) % len(files)]]
        for told, file in chosen_files:
            page.upload(f"{key}: {told}", plain, key, file)
    if not page.refused_without_trace(_mixed([*plain], 2)):
        page.wrong.append("refused, yet something was written")
