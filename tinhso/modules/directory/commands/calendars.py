"""Working hours and special days, each with the document that decided it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.events import announce
from tinhso.kernel.temporal import Span, Stamp, Timeline
from tinhso.modules.directory.commands.holidays import read_holidays
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.refusing import refuse
from tinhso.modules.directory.commands.stamps import move_calendars
from tinhso.modules.directory.errors import DayNotFound
from tinhso.modules.directory.events import CalendarChanged
from tinhso.modules.directory.models import DayException, WeeklyHours
from tinhso.modules.directory.rules.hours import HoursUnreadable, Ranges, check_ranges

MANAGE = "directory.manage_calendars"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One date that is not like its weekday; see `models.DayException`."""

    day: date
    kind: str
    name: str
    ranges: Ranges | None = None
    works_like: int = 0


@command(permission=MANAGE, audits=("organisation_id", "name", "since", "until", "decision"))
def set_hours(  # noqa: PLR0913 - hours, where, from when to when, by which decision
    organisation_id: int | None,
    *,
    name: str,
    week: list[Ranges],
    since: date,
    until: date | None,
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Let weekly hours hold for an organisation and all below it; None: for the province.

    They replace what was said of those days; other days keep their hours. Raises FactsInvalid.
    """
    require_reach(by, organisation_id, MANAGE)
    refuse(_wrong_with_hours(name, week, since, until, decision))
    before = Timeline(WeeklyHours, organisation_id=organisation_id)
    before.replace(Span(since, until), {"name": name, "week": week}, Stamp(by, at, decision))
    note(subject=f"calendar:{organisation_id or 'province'}", week=week)
    _changed(organisation_id, since, until)


@command(permission=MANAGE, audits=("organisation_id", "since", "decision"))
def drop_hours(
    organisation_id: int, *, since: date, decision: str, by: Actor, at: datetime
) -> None:
    """From that day on the organisation has the hours of those above it again."""
    require_reach(by, organisation_id, MANAGE)
    Timeline(WeeklyHours, organisation_id=organisation_id).end(since, Stamp(by, at, decision))
    note(subject=f"calendar:{organisation_id}")
    _changed(organisation_id, since, None)


@command(permission=MANAGE, audits=("organisation_id", "special", "decision"))
def set_day(
    organisation_id: int | None,
    special: SpecialDay,
    *,
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Make a date a holiday, a swapped day, a worked Saturday or a closure. Raises FactsInvalid.

    What was said of the date before is closed, not lost.
    """
    require_reach(by, organisation_id, MANAGE)
    refuse(_wrong_with_day(special, decision))
    _write_day(organisation_id, special, Stamp(by, at, decision))
    note(subject=f"calendar:{organisation_id or 'province'}")
    _changed(organisation_id, special.day, special.day)


@command(permission=MANAGE, audits=("organisation_id", "day", "decision"))
def cancel_day(
    organisation_id: int | None, day: date, *, decision: str, by: Actor, at: datetime
) -> None:
    """Let the date be like its weekday again. Raises DayNotFound."""
    require_reach(by, organisation_id, MANAGE)
    if not _close_day(organisation_id, day, Stamp(by, at, decision)):
        raise DayNotFound
    note(subject=f"calendar:{organisation_id or 'province'}")
    _changed(organisation_id, day, day)


@command(permission=MANAGE, audits=("year", "decision"))
def import_holidays(content: bytes, *, year: int, decision: str, by: Actor, at: datetime) -> int:
    """Take over the province's special days of one year from a CSV file; return how many.

    Columns date, kind (statutory, observed, swap, workday), name_vi. Days of that year that the
    file no longer has are closed; nothing is taken over when a row is wrong. Raises FileUnreadable,
    FactsInvalid.
    """
    require_reach(by, None, MANAGE)
    rules = [rule for rule in read_holidays(content) if rule.date.year == year]
    stamp = Stamp(by, at, decision)
    with transaction.atomic():
        kept = {rule.date for rule in rules}
        for row in _days(None).filter(day__year=year).exclude(day__in=kept):
            _close_day(None, row.day, stamp)
        for rule in rules:
            special = SpecialDay(rule.date, rule.kind.value, rule.name, None, rule.works_like)
            _write_day(None, special, stamp)
    note(subject="calendar:province", days=len(rules))
    _changed(None, date(year, 1, 1), date(year, 12, 31))
    return len(rules)


def _days(organisation_id: int | None) -> QuerySet[DayException]:
    return DayException.objects.current().filter(organisation_id=organisation_id)


def _close_day(organisation_id: int | None, day: date, stamp: Stamp) -> bool:
    row = _days(organisation_id).select_for_update().filter(day=day).first()
    if row is None:
        return False
    known = (row.recorded.lower, stamp.at)
    DayException.objects.filter(pk=row.pk).update(recorded=known)
    return True


def _write_day(organisation_id: int | None, special: SpecialDay, stamp: Stamp) -> None:
    same = _days(organisation_id).filter(
        day=special.day,
        kind=special.kind,
        name=special.name,
        ranges=special.ranges or [],
        works_like=special.works_like,
        decision=stamp.decision,
    )
    if same.exists():
        return
    _close_day(organisation_id, special.day, stamp)
    DayException.objects.create(
        organisation_id=organisation_id,
        day=special.day,
        kind=special.kind,
        name=special.name,
        ranges=special.ranges or [],
        works_like=special.works_like,
        decision=stamp.decision,
        recorded=stamp.recorded,
        recorded_by=stamp.by.name,
    )


def _wrong_with_hours(
    name: str, week: list[Ranges], since: date, until: date | None, decision: str
) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    for field, value in (("name", name), ("decision", decision)):
        if not value.strip():
            wrong[field] = ["missing"]
    if until is not None and until <= since:
        wrong["until"] = ["order"]
    if len(week) != 7 or not any(week):
        wrong["week"] = ["form"]
    for number, ranges in enumerate(week):
        try:
            check_ranges(ranges)
        except HoursUnreadable:
            wrong[f"day_{number}"] = ["form"]
    return wrong


def _wrong_with_day(special: SpecialDay, decision: str) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if special.kind not in DayException.Kind.values:
        wrong["kind"] = ["unknown"]
    for field, value in (("name", special.name), ("decision", decision)):
        if not value.strip():
            wrong[field] = ["missing"]
    try:
        check_ranges(special.ranges or [])
    except HoursUnreadable:
        wrong["ranges"] = ["form"]
    if special.ranges and special.kind not in ("workday", "closure"):
        wrong["ranges"] = ["form"]
    if not 0 <= special.works_like <= 6:
        wrong["works_like"] = ["range"]
    return wrong


def _changed(organisation_id: int | None, first: date, last: date | None) -> None:
    move_calendars()
    announce(
        CalendarChanged(organisation_id=organisation_id, first=first, last=last),
        subject=f"calendar:{organisation_id or 'province'}",
    )
