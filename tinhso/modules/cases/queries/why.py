"""“Vì sao hẹn ngày này?”: the stored account of a clock as days a person can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from tinhso.kernel.clock import REASON_TEXT, ZONE, Account, Line, Reason
from tinhso.modules.cases.models import Case, CaseClock


@dataclass(frozen=True, slots=True)
class WhyDay:
    """One day of the panel: kind is counted, paused, rest, holiday, today or due."""

    day: date
    kind: str
    counted_minutes: int
    reason: str
    entry: str
    source: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class Why:
    """A due moment with everything that made it."""

    due_at: datetime
    is_firm: bool
    total: timedelta
    term_source: str
    calendar_name: str
    calendar_version: str
    days: tuple[WhyDay, ...]
    account: Account


def why_due(case: Case, kind: str = CaseClock.Kind.STATUTORY) -> Why | None:
    """The panel of the newest clock of that kind; None before the clock started. One query."""
    clock = case.clocks.filter(kind=kind).order_by("-id").first()
    if clock is None or not clock.account:
        return None
    account = Account.from_json(clock.account)
    return Why(
        due_at=account.due,
        is_firm=account.firm,
        total=account.total,
        term_source=account.term_source,
        calendar_name=account.calendar_name,
        calendar_version=account.calendar_version,
        days=_days(account),
        account=account,
    )


def _days(account: Account) -> tuple[WhyDay, ...]:
    """One row for each day; a day with several lines is told by the line that takes most of it."""
    rows: dict[date, tuple[timedelta, WhyDay]] = {}
    due_day = account.due.astimezone(ZONE).date()
    for line in account.lines:
        for day in _dates(line.start, line.end):
            counted = int(line.amount.total_seconds() // 60) if line.counted else 0
            weight, known = rows.get(day, (timedelta(-1), None))
            minutes = counted + (known.counted_minutes if known else 0)
            if known is None or line.amount > weight:
                weight, known = line.amount, _row(day, line, is_due=day == due_day)
            rows[day] = (weight, replace(known, counted_minutes=minutes))
    return tuple(rows[day][1] for day in sorted(rows))


def _dates(start: datetime, end: datetime) -> Iterator[date]:
    day, last = start.astimezone(ZONE).date(), end.astimezone(ZONE)
    yield day
    while datetime.combine(day + timedelta(days=1), time.min, ZONE) < last:
        day += timedelta(days=1)
        yield day


def _row(day: date, line: Line, *, is_due: bool) -> WhyDay:
    return WhyDay(
        day=day,
        kind=_KINDS.get(line.reason, "off"),
        counted_minutes=0,
        reason=REASON_TEXT[line.reason],
        entry=line.entry,
        source=line.source,
        is_due=is_due,
    )


_KINDS = {
    Reason.WORKING_TIME: "counted",
    Reason.CALENDAR_DAY: "counted",
    Reason.FIXED_DAY: "counted",
    Reason.PAUSED: "paused",
    Reason.RESTARTED: "paused",
    Reason.WEEKLY_REST: "rest",
    Reason.STATUTORY_HOLIDAY: "holiday",
    Reason.DAY_IN_LIEU: "holiday",
    Reason.SWAPPED_OFF: "holiday",
}
