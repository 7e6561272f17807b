"""Working calendars of offices, as the kernel's clock wants them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q

from tinhso.kernel.clock import DayKind, DayRule, Season, TimeRange, WorkCalendar, WorkingHours
from tinhso.kernel.clock.calendar import Hours
from tinhso.modules.directory.models import (
    DayException,
    DirectoryStamp,
    WeeklyHours,
)
from tinhso.modules.directory.queries.organisations import ancestors_of_many

# Before anybody entered hours, offices work the usual ones: a due day can always be told.
UNTIL_DECIDED = Season(WorkingHours.of(), name="Giờ hành chính", decision="Chưa nhập giờ làm việc")

_kept: dict[tuple[int, date], WorkCalendar] = {}
# Most offices have no hours of their own: they share one object and its caches.
_shared: dict[tuple[int | None, ...], WorkCalendar] = {}
_kept_for: list[tuple[UUID, UUID]] = []
_MOST_KEPT = 10_000


def calendar_of(organisation_id: int, on: date) -> WorkCalendar:
    """The calendar of an office: its own hours, else those above it, else the province's.

    One query when nothing changed since this process last asked, four when something did. The
    same object is given again, for its caches live on it.
    """
    return calendars_of([organisation_id], on)[organisation_id]


def calendars_of(organisation_ids: Iterable[int], on: date) -> dict[int, WorkCalendar]:
    """The calendar of each office; as many queries as for one, whatever their number."""
    stamp = DirectoryStamp.objects.values_list("calendars", "tree").get(id=1)
    if _kept_for != [stamp]:
        _kept.clear()
        _shared.clear()
        _kept_for[:] = [stamp]
    wanted = set(organisation_ids)
    found = {one: _kept[one, on] for one in wanted if (one, on) in _kept}
    if unknown := wanted - found.keys():
        read = _read(unknown, on, stamp[0])
        found |= read
        if len(_kept) + len(read) > _MOST_KEPT:
            _kept.clear()
        _kept.update({(one, on): calendar for one, calendar in read.items()})
    return found


def _read(organisation_ids: set[int], on: date, version: UUID) -> dict[int, WorkCalendar]:
    above = ancestors_of_many(organisation_ids, on)
    concerned = {place for places in above.values() for place in places}
    hours = list(WeeklyHours.objects.current().filter(_for_any(concerned)))
    days = list(DayException.objects.current().filter(_for_any(concerned)))
    own = {row.organisation_id for row in hours} | {row.organisation_id for row in days}
    found = {}
    for organisation_id in organisation_ids:
        places = tuple(place for place in (*above.get(organisation_id, ()), None) if place in own)
        if places not in _shared:
            _shared[places] = _calendar(places, hours, days, version)
        found[organisation_id] = _shared[places]
    return found


def _for_any(places: Iterable[int]) -> Q:
    return Q(organisation_id__in=list(places)) | Q(organisation_id__isnull=True)


def _calendar(
    places: tuple[int | None, ...],
    hours: list[WeeklyHours],
    days: list[DayException],
    version: UUID,
) -> WorkCalendar:
    """Hours of the nearest place that has any; exceptions of every place, the nearest first."""
    nearest = next((p for p in places if any(row.organisation_id == p for row in hours)), None)
    mine = [row for row in hours if row.organisation_id == nearest]
    rules: dict[date, DayRule] = {}
    for place in places:
        for row in days:
            if row.organisation_id == place and row.day not in rules:
                rules[row.day] = _rule(row)
    name = mine[0].name if mine else "Lịch làm việc của tỉnh"
    return WorkCalendar(
        name=name,
        seasons=tuple(_season(row) for row in mine) or (UNTIL_DECIDED,),
        rules=tuple(rules[day] for day in sorted(rules)),
        version=version.hex[:12],
    )


def _season(row: WeeklyHours) -> Season:
    week = [_ranges(day) for day in row.week]
    return Season(
        hours=WorkingHours((week[0], week[1], week[2], week[3], week[4], week[5], week[6])),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        name=row.name,
        decision=row.decision,
    )


def _rule(row: DayException) -> DayRule:
    return DayRule(
        date=row.day,
        kind=DayKind(row.kind),
        name=row.name,
        decision=row.decision,
        ranges=_ranges(row.ranges),
        works_like=row.works_like,
    )


def _ranges(pairs: Iterable[Iterable[str]]) -> Hours:
    ranges = []
    for pair in pairs:
        opens, closes = pair
        ranges.append(TimeRange(time.fromisoformat(opens), time.fromisoformat(closes)))
    return tuple(ranges)


@dataclass(frozen=True, slots=True)
class PlaceCalendar:
    """What is entered for one place itself (None: the province), not for those above it."""

    hours: tuple[WeeklyHours, ...]
    days: tuple[DayException, ...]


def entered_for(
    organisation_id: int | None, *, year: int, known_at: datetime | None = None
) -> PlaceCalendar:
    """Hours of the place, whenever they hold, and its special days of one year. Two queries."""
    hours = WeeklyHours.objects.known(known_at).filter(organisation_id=organisation_id)
    days = DayException.objects.known(known_at).filter(
        organisation_id=organisation_id, day__year=year
    )
    return PlaceCalendar(tuple(hours.order_by("validity")), tuple(days.order_by("day")))


def places_with_calendars() -> list[int]:
    """Organisations that have hours or days of their own. Two queries."""
    hours = WeeklyHours.objects.current().values_list("organisation_id", flat=True)
    days = DayException.objects.current().values_list("organisation_id", flat=True)
    return sorted({place for place in (*hours.distinct(), *days.distinct()) if place is not None})
