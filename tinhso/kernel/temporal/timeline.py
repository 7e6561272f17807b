"""Changes of temporal tables: close what was known, write what is known now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import DateTimeField, F, Func, Value
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import Conflict
from tinhso.kernel.temporal.ranges import Piece, Span, rewrite
from tinhso.kernel.temporal.version import Version

V = TypeVar("V", bound=Version)

# What makes a row a row of its own; the rest is what it says.
_OWN = frozenset({"id", "validity", "recorded", "recorded_by", "end_decision"})


class RecordedLater(Conflict):
    """The change claims to be written before what it changes: a clock is wrong."""

    code = "recorded_later"
    message = _("Nội dung này đã được ghi nhận sau thời điểm của thay đổi.")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, when, by which decision."""

    by: Actor
    at: datetime
    decision: str = ""

    @property
    def recorded(self) -> DateTimeTZRange:
        """Known from now on."""
        return DateTimeTZRange(self.at, None)


def date_range(span: Span) -> DateRange:
    """A span as the database keeps it."""
    return DateRange(span.start, span.end)


def span_of(validity: DateRange) -> Span:
    """A validity read from the database as a span."""
    return Span(validity.lower, validity.upper)


def _nothing(said: Mapping[str, object]) -> None:
    """Whatever was said no longer holds."""


class Timeline(Generic[V]):
    """The currently known versions of one key.

    Timeline(AreaVersion, area_id=7).revise(Span(day, None), {"name": "Hạc Thành"}, stamp)
    """

    def __init__(self, model: type[V], **key: object) -> None:
        self._model = model
        self._key = key

    def revise(self, span: Span, changes: Mapping[str, object], stamp: Stamp) -> list[V]:
        """Change some values of whatever holds within the span; other days and values stay.

        Days on which nothing held stay empty. Returns the rows written within the span.
        """
        decided = {"decision": stamp.decision, **changes}

        def change(said: Mapping[str, object]) -> Mapping[str, object]:
            if all(said[name] == value for name, value in changes.items()):
                return said
            return {**said, **decided}

        return self._rewrite(span, change, stamp)

    def replace(self, span: Span, values: Mapping[str, object], stamp: Stamp) -> V:
        """Make the values hold on every day of the span, whatever was said of those days before."""
        self._rewrite(span, _nothing, stamp)
        return self._write(Piece(span, {"decision": stamp.decision, **values}), stamp, "")

    def end(self, day: date, stamp: Stamp) -> None:
        """Let nothing hold from that day on; what held before says by which decision it ended."""
        self.clear(Span(day, None), stamp)

    def clear(self, span: Span, stamp: Stamp) -> None:
        """Let nothing hold within the span."""
        self._rewrite(span, _nothing, stamp)

    def rows(self) -> list[V]:
        """The currently known versions in order of validity; locked until the transaction ends."""
        found = self._model._default_manager.select_for_update(of=("self",)).filter(
            recorded__upper_inf=True, **self._key
        )
        return sorted(found, key=lambda row: row.valid_from or date.min)

    def _rewrite(
        self,
        span: Span,
        change: Callable[[Mapping[str, object]], Mapping[str, object] | None],
        stamp: Stamp,
    ) -> list[V]:
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("a change of history needs a transaction")
        rows = self.rows()
        pieces = [self._piece(row) for row in rows]
        by_piece = {id(piece): row for piece, row in zip(pieces, rows, strict=True)}
        result = rewrite(pieces, span, change)
        for piece in result.closed:
            self._close(by_piece[id(piece)], stamp)
        # An end that was there keeps its decision; an end made by this change has the stamp's.
        ends = {row.valid_to: row.end_decision for row in rows} | {None: ""}
        written = [
            (piece, self._write(piece, stamp, ends.get(piece.span.end, stamp.decision)))
            for piece in result.written
        ]
        return [row for piece, row in written if piece.span.common(span) is not None]

    def _piece(self, row: V) -> Piece[Mapping[str, object]]:
        said = {
            field.attname: getattr(row, field.attname)
            for field in self._model._meta.concrete_fields
            if field.name not in _OWN and field.attname not in self._key
        }
        return Piece(span_of(row.validity), said)

    def _close(self, row: V, stamp: Stamp) -> None:
        """Known until now. A row written at this same moment was never known."""
        if row.recorded.lower > stamp.at:
            raise RecordedLater
        known = DateTimeTZRange(row.recorded.lower, stamp.at)
        self._model._default_manager.filter(pk=row.pk).update(recorded=known)

    def _write(self, piece: Piece[Mapping[str, object]], stamp: Stamp, end_decision: str) -> V:
        row: V = self._model._default_manager.create(  # type: ignore[assignment]  # of this model
            **self._key,
            **piece.value,
            validity=date_range(piece.span),
            recorded=stamp.recorded,
            recorded_by=stamp.by.name,
            end_decision=end_decision,
        )
        return row


def end_many(
    model: type[V], key: str, ids: Iterable[int], day: date, stamp: Stamp
) -> list[tuple[V, bool]]:
    """Let nothing hold from that day on for many keys at once; three statements, not three a key.

    Returns the versions that were closed, each with whether it held on the day (or only later).
    """
    rows = list(
        model._default_manager.select_for_update(of=("self",))
        .filter(recorded__upper_inf=True, **{f"{key}__in": set(ids)})
        .exclude(validity__fully_lt=DateRange(day, None))
        .order_by("id")
    )
    if any(row.recorded.lower > stamp.at for row in rows):
        raise RecordedLater
    model._default_manager.filter(pk__in=[row.pk for row in rows]).update(
        recorded=Func(
            Func(F("recorded"), function="lower"),
            Value(stamp.at, DateTimeField()),
            function="tstzrange",
        )
    )
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if field.attname not in ("id", "validity", "recorded", "recorded_by", "end_decision")
    ]
    model._default_manager.bulk_create(
        (
            model(
                **{name: getattr(row, name) for name in names},
                validity=DateRange(row.valid_from, day),
                recorded=stamp.recorded,
                recorded_by=stamp.by.name,
                end_decision=stamp.decision,
            )
            for row in rows
            if row.valid_from is None or row.valid_from < day
        ),
        batch_size=2_000,
    )
    return [(row, row.valid_from is None or row.valid_from <= day) for row in rows]
