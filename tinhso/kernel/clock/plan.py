"""How a term and its events become a due moment: start, stops, legs. No lines, no words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tinhso.kernel.clock.calendar import WorkCalendar
from tinhso.kernel.clock.events import History, Pause
from tinhso.kernel.clock.moments import (
    NOTHING,
    ONE_DAY,
    ONE_HOUR,
    ClockError,
    ended_date,
    local,
    start_of,
)
from tinhso.kernel.clock.term import (
    WORKING_UNITS,
    DueConvention,
    StartRule,
    Term,
    Unit,
    add_months,
)

CALENDAR_UNITS = frozenset({Unit.CALENDAR_DAYS, Unit.MONTHS})


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch without counting; stops of one plan do not overlap."""

    start: datetime
    end: datetime
    reason: str
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class Leg:
    """One term counted from `start` to `due`; the first is the term, the rest its extensions.

    `amount` is working time, or days for calendar units, whose last counted day is `last_day`.
    """

    term: Term
    start: datetime
    due: datetime
    amount: timedelta
    last_day: date | None = None
    key: str = ""
    source: str = ""

    def stops_among(self, stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
        """The stops that this leg respects: a fixed day stands whatever happens."""
        return () if self.term.unit is Unit.FIXED_DAY else stops


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides the due moment.

    `base` is the moment the start rule was applied to: reception, or the last restart. `before`
    are the stops until then, `stops` those since. `firm` is false while an open pause still moves
    the due moment, which then is what it would be if the pause ended now.
    """

    received: datetime
    base: datetime
    before: tuple[Stop, ...]
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...]
    firm: bool

    @property
    def counts_from(self) -> datetime:
        """When counting began."""
        return self.legs[0].start

    @property
    def due(self) -> datetime:
        """The due moment."""
        return self.legs[-1].due


def make_plan(term: Term, history: History, calendar: WorkCalendar, until: datetime) -> Plan:
    """Lay out the term. Open pauses are taken to end at `until` (now, or when it was finished)."""
    received = local(history.received.at)
    ended = [(pause, pause.end or max(until, pause.start)) for pause in history.pauses]
    restarts = [end for pause, end in ended if pause.restarts and end > received]
    base = max(restarts, default=received)
    stops = _disjoint(ended, since=base)
    legs = [_first_leg(term, base, calendar, stops)]
    for extension in history.extensions:
        # A restart gives the whole term anew, so time added to the old promise is gone with it.
        if not restarts or local(extension.at) >= base:
            begun = _start_of_extension(extension.term, legs[-1].due)
            source = extension.source or extension.term.source
            leg = _leg(extension.term, begun, calendar, stops, key=extension.key, source=source)
            legs.append(leg)
    moving = (p for p in history.pauses if p.end is None and not history.finished)
    return Plan(
        received=received,
        base=base,
        before=_until(_disjoint(ended, since=received), base),
        stops=stops,
        legs=tuple(legs),
        firm=legs[-1].term.unit is Unit.FIXED_DAY
        or not any(p.restarts or p.start < legs[-1].due for p in moving),
    )


def running(
    stops: tuple[Stop, ...], start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, Stop | None]]:
    """Split start–end into stretches that run (None) and stretches that a stop covers."""
    at = start
    for stop in stops:
        if stop.end <= at:
            continue
        if stop.start >= end:
            break
        if stop.start > at:
            yield at, stop.start, None
        yield max(at, stop.start), min(end, stop.end), stop
        at = min(end, stop.end)
    if at < end:
        yield at, end, None


def running_time(
    calendar: WorkCalendar, stops: tuple[Stop, ...], start: datetime, end: datetime
) -> timedelta:
    """Working time between two moments without the stops."""
    if end <= start:
        return NOTHING
    if not stops:
        return calendar.working_time(start, end)
    stretches = running(stops, start, end)
    return sum((calendar.working_time(a, b) for a, b, stop in stretches if stop is None), NOTHING)


def _first_leg(term: Term, base: datetime, calendar: WorkCalendar, stops: tuple[Stop, ...]) -> Leg:
    return _leg(term, _start(term, base, calendar), calendar, stops, source=term.source)


def _start(term: Term, moment: datetime, calendar: WorkCalendar) -> datetime:
    """Where counting starts for what arrived at the moment."""
    today = calendar.day(moment.date())
    after_cutoff = bool(term.cutoff and today.spans and moment.time() > term.cutoff)
    if term.unit is Unit.FIXED_DAY:
        return moment
    if after_cutoff or (
        term.start_rule is StartRule.NEXT_WORKING_DAY and term.unit is not Unit.SAME_DAY
    ):
        start = _next_opening(calendar, moment)
    elif term.unit in CALENDAR_UNITS:
        start = start_of(moment.date() + ONE_DAY)
    elif term.unit is Unit.SAME_DAY:
        open_still = today.spans and moment < today.closing
        start = moment if open_still else _next_opening(calendar, moment)
    elif term.unit is Unit.WORKING_DAYS and term.due_convention is DueConvention.END_OF_DAY:
        # Only whole days count; the day itself is one if it had not opened yet.
        whole = today.spans and moment <= today.opening
        start = today.opening if whole else _next_opening(calendar, moment)
    else:
        start = moment
    return start_of(start.date()) if term.unit in CALENDAR_UNITS else start


def _start_of_extension(term: Term, old_due: datetime) -> datetime:
    if term.unit is Unit.SAME_DAY:
        raise ClockError("An extension needs an amount or a day")
    return start_of(ended_date(old_due) + ONE_DAY) if term.unit in CALENDAR_UNITS else old_due


def _leg(
    term: Term,
    start: datetime,
    calendar: WorkCalendar,
    stops: tuple[Stop, ...],
    *,
    key: str = "",
    source: str = "",
) -> Leg:
    if term.unit in WORKING_UNITS:
        amount = _working_amount(term, start, calendar)
        due = _spend(calendar, start, amount, stops)
        return Leg(term, start, due, amount, key=key, source=source)
    if term.day is not None:
        due = calendar.working_day_from(term.day).closing
        amount = max(NOTHING, calendar.working_time(start, due))
        return Leg(term, min(start, due), due, amount, key=key, source=source)
    days = _day_count(term, start.date())
    last = _spend_days(start, days, stops)
    due = _closing_outside(stops, calendar, last)
    return Leg(term, start, due, timedelta(days=days), last, key, source)


def _working_amount(term: Term, start: datetime, calendar: WorkCalendar) -> timedelta:
    if term.unit is Unit.WORKING_HOURS:
        return term.amount * ONE_HOUR
    if term.unit is Unit.WORKING_DAYS:
        return term.amount * calendar.day_length
    return calendar.working_time(start, calendar.day(start.date()).closing)


def _day_count(term: Term, first_day: date) -> int:
    if term.unit is Unit.CALENDAR_DAYS:
        return term.amount
    day_not_counted = first_day - ONE_DAY
    return (add_months(day_not_counted, term.amount) - day_not_counted).days


def _spend(
    calendar: WorkCalendar, start: datetime, amount: timedelta, stops: tuple[Stop, ...]
) -> datetime:
    """The moment by which that much working time has passed outside the stops."""
    at = start
    for stop in stops:
        if stop.end <= at:
            continue
        if stop.start > at:
            free = calendar.working_time(at, stop.start)
            if amount <= free:
                break
            amount -= free
        at = stop.end
    return calendar.advance(at, amount)


def _spend_days(start: datetime, days: int, stops: tuple[Stop, ...]) -> date:
    """The last of that many days; a day counts when the clock runs at its end (24:00)."""
    at = start
    for stop in stops:
        if stop.end <= at:
            continue
        if stop.start > at:
            ended = (stop.start.date() - at.date()).days
            if days <= ended:
                break
            days -= ended
        at = stop.end
    return at.date() + timedelta(days=days - 1)


def _closing_outside(stops: tuple[Stop, ...], calendar: WorkCalendar, last: date) -> datetime:
    """The end of the last day, or of the next working day whose end no stop covers.

    Bộ luật Dân sự 2015, Điều 148 khoản 5: a last day of rest ends with the next working day.
    """
    closing = calendar.working_day_from(last).closing
    for stop in stops:
        while stop.start < closing <= stop.end:
            closing = calendar.working_day_from(ended_date(closing) + ONE_DAY).closing
    return closing


def _next_opening(calendar: WorkCalendar, moment: datetime) -> datetime:
    return calendar.working_day_from(moment.date() + ONE_DAY).opening


def _disjoint(ended: Iterable[tuple[Pause, datetime]], since: datetime) -> tuple[Stop, ...]:
    """Stops that do not overlap; the pause that began first explains what two share."""
    stops: list[Stop] = []
    reached = since
    for pause, end in ended:
        start = max(pause.start, reached)
        if start < end:
            stops.append(Stop(start, end, pause.reason, pause.source, pause.key))
            reached = end
    return tuple(stops)


def _until(stops: tuple[Stop, ...], limit: datetime) -> tuple[Stop, ...]:
    return tuple(
        Stop(s.start, min(s.end, limit), s.reason, s.source, s.key)
        for s in stops
        if s.start < limit
    )
