"""Wicked forms and queries at every page of the URL table: an answer that says why, never 500."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.access.table import addresses, rows
from tests.fuzz.people import allowed_browser, things_of
from tests.fuzz.readers import Read, listening
from tests.fuzz.wicked import FILES, SCRIPT, TEXTS

PAGES = sorted(name for name, address in addresses().items() if not address.method)
EVERYTHING = bool(os.environ.get("FUZZ_EVERYTHING"))
"""Every value in every field, for whoever looks for new faults: many minutes."""
FIRST = {"khong-co": "1"}


class Fuzzer:
    """One address, one browser: what it is sent, and what was wrong with the answers."""

    def __init__(self, name: str) -> None:
        address, row = addresses()[name], rows()[name]
        self.browser: Client = allowed_browser(name, row)
        self.path = address.filled(things_of(address, row))
        self.query = row.query
        self.read = Read()
        self.wrong: list[str] = []
        self.allowed = 0

    def ask(self, told: str, body: bytes | dict[str, Any] | None, query: str = "") -> int:
        """Send it, undo what it did, look at the answer; the status, 500 for an exception."""
        cache.clear()
        path = f"{self.path}?{query}" if query else self.path
        try:
            with transaction.atomic(), listening(self.read):
                answer = self._sent(path, body)
                content = _content(answer)
                transaction.set_rollback(True)
        except Exception as failure:  # noqa: BLE001 - whatever it is, people would see 500
            self.wrong.append(f"{told}: {type(failure).__name__}: {str(failure)[:300]}")
            return 500
        if answer.status_code >= 500 and answer.status_code != 503:
            self.wrong.append(f"{told}: {answer.status_code}")
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if is_page and SCRIPT.encode() in content:
            self.wrong.append(f"{told}: a script stands in the page")
        return answer.status_code

    def _sent(self, path: str, body: bytes | dict[str, Any] | None) -> HttpResponseBase:
        if body is None:
            return self.browser.get(path)
        if isinstance(body, bytes):
            return self.browser.post(
                path, body, content_type="application/x-www-form-urlencoded"
            )
        return self.browser.post(path, body)


def _content(answer: HttpResponseBase) -> bytes:
    if getattr(answer, "streaming", False):
        return b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return bytes(answer.content)  # type: ignore[attr-defined]


def _encoded(pairs: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> str:
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


def _quoted(text: str) -> str:
    return quote_plus(text, errors="surrogateescape")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.django_db
def test_a_page_asked_with_wicked_queries_answers(name: str) -> None:
    fuzzer = Fuzzer(name)
    fuzzer.ask("nothing", None, fuzzer.query)
    for told, value in TEXTS.items():
        names = [*fuzzer.read.names, "as_of"] if told.endswith(("year", "day")) else [*fuzzer.read.names]
        fuzzer.ask(told, None, _encoded([(key, value[:3000]) for key in names if key != "as_of" or told in ("last year", "first year")]))
    assert fuzzer.wrong == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.django_db
def test_a_page_sent_wicked_forms_answers(name: str) -> None:
    fuzzer = Fuzzer(name)
    if fuzzer.ask("first", FIRST) == 405:
        return
    for told, value in TEXTS.items():
        fuzzer.ask(told, _encoded([(key, value) for key in [*fuzzer.read.names, *fuzzer.read.files, "khong-co"]]).encode())
    names = fuzzer.read.names
    for told, (filename, content) in FILES.items():
        for key in [*fuzzer.read.files]:
            fuzzer.ask(f"{key}: {told}", {**names, key: SimpleUploadedFile(filename, content)})
    for key in [*names]:
        for told, value in TEXTS.items():
            pairs = [(other, value if other == key else plain) for other, plain in names.items()]
            fuzzer.ask(f"{key}: {told}", _encoded(pairs).encode())
    assert fuzzer.wrong == []
