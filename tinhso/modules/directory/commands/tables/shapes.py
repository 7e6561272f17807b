"""What the tables share: one row as an entry, the labels of a file, the engine that takes it over.

A file names identities by a label of its own (`nhom`): rows with one label are versions of one
thing. A label means nothing outside its file; which thing it is, is found by code and day.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.db import IntegrityError, transaction

from tinhso.kernel.temporal import Span, Stamp, Timeline, Version
from tinhso.modules.directory.rules.tables import Cells, Refused, Report, Row


@dataclass
class Labels:
    """Ids of areas, organisations, positions by the labels of the files read so far."""

    area: dict[str, int] = field(default_factory=dict)
    organisation: dict[str, int] = field(default_factory=dict)
    position: dict[str, int] = field(default_factory=dict)
    province: dict[int, int] = field(default_factory=dict)
    """Area id → the province it lies in, as far as this file says it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, read: which thing, for which days, with which values."""

    number: int
    label: str
    span: Span
    values: Mapping[str, Any]
    decision: str
    key: Mapping[str, Any] | None = None
    """The timeline's key where the row says it itself; else found from the label's rows."""


class Table(ABC):
    """One CSV file and the temporal table behind it."""

    file: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    required: ClassVar[tuple[str, ...]]
    model: ClassVar[type[Version]]

    @abstractmethod
    def export(self, known: Iterable[Any]) -> Iterator[tuple[object, ...]]:
        """Rows of the file for the versions known now."""

    @abstractmethod
    def read(self, cells: Cells, labels: Labels) -> Entry | None:
        """The row as an entry; None when something is wrong with it (said in `cells`)."""

    @abstractmethod
    def key_of(self, group: list[Entry], labels: Labels) -> dict[str, Any]:
        """The key of an existing thing, or of one made now."""

    def take_over(self, rows: list[Row], labels: Labels, stamp: Stamp) -> Report:
        """Write what differs; report what was refused."""
        groups, refused = self._read_all(rows, labels)
        counts = dict.fromkeys(("made", "changed", "same"), 0)
        for group in groups.values():
            refused += self._take_over_group(group, labels, stamp, counts)
        return Report(
            file=self.file,
            read=len(rows),
            made=counts["made"],
            changed=counts["changed"],
            unchanged=counts["same"],
            refused=tuple(sorted(refused, key=lambda one: (one.row, one.column))),
        )

    def _read_all(
        self, rows: list[Row], labels: Labels
    ) -> tuple[dict[str, list[Entry]], list[Refused]]:
        """Entries by label. A row that names one further down waits until that one is read."""
        named = {row.cells.get(column, "") for row in rows for column in ("nhom", "ma")}
        groups: dict[str, list[Entry]] = {}
        refused: list[Refused] = []
        waiting, is_last = rows, False
        while waiting:
            again: list[Row] = []
            for row in waiting:
                cells = Cells(row)
                entry = self.read(cells, labels)
                if entry is not None and not cells.refused:
                    groups.setdefault(entry.label, []).append(entry)
                elif not is_last and _only_not_yet(cells, named):
                    again.append(row)
                else:
                    refused += cells.refused
            is_last = len(again) == len(waiting)
            waiting = again
        return groups, refused

    def _take_over_group(
        self, group: list[Entry], labels: Labels, stamp: Stamp, counts: dict[str, int]
    ) -> list[Refused]:
        overlapping = _overlapping(group)
        if overlapping:
            return overlapping
        before = dict(counts)
        try:
            with transaction.atomic():
                key = self.key_of(group, labels)
                for entry in group:
                    counts[self._write(entry, key, stamp)] += 1
        except IntegrityError as wrong:
            counts.update(before)
            code = "code_taken" if "_once" in str(wrong) else "not_consistent"
            return [Refused(entry.number, "", code) for entry in group]
        return []

    def _write(self, entry: Entry, key: dict[str, Any], stamp: Stamp) -> str:
        rows = self.model._default_manager.filter(recorded__upper_inf=True, **key)
        known = {(row.valid_from, row.valid_to): row for row in rows}
        found = known.get((entry.span.start, entry.span.end))
        if found is not None and all(
            getattr(found, name) == value for name, value in entry.values.items()
        ):
            return "same"
        own = Stamp(stamp.by, stamp.at, entry.decision or stamp.decision)
        Timeline(self.model, **key).replace(entry.span, entry.values, own)
        return "changed" if known else "made"


def _only_not_yet(cells: Cells, named: set[str]) -> bool:
    """Whether all that is wrong is that something of this file is not read yet."""
    return all(one.code == "unknown" and one.value in named for one in cells.refused)


def _overlapping(group: list[Entry]) -> list[Refused]:
    ordered = sorted(group, key=lambda entry: entry.span.start or date.min)
    return [
        Refused(later.number, "", "twice")
        for place, later in enumerate(ordered)
        if any(later.span.overlaps(earlier.span) for earlier in ordered[:place])
    ]


def last_day(version: Version) -> date | None:
    """The last day a version holds, as files write it."""
    end = version.valid_to
    return date.fromordinal(end.toordinal() - 1) if end is not None else None
