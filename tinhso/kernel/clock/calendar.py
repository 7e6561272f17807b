"""The working calendar of an office: weekly hours by season, exceptions by date, working time."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from tinhso.kernel.clock.moments import NOTHING, ONE_DAY, ZONE, ClockError, local
from tinhso.kernel.clock.reasons import Reason

# Beyond this many years without enough working time the calendar itself is wrong.
_YEARS_AHEAD = 60


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Hours of a day from `opens` to `closes`; `closes` 00:00 means midnight at the day's end."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.closes != time.min and self.opens >= self.closes:
            raise ClockError(f"Hours end before they begin: {self.opens}–{self.closes}")

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Both ends on that date, as moments."""
        last = day + ONE_DAY if self.closes == time.min else day
        opening = datetime.combine(day, self.opens, ZONE)
        return opening, datetime.combine(last, self.closes, ZONE)


Hours = tuple[TimeRange, ...]
USUAL_HOURS: Hours = (
    TimeRange(time(7, 30), time(11, 30)),
    TimeRange(time(13, 30), time(17, 30)),
)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Hours of each weekday, Monday first; an empty tuple is a day of rest."""

    by_weekday: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]

    def __post_init__(self) -> None:
        for ranges in self.by_weekday:
            _refuse_disorder(ranges)

    @classmethod
    def of(cls, weekdays: Hours = USUAL_HOURS, saturday: Hours = ()) -> "WorkingHours":
        """The same hours Monday to Friday, perhaps others on Saturday, rest on Sunday."""
        return cls((weekdays, weekdays, weekdays, weekdays, weekdays, saturday, ()))


@dataclass(frozen=True, slots=True)
class Season:
    """Weekly hours valid from `valid_from` until the day before `valid_to`; None is open."""

    hours: WorkingHours
    valid_from: date | None = None
    valid_to: date | None = None
    name: str = ""
    decision: str = ""

    def covers(self, day: date) -> bool:
        """Whether these hours are in force on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


class DayKind(StrEnum):
    """Kinds of exceptions; the values are those of the national table of public holidays."""

    STATUTORY = "statutory"
    OBSERVED = "observed"
    SWAPPED_OFF = "swap"
    SWAPPED_WORKDAY = "workday"
    CLOSURE = "closure"


_OFF_REASON = {
    DayKind.STATUTORY: Reason.STATUTORY_HOLIDAY,
    DayKind.OBSERVED: Reason.DAY_IN_LIEU,
    DayKind.SWAPPED_OFF: Reason.SWAPPED_OFF,
    DayKind.CLOSURE: Reason.CLOSURE,
}


@dataclass(frozen=True, slots=True)
class DayRule:
    """One exception on one date.

    `ranges` are the hours worked on a swapped workday, or the hours shut by a partial closure. A
    swapped workday without them works like the weekday `works_like` (0 = Monday).
    """

    date: date
    kind: DayKind
    name: str = ""
    decision: str = ""
    ranges: Hours = ()
    works_like: int = 0

    def __post_init__(self) -> None:
        _refuse_disorder(self.ranges)

    @property
    def whole_day_off(self) -> bool:
        """Whether nobody works on that date because of this rule."""
        partial = self.kind is DayKind.CLOSURE and self.ranges
        return self.kind is not DayKind.SWAPPED_WORKDAY and not partial


Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Day:
    """What one date is: its working spans and why the rest is not worked."""

    date: date
    spans: tuple[Span, ...]
    reason: Reason
    entry: str = ""
    source: str = ""
    closures: tuple[tuple[datetime, datetime, DayRule], ...] = ()

    @property
    def opening(self) -> datetime:
        """First working moment; only for a day that has one."""
        return self.spans[0][0]

    @property
    def closing(self) -> datetime:
        """Last working moment; only for a day that has one."""
        return self.spans[-1][1]


