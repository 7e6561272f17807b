"""Rows by key: the page after (or before) a row, counted no further than a bound.

Nulls count as the largest value, as PostgreSQL's indexes have them: last when ascending.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, Q, QuerySet

from tinhso.kernel.counts import counts_up_to

CHUNK = 500


@dataclass(frozen=True, slots=True)
class SortKey:
    """A field, path or annotation rows are ordered by."""

    name: str
    descending: bool = False

    @classmethod
    def of(cls, written: str) -> SortKey:
        """ "-due_at" → descending by due_at."""
        return cls(written.removeprefix("-"), written.startswith("-"))

    def reversed(self) -> SortKey:
        return SortKey(self.name, not self.descending)


class Rows(Protocol):
    """What a list needs of its source; query sets and sequences have it from the classes below."""

    def count_up_to(self, most: int) -> int:
        """How many rows there are, but never more than `most`."""

    def after(self, order: Sequence[SortKey], values: Sequence[Any] | None, most: int) -> list[Any]:
        """At most `most` rows in this order, after the row with these values (None: the first)."""

    def each(self, order: Sequence[SortKey]) -> Iterator[Any]:
        """Every row in this order, without holding all of them."""


def value_at(row: Any, path: str) -> Any:
    """`organisation__name` of a row: attributes or items, None where a step is missing."""
    for part in path.split("__"):
        if row is None:
            return None
        row = row.get(part) if isinstance(row, dict) else getattr(row, part)
    return row


class QuerySetRows:
    """Rows of a query set. The order must end in something unique (the list adds `pk`)."""

    def __init__(self, source: QuerySet[Any]) -> None:
        self.source = source

    def count_up_to(self, most: int) -> int:
        return counts_up_to([self.source], most)[0]

    def after(self, order: Sequence[SortKey], values: Sequence[Any] | None, most: int) -> list[Any]:
        found = self.source.order_by(*(_ordering(key) for key in order))
        if values is not None:
            found = found.filter(self._beyond(order, values))
        return list(found[:most])

    def each(self, order: Sequence[SortKey]) -> Iterator[Any]:
        ordered = self.source.order_by(*(_ordering(key) for key in order))
        return iter(ordered.iterator(chunk_size=CHUNK))

    def _beyond(self, order: Sequence[SortKey], values: Sequence[Any]) -> Q:
        """(a beyond x) or (a = x and b beyond y) or …"""
        condition, equal = Q(pk__in=[]), Q()
        for key, value in zip(order, values, strict=True):
            condition |= equal & self._past(key, value)
            equal &= Q(**{f"{key.name}__isnull": True} if value is None else {key.name: value})
        return condition

    def _past(self, key: SortKey, value: Any) -> Q:
        if value is None:
            return Q(**{f"{key.name}__isnull": False}) if key.descending else Q(pk__in=[])
        past = Q(**{f"{key.name}__{'lt' if key.descending else 'gt'}": value})
        if not key.descending and _may_be_null(self.source.model, key.name):
            past |= Q(**{f"{key.name}__isnull": True})
        return past


def _ordering(key: SortKey) -> Any:
    return F(key.name).desc() if key.descending else F(key.name).asc()


def _may_be_null(model: type[Model], path: str) -> bool:
    """Whether some step of the path can be null; annotations are taken to be."""
    if path == "pk":
        return False
    part, _sep, rest = path.partition("__")
    try:
        step = model._meta.get_field(part)
    except FieldDoesNotExist:
        return True
    if getattr(step, "null", True):
        return True
    related = step.related_model
    return bool(rest) and (not isinstance(related, type) or _may_be_null(related, rest))


class ListRows:
    """Rows held in memory: cards another module's `public` returned. For hundreds at most."""

    def __init__(self, source: Sequence[Any]) -> None:
        self.source = source

    def count_up_to(self, most: int) -> int:
        return min(len(self.source), most)

    def after(self, order: Sequence[SortKey], values: Sequence[Any] | None, most: int) -> list[Any]:
        ordered = self._ordered(order)
        if values is not None:
            place = [
                _Comparable(value, key.descending) for key, value in zip(order, values, strict=True)
            ]
            ordered = [row for row in ordered if self._key(row, order) > place]
        return list(islice(ordered, most))

    def each(self, order: Sequence[SortKey]) -> Iterator[Any]:
        return iter(self._ordered(order))

    def _ordered(self, order: Sequence[SortKey]) -> list[Any]:
        return sorted(self.source, key=lambda row: self._key(row, order))

    def _key(self, row: Any, order: Sequence[SortKey]) -> list[_Comparable]:
        return [_Comparable(value_at(row, key.name), key.descending) for key in order]


class _Comparable:
    """A value that compares as the database does: null largest, all turned when descending."""

    __slots__ = ("descending", "value")

    def __init__(self, value: Any, descending: bool) -> None:  # noqa: FBT001 - two plain facts
        self.value, self.descending = value, descending

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Comparable) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: _Comparable) -> bool:
        if self.value == other.value:
            return False
        if self.value is None or other.value is None:
            smaller = other.value is None
        else:
            smaller = bool(self.value < other.value)
        return smaller is not self.descending

    def __gt__(self, other: _Comparable) -> bool:
        return other < self


def rows_of(source: Any) -> Rows:
    """The source as rows: a query set, a sequence, or an object that already is."""
    if isinstance(source, QuerySet):
        return QuerySetRows(source)
    if isinstance(source, list | tuple):
        return ListRows(source)
    rows: Rows = source
    return rows
