"""Wicked queries and forms at every page of the URL table: an answer that says why, never 500."""

from __future__ import annotations

import os
from itertools import cycle, islice

import pytest

from tests.access.table import addresses
from tests.fuzz.pages import Page
from tests.fuzz.people import House
from tests.fuzz.wicked import FILES, TEXTS

PAGES = sorted(name for name, address in addresses().items() if not address.method)
EVERYTHING = bool(os.environ.get("FUZZ_EVERYTHING"))
"""Every value in every field, for whoever looks for new faults: many minutes."""
ROUNDS = len(TEXTS) if EVERYTHING else 2
MOST_FIELDS = 99 if EVERYTHING else 3
LONGEST_QUERY = 3_000
OFTEN_SEEN = ("01/01/1800", "31/12/2199", "31/02/2026", "0000-00-00")


@pytest.mark.parametrize(("name", "place"), [(name, place) for place, name in enumerate(PAGES)])
def test_a_page_answers_whatever_it_is_asked_and_sent(name: str, place: int, house: House) -> None:
    page = Page(name, house)
    if page.get("asked plainly") != 405:
        _ask(page, place)
    heard = set(page.read.names)
    first = page.post("an empty form", [("khong-co", "1")])
    if first != 405 and (page.read.files or set(page.read.names) - heard or not heard):
        _send(page, place)
    assert page.wrong == []


def _ask(page: Page, place: int) -> None:
    for turn in range(ROUNDS):
        names = [key for key in page.read.names if key != "as_of"]
        pairs = [(key, value[:LONGEST_QUERY]) for key, value in _mixed(names, place + turn)]
        page.get(f"query {turn}", [*pairs, ("as_of", OFTEN_SEEN[(place + turn) % 4])])


def _send(page: Page, place: int) -> None:
    for turn in range(ROUNDS):
        page.post(f"form {turn}", _mixed([*page.read.names, *page.read.files], place + turn))
    plain, texts, files = dict(page.read.names), list(TEXTS.items()), list(FILES.items())
    for number, key in enumerate(islice(plain, MOST_FIELDS)):
        chosen = texts if EVERYTHING else [texts[(number * 5 + place) % len(texts)]]
        for told, value in chosen:
            page.post(f"{key}: {told}", (plain | {key: value}).items())
    for number, key in enumerate(sorted(page.read.files)):
        kinds = files if EVERYTHING else [files[(number + place) % len(files)]]
        for told, file in kinds:
            page.upload(f"{key}: {told}", plain, key, file)
    if not page.refused_without_trace(_mixed([*plain], place)):
        page.wrong.append("refused, yet something was written")


def _mixed(names: list[str], turn: int) -> list[tuple[str, str]]:
    """Every name with another wicked value each turn; one name twice, one with brackets."""
    values = islice(cycle(TEXTS.values()), turn * 7 % len(TEXTS), None)
    pairs = list(zip(names, values, strict=False))
    return [*pairs, *pairs[:1], *((f"{name}[]", value) for name, value in pairs[:1])]
