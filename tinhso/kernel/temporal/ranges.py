"""Spans of days and what a change does to the facts that hold in them. Pure; no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` up to and without `end`; None is an open end. Never empty."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(f"a span ends after it starts: {self.start}–{self.end}")

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: Span) -> bool:
        """Whether some day lies in both."""
        return self.common(other) is not None

    def common(self, other: Span) -> Span | None:
        """The days in both, None when there are none."""
        start = max((s for s in (self.start, other.start) if s is not None), default=None)
        end = min((e for e in (self.end, other.end) if e is not None), default=None)
        if start is not None and end is not None and start >= end:
            return None
        return Span(start, end)

    def without(self, other: Span) -> tuple[Span, ...]:
        """What is left of this span outside the other: none, one or two spans, in order."""
        if not self.overlaps(other):
            return (self,)
        left = []
        if other.start is not None and (self.start is None or self.start < other.start):
            left.append(Span(self.start, other.start))
        if other.end is not None and (self.end is None or other.end < self.end):
            left.append(Span(other.end, self.end))
        return tuple(left)


EVER = Span()


def day_span(day: date) -> Span:
    """That one day."""
    return Span(day, date.fromordinal(day.toordinal() + 1))


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A value that holds in a span."""

    span: Span
    value: T


@dataclass(frozen=True, slots=True)
class Rewritten(Generic[T]):
    """What a change does: pieces that stop being known, and pieces that are known instead."""

    closed: tuple[Piece[T], ...]
    written: tuple[Piece[T], ...]


def rewrite(
    pieces: Iterable[Piece[T]], span: Span, change: Callable[[T], T | None]
) -> Rewritten[T]:
    """Apply `change` to whatever holds within the span, leaving the days outside as they are.

    `change` answers the new value, or None where nothing holds any more. Pieces that the change
    leaves equal are not touched. Days on which nothing held stay empty.
    """
    closed: list[Piece[T]] = []
    written: list[Piece[T]] = []
    for piece in pieces:
        inside = piece.span.common(span)
        if inside is None:
            continue
        value = change(piece.value)
        if value == piece.value:
            continue
        closed.append(piece)
        written += [Piece(left, piece.value) for left in piece.span.without(span)]
        if value is not None:
            written.append(Piece(inside, value))
    return Rewritten(tuple(closed), tuple(written))
