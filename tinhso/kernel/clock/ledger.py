"""Writes the account of a plan, line by line."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from tinhso.kernel.clock.account import Account, Line
from tinhso.kernel.clock.calendar import Day, WorkCalendar
from tinhso.kernel.clock.moments import NOTHING, ONE_DAY, end_of, ended_date, start_of
from tinhso.kernel.clock.plan import Leg, Plan, Stop, running
from tinhso.kernel.clock.reasons import Reason
from tinhso.kernel.clock.term import Term, Unit


def write_account(plan: Plan, calendar: WorkCalendar) -> Account:
    """The full account of the plan, whose counted lines add up to its term and extensions."""
    return Account(
        lines=_merge(_all_lines(plan, calendar)),
        total=sum((leg.amount for leg in plan.legs), NOTHING),
        due=plan.due,
        firm=plan.firm,
        term_source=plan.legs[0].term.source,
        calendar_name=calendar.name,
        calendar_version=calendar.version,
    )


def _all_lines(plan: Plan, calendar: WorkCalendar) -> Iterator[Line]:
    first = plan.legs[0]
    for start, end, stop in running(plan.before, plan.received, plan.base):
        if stop:
            yield _stop_line(stop, start, end, calendar)
        else:
            yield from _working_lines(calendar, start, end, Reason.RESTARTED)
    why = _why_not_yet(first.term, plan.base)
    for start, end, stop in running(plan.stops, plan.base, plan.counts_from):
        if stop:
            yield _stop_line(stop, start, end, calendar)
        else:
            yield from _working_lines(calendar, start, end, why, source=first.source)
    for leg in plan.legs:
        stops = leg.stops_among(plan.stops)
        yield from (
            _calendar_leg(leg, stops, calendar)
            if leg.last_day
            else _working_leg(leg, stops, calendar)
        )


def _why_not_yet(term: Term, base: datetime) -> Reason:
    late = term.cutoff is not None and base.time() > term.cutoff
    return Reason.AFTER_CUTOFF if late else Reason.FIRST_DAY


def _working_leg(leg: Leg, stops: tuple[Stop, ...], calendar: WorkCalendar) -> Iterator[Line]:
    if leg.start == leg.due:
        yield Line(leg.due, leg.due, NOTHING, Reason.FIXED_DAY, "", leg.source, leg.key)
    fixed = leg.term.unit is Unit.FIXED_DAY
    reason = Reason.FIXED_DAY if fixed else Reason.WORKING_TIME
    for start, end, stop in running(stops, leg.start, leg.due):
        if stop:
            yield _stop_line(stop, start, end, calendar)
        else:
            yield from _working_lines(calendar, start, end, reason, leg.source, leg.key)


def _calendar_leg(leg: Leg, stops: tuple[Stop, ...], calendar: WorkCalendar) -> Iterator[Line]:
    last = leg.last_day or ended_date(leg.due)
    # The last day counts as soon as the office closes on it, unless the due moment rolled on.
    limit = leg.due if ended_date(leg.due) == last else end_of(last)
    for start, end, stop in running(stops, leg.start, limit):
        days = timedelta(days=(end.date() - start.date()).days)
        if stop:
            why = stop.reason
            yield Line(start, end, days, Reason.PAUSED, why, stop.source, stop.key)
            continue
        if end == limit != end_of(last):
            days += ONE_DAY
        yield Line(start, end, days, Reason.CALENDAR_DAY, source=leg.source, event=leg.key)
    for start, end, stop in running(stops, limit, leg.due):
        if stop:
            yield _stop_line(stop, start, end, calendar)
        else:
            yield from _working_lines(calendar, start, end, Reason.ROLLED)


def _stop_line(stop: Stop, start: datetime, end: datetime, calendar: WorkCalendar) -> Line:
    withheld = calendar.working_time(start, end)
    return Line(start, end, withheld, Reason.PAUSED, stop.reason, stop.source, stop.key)


def _working_lines(
    calendar: WorkCalendar,
    start: datetime,
    end: datetime,
    reason: Reason,
    source: str = "",
    event: str = "",
) -> Iterator[Line]:
    """One line for the working time of each date, and one for each date off."""
    date = start.date()
    while start_of(date) < end:
        day = calendar.day(date)
        low, high = max(start, start_of(date)), min(end, end_of(date))
        if not day.spans:
            yield Line(low, high, NOTHING, day.reason, day.entry, day.source)
        for first, last, amount, closed in _pieces(day, low, high):
            if closed:
                yield closed
            else:
                because = source or day.source
                yield Line(first, last, amount, reason, day.entry, because, event)
        date += ONE_DAY


def _pieces(
    day: Day, low: datetime, high: datetime
) -> Iterator[tuple[datetime, datetime, timedelta, Line | None]]:
    """The working parts of the day between two moments, joined over lunch but not over closures."""
    parts: list[tuple[datetime, datetime, Line | None]] = [
        (max(low, start), min(high, end), None)
        for start, end in day.spans
        if max(low, start) < min(high, end)
    ]
    for shut_from, shut_to, rule in day.closures if day.spans else ():
        start, end = max(low, shut_from), min(high, shut_to)
        if start < end:
            line = Line(start, end, NOTHING, Reason.CLOSURE, rule.name, rule.decision)
            parts.append((start, end, line))
    held: tuple[datetime, datetime, timedelta] | None = None
    for start, end, closed in sorted(parts, key=lambda part: part[0]):
        if closed is None:
            held = (held[0], end, held[2] + (end - start)) if held else (start, end, end - start)
            continue
        if held:
            yield (*held, None)
            held = None
        yield start, end, NOTHING, closed
    if held:
        yield (*held, None)


def _merge(lines: Iterator[Line]) -> tuple[Line, ...]:
    """Join lines that touch and say the same: a Saturday with its Sunday, two parts of a pause."""
    merged: list[Line] = []
    for line in lines:
        last = merged[-1] if merged else None
        if last and last.end == line.start and _same(last, line):
            merged[-1] = replace(last, end=line.end, amount=last.amount + line.amount)
        else:
            merged.append(line)
    return tuple(merged)


def _same(one: Line, other: Line) -> bool:
    def said(line: Line) -> tuple[object, ...]:
        return line.reason, line.entry, line.source, line.event

    return said(one) == said(other)