@dataclass(frozen=True)
class WorkCalendar:
    """The working calendar of one office in one version. Immutable, so it may be shared and kept.

    `day_length` is what one working day is worth when a term in days becomes working time.
    """

    name: str
    seasons: tuple[Season, ...]
    rules: tuple[DayRule, ...] = ()
    version: str = ""
    day_length: timedelta = timedelta(hours=8)

    def __post_init__(self) -> None:
        ordered = sorted(self.seasons, key=lambda s: s.valid_from or date.min)
        for earlier, later in pairwise(ordered):
            begins = later.valid_from or date.min
            if earlier.valid_to is None or begins < earlier.valid_to:
                raise ClockError(f"Two seasons cover {begins} in calendar {self.name}")
        if self.day_length <= NOTHING:
            raise ClockError("A working day needs a length")

    def day(self, on: date) -> Day:
        """What that date is."""
        known = self._days.get(on)
        if known is None:
            known = self._days[on] = self._read_day(on)
        return known

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two moments; negative when they are in reverse order."""
        start, end = local(start), local(end)
        if start > end:
            return -self.working_time(end, start)
        amount = self._year(end.year).worked_before(end)
        amount -= self._year(start.year).worked_before(start)
        for number in range(start.year, end.year):
            amount += self._year(number).total
        return amount

    def advance(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment by which `amount` of working time has passed since `start`.

        Raises ClockError when the calendar does not hold that much working time.
        """
        start = local(start)
        if amount < NOTHING:
            raise ClockError("Working time is counted forwards")
        if not amount:
            return start
        year = self._year(start.year)
        needed = year.worked_before(start) + amount
        while needed > year.total:
            needed -= year.total
            if year.number - start.year >= _YEARS_AHEAD:
                raise ClockError(f"Calendar {self.name} has too little working time")
            year = self._year(year.number + 1)
        return year.moment_at(needed)

    def working_day_from(self, on: date) -> Day:
        """The first day with working hours on or after that date. Raises ClockError."""
        for ahead in range(366 * 2):
            day = self.day(on + timedelta(days=ahead))
            if day.spans:
                return day
        raise ClockError(f"Calendar {self.name} has no working day after {on}")

    @cached_property
    def _days(self) -> dict[date, Day]:
        return {}

    @cached_property
    def _years(self) -> dict[int, "_Year"]:
        return {}

    @cached_property
    def _rules_by_date(self) -> dict[date, tuple[DayRule, ...]]:
        found: dict[date, tuple[DayRule, ...]] = {}
        for rule in self.rules:
            found[rule.date] = (*found.get(rule.date, ()), rule)
        return found

    def _year(self, number: int) -> "_Year":
        known = self._years.get(number)
        if known is None:
            known = self._years[number] = _Year(number, self)
        return known

    def _read_day(self, on: date) -> Day:
        rules = self._rules_by_date.get(on, ())
        for rule in rules:
            if rule.whole_day_off:
                return Day(on, (), _OFF_REASON[rule.kind], rule.name, rule.decision)
        season = next((s for s in self.seasons if s.covers(on)), None)
        if season is None:
            return Day(on, (), Reason.NO_HOURS)
        swap = next((r for r in rules if r.kind is DayKind.SWAPPED_WORKDAY), None)
        if swap is None:
            hours = season.hours.by_weekday[on.weekday()]
        else:
            hours = swap.ranges or season.hours.by_weekday[swap.works_like]
        if not hours:
            return Day(on, (), Reason.WEEKLY_REST)
        closures = tuple(
            (*shut.on(on), rule)
            for rule in rules
            if rule.kind is DayKind.CLOSURE
            for shut in rule.ranges
        )
        spans = tuple(hour.on(on) for hour in hours)
        for shut_from, shut_to, _rule in closures:
            spans = _without(spans, shut_from, shut_to)
        named = swap or season
        reason = Reason.WORKING_TIME if spans else Reason.CLOSURE
        if not spans:
            named = closures[0][2]
        return Day(on, spans, reason, named.name, named.decision, closures)


class _Year:
    """The working spans of one year with their running total, for two bisections per question."""

    __slots__ = ("_ends", "_starts", "_sums", "number", "total")

    def __init__(self, number: int, calendar: WorkCalendar) -> None:
        self.number = number
        self.total = NOTHING
        self._starts: list[datetime] = []
        self._ends: list[datetime] = []
        self._sums: list[timedelta] = []
        day = date(number, 1, 1)
        while day.year == number:
            for start, end in calendar.day(day).spans:
                self.total += end - start
                self._starts.append(start)
                self._ends.append(end)
                self._sums.append(self.total)
            day += ONE_DAY

    def worked_before(self, moment: datetime) -> timedelta:
        """Working time from the start of the year to the moment."""
        at = bisect_right(self._starts, moment) - 1
        if at < 0:
            return NOTHING
        ahead = self._ends[at] - moment
        return self._sums[at] - ahead if ahead > NOTHING else self._sums[at]

    def moment_at(self, amount: timedelta) -> datetime:
        """The first moment of the year by which that much was worked; 0 < amount <= total."""
        at = bisect_left(self._sums, amount)
        return self._ends[at] - (self._sums[at] - amount)


def working_time_between(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    """Working time between two moments; negative when they are in reverse order."""
    return calendar.working_time(start, end)


@dataclass(frozen=True, slots=True)
class DayChange:
    """One date that two versions of a calendar see differently."""

    date: date
    before: Day
    after: Day


def changed_days(
    old: WorkCalendar, new: WorkCalendar, *, first: date, last: date
) -> tuple[DayChange, ...]:
    """The dates from first to last whose working spans differ between the two versions."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    pairs = ((old.day(day), new.day(day)) for day in days)
    return tuple(DayChange(b.date, b, a) for b, a in pairs if b.spans != a.spans)


def _refuse_disorder(ranges: Hours) -> None:
    for earlier, later in pairwise(ranges):
        if earlier.closes == time.min or later.opens < earlier.closes:
            raise ClockError("Hours of a day must follow one another")


def _without(spans: tuple[Span, ...], shut_from: datetime, shut_to: datetime) -> tuple[Span, ...]:
    kept: list[Span] = []
    for start, end in spans:
        if start < min(end, shut_from):
            kept.append((start, min(end, shut_from)))
        if max(start, shut_to) < end:
            kept.append((max(start, shut_to), end))
    return tuple(kept)
