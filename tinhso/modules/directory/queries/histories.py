"""Histories as a person reads them: every version, also those no longer believed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from tinhso.modules.directory.models import (
    AreaSuccession,
    AreaVersion,
    CodeListItemVersion,
    OfficerVersion,
    OrganisationVersion,
    PositionVersion,
    PostHolding,
)
from tinhso.modules.directory.queries.cards import last_organisation_cards


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version: what it said, when it held, who recorded it when, by which decision.

    `is_known`: believed now; else `known_until` is when it was replaced. `is_future`: not in force
    yet.
    """

    title: str
    note: str
    valid_from: date | None
    valid_to: date | None
    decision: str
    end_decision: str
    recorded_at: datetime
    recorded_by: str
    is_known: bool
    known_until: datetime | None
    is_future: bool


def _lines(rows: Iterable[Any], say: Any) -> list[VersionLine]:  # noqa: ANN401 - rows of any table
    today = localdate()
    found = [
        VersionLine(
            title=say(row)[0],
            note=say(row)[1],
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            decision=row.decision,
            end_decision=row.end_decision,
            recorded_at=row.recorded.lower,
            recorded_by=row.recorded_by,
            is_known=row.recorded.upper is None,
            known_until=row.recorded.upper,
            is_future=row.valid_from is not None and row.valid_from > today,
        )
        for row in rows
        if not row.recorded.isempty
    ]
    newest = sorted(found, key=lambda line: line.recorded_at, reverse=True)
    newest.sort(key=lambda line: line.valid_from or date.min, reverse=True)
    return sorted(newest, key=lambda line: not line.is_known)


def area_versions(area_id: int) -> list[VersionLine]:
    """Every version of an area, those believed now first, the latest on top. One query."""
    rows = AreaVersion.objects.filter(area_id=area_id)
    return _lines(rows, lambda row: (row.full_name, f"{row.code}, {row.kind}"))


def organisation_versions(organisation_id: int) -> list[VersionLine]:
    """Every version of an organisation. One query."""
    rows = OrganisationVersion.objects.filter(organisation_id=organisation_id)
    return _lines(rows, lambda row: (row.name, row.code))


def officer_versions(officer_id: int) -> list[VersionLine]:
    """Every version of an officer's record. One query."""
    rows = OfficerVersion.objects.filter(officer_id=officer_id)
    return _lines(rows, lambda row: (row.full_name, row.grade))


def code_versions(item_id: int) -> list[VersionLine]:
    """Every version of a code. One query."""
    rows = CodeListItemVersion.objects.filter(item_id=item_id).select_related("parent")
    return _lines(rows, lambda row: (row.name, row.parent.code if row.parent else ""))


def day_before_first(history: Iterable[VersionLine]) -> date:
    """The day before the thing began, as far as is known now."""
    starts = [line.valid_from for line in history if line.is_known]
    first = min((start for start in starts if start is not None), default=date(1, 1, 2))
    return (first if None not in starts else date(1, 1, 2)) - timedelta(days=1)


def is_open_question(area_id: int) -> bool:
    """Whether the area's successor is not known. One query."""
    links = AreaSuccession.objects.current().filter(predecessor_id=area_id, kind="unknown")
    return links.exists()


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post in the life of an officer."""

    officer_id: int
    position_id: int
    title: str
    organisation_id: int
    organisation: str
    kind: str
    kind_name: str
    roles: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    decision: str
    end_decision: str
    is_now: bool
    is_future: bool


def posts_of_life(officer_id: int, on: date) -> list[PostLine]:
    """Every post an officer held, holds or will hold, as believed now; the latest first.

    Titles and organisations are those of the time. Three queries.
    """
    holdings = list(PostHolding.objects.current().filter(officer_id=officer_id))
    positions: dict[int, list[PositionVersion]] = {}
    for row in PositionVersion.objects.current().filter(
        position_id__in=[holding.position_id for holding in holdings]
    ):
        positions.setdefault(row.position_id, []).append(row)
    homes = last_organisation_cards(
        {row.organisation_id for rows in positions.values() for row in rows}
    )
    lines = []
    for held in holdings:
        position = _at(positions.get(held.position_id, []), held.valid_to)
        if position is None:
            continue
        home = homes.get(position.organisation_id)
        lines.append(
            PostLine(
                officer_id=officer_id,
                position_id=held.position_id,
                title=position.title,
                organisation_id=position.organisation_id,
                organisation=home.name if home else "",
                kind=held.kind,
                kind_name=held.get_kind_display(),
                roles=tuple(position.roles),
                valid_from=held.valid_from,
                valid_to=held.valid_to,
                decision=held.decision,
                end_decision=held.end_decision,
                is_now=(held.valid_from or date.min) <= on < (held.valid_to or date.max),
                is_future=(held.valid_from or date.min) > on,
            )
        )
    return sorted(lines, key=lambda line: line.valid_from or date.min, reverse=True)


def _at(rows: list[PositionVersion], end: date | None) -> PositionVersion | None:
    """The position as it was on the last day of the post."""
    ordered = sorted(rows, key=lambda row: row.valid_from or date.min)
    if end is None:
        return ordered[-1] if ordered else None
    held = [row for row in ordered if (row.valid_from or date.min) < end]
    return held[-1] if held else (ordered[0] if ordered else None)
