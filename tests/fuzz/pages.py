"""One page under fuzz: sends what it is told to, undoes it, and collects what went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote_plus

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.access.table import addresses, rows
from tests.fuzz.people import House
from tests.fuzz.readers import Read, listening
from tests.fuzz.wicked import SCRIPT

NOT_COUNTED = (
    "kernel_auditentry",
    "kernel_audithead",
    "django_session",
    "identity_account",
    "usersessions_usersession",
)
"""What also a refused request may write: its audit line, its session, the day of activity."""
FORM = "application/x-www-form-urlencoded"
Pairs = Iterable[tuple[str, str]]


class Page:
    """An address, somebody who gets in, and the names the page was heard to read."""

    def __init__(self, name: str, house: House) -> None:
        row = rows()[name]
        self.browser: Client = house.visitor(name, row)
        self.path = addresses()[name].filled(house.things(addresses()[name], row))
        self.query = row.query
        self.read = Read()
        self.wrong: list[str] = []

    def get(self, told: str, pairs: Pairs = ()) -> int:
        """Ask with a query; the status, 500 for an exception."""
        query = encoded(pairs) or self.query
        return self._ask(told, lambda: self.browser.get(f"{self.path}?{query}"))

    def post(self, told: str, pairs: Pairs) -> int:
        """Send a form as a browser does."""
        body = encoded(pairs).encode()
        return self._ask(told, lambda: self.browser.post(self.path, body, content_type=FORM))

    def upload(self, told: str, values: dict[str, str], key: str, file: tuple[str, bytes]) -> int:
        """Send a form with a file."""
        name, content = file
        sent: dict[str, Any] = {**values, key: SimpleUploadedFile(name, content)}
        return self._ask(told, lambda: self.browser.post(self.path, sent))

    def _ask(self, told: str, act: Any) -> int:
        cache.clear()
        try:
            with transaction.atomic():
                with listening(self.read):
                    answer = act()
                self._look_at(told, answer)
                transaction.set_rollback(True)
        except Exception as failure:  # noqa: BLE001 - whatever it is, people would see 500
            self.wrong.append(f"{told}: {type(failure).__name__}: {str(failure)[:300]}")
            return 500
        return int(answer.status_code)

    def _look_at(self, told: str, answer: HttpResponseBase) -> None:
        if answer.status_code in (500, 501, 502):
            self.wrong.append(f"{told}: {answer.status_code}")
        if answer.status_code == 302:
            # What was kept is shown somewhere: there, too, it must be harmless.
            self._look_at(told, self.browser.get(answer["Location"].partition("#")[0]))
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if is_page and SCRIPT.encode() in _content(answer):
            self.wrong.append(f"{told}: a script stands in the page")

    def refused_without_trace(self, pairs: Pairs) -> bool:
        """Whether the form is refused with nothing written; True also when it is accepted."""
        body = encoded(pairs).encode()
        cache.clear()
        with transaction.atomic():
            before = fingerprint()
            answer = self.browser.post(self.path, body, content_type=FORM)
            same = answer.status_code < 400 or before == fingerprint()
            transaction.set_rollback(True)
        return same


def _content(answer: HttpResponseBase) -> bytes:
    if getattr(answer, "streaming", False):
        return b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return bytes(answer.content)  # type: ignore[attr-defined]


def encoded(pairs: Pairs) -> str:
    """A query or body; half letters go out as the bytes they stand for."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


def _quoted(text: str) -> str:
    return quote_plus(text, errors="surrogateescape")


def fingerprint() -> str:
    """One text for everything in the database that a refused request must leave alone."""
    tables = sorted(set(connection.introspection.table_names()) - set(NOT_COUNTED))
    sums = " UNION ALL ".join(
        f"SELECT '{table}', count(*), sum(hashtext(t::text)) FROM {table} t"  # noqa: S608
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(sums)
        return str(cursor.fetchall())
