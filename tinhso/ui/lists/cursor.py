"""The opaque place in a list that stands in the address: signed, so nobody can invent one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core import signing

_READ: dict[str, Any] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "n": Decimal,
    "u": UUID,
    "p": lambda value: value,
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """The sort values of a row, the way to go from it, the number of the first row there."""

    values: tuple[Any, ...]
    is_back: bool
    first: int


def write(cursor: Cursor, salt: str) -> str:
    """The cursor as a word of the address; it is only good for the list and order of the salt."""
    body = [[_mark(value) for value in cursor.values], int(cursor.is_back), cursor.first]
    return signing.dumps(body, salt=f"tinhso.ui.lists:{salt}", compress=True)


def read(written: str, salt: str, keys: Sequence[Any]) -> Cursor | None:
    """The cursor, or None when it is not ours, or of another order: then the list starts over."""
    if not written:
        return None
    try:
        marked, is_back, first = signing.loads(written, salt=f"tinhso.ui.lists:{salt}")
        values = tuple(_READ[kind](value) for kind, value in marked)
    except (signing.BadSignature, ValueError, KeyError, TypeError, ArithmeticError):
        return None
    if len(values) != len(keys):
        return None
    return Cursor(values, bool(is_back), int(first))


def _mark(value: Any) -> tuple[str, Any]:
    if isinstance(value, datetime):
        return "t", value.isoformat()
    if isinstance(value, date):
        return "d", value.isoformat()
    if isinstance(value, Decimal):
        return "n", str(value)
    if isinstance(value, UUID):
        return "u", str(value)
    return "p", value
