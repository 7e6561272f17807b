"""Figures for leaders, and the dossiers behind each of them: one condition makes both.

A figure is a condition (`FIGURES`); its number is the count of the rows that meet it, its list is
those rows. So the number on a page always equals the length of the list it leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE, WorkCalendar
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries.cases import visible_to
from tinhso.modules.cases.queries.statistics import DONE, ENDED, RUNNING, WAITING, Period
from tinhso.modules.cases.rules.states import State
from tinhso.modules.directory import public as directory

STATISTICS = "cases.view_statistics"
ONLINE = ("online", "portal")
GROUP_KINDS = {"xa": ("commune_committee",), "so": ("department", "province_committee")}
Condition = Callable[[Period], Q]


def _submitted(period: Period) -> Q:
    return Q(submitted_at__gte=period.start, submitted_at__lt=period.end)


def _finished(period: Period) -> Q:
    return Q(state__in=DONE, finished_at__gte=period.start, finished_at__lt=period.end)


def _late_now(period: Period) -> Q:
    return Q(state__in=RUNNING, due_at__lt=period.cut_off)


_ON_TIME = Q(finished_at__lte=F("due_at"))

# Of the dossiers submitted in the period: what became of them (statistics).
COHORT: Mapping[str, Condition] = {
    "received": _submitted,
    "not_accepted_yet": lambda p: _submitted(p) & Q(state=State.REGISTERED),
    "running": lambda p: _submitted(p) & Q(state__in=RUNNING),
    "running_late": lambda p: _submitted(p) & _late_now(p),
    "waiting": lambda p: _submitted(p) & Q(state__in=WAITING),
    "done": lambda p: _submitted(p) & Q(state__in=DONE),
    "done_on_time": lambda p: _submitted(p) & Q(state__in=DONE) & _ON_TIME,
    "done_late": lambda p: _submitted(p) & Q(state__in=DONE) & ~_ON_TIME,
    "ended": lambda p: _submitted(p) & Q(state__in=ENDED),
}
# What stands now, and what was done in the period, whenever it was submitted (overview).
NOW: Mapping[str, Condition] = {
    "now_running": lambda _p: Q(state__in=RUNNING),
    "now_late": _late_now,
    "now_waiting": lambda _p: Q(state__in=WAITING),
    "period_received": _submitted,
    "period_online": lambda p: _submitted(p) & Q(channel__in=ONLINE),
    "period_done": _finished,
    "period_early": lambda p: _finished(p) & Q(finished_at__date__lt=F("due_at__date")),
    "period_on_day": lambda p: (
        _finished(p) & _ON_TIME & ~Q(finished_at__date__lt=F("due_at__date"))
    ),
    "period_late": lambda p: _finished(p) & ~_ON_TIME,
}
FIGURES: Mapping[str, Condition] = {**COHORT, **NOW}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which dossiers: a figure, a period, and what narrows it. "" and None do not narrow.

    A `unit_id` of 0 means those that lie in no unit.
    """

    figure: str
    period: Period
    group: str = ""
    agency_id: int | None = None
    unit_id: int | None = None
    field_code: str = ""
    channel: str = ""
    procedure_id: int | None = None
    state: int | None = None
    late_from: datetime | None = None
    late_until: datetime | None = None


def selected(by: Actor, chosen: Selection) -> QuerySet[Case]:
    """The dossiers of a selection that the actor's statistics may count."""
    rows = narrowed(visible_to(by, STATISTICS), chosen)
    return rows.filter(FIGURES[chosen.figure](chosen.period))


def narrowed(rows: QuerySet[Case], chosen: Selection) -> QuerySet[Case]:
    """The rows within the place, field, channel and procedure of the selection."""
    exact = {
        "handling_organisation_id": chosen.agency_id,
        "unit_id": chosen.unit_id or None,
        "field_code": chosen.field_code,
        "channel": chosen.channel,
        "procedure_id": chosen.procedure_id,
        "state": chosen.state,
        "due_at__gte": chosen.late_from,
        "due_at__lt": chosen.late_until,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in (None, "")})
    if chosen.unit_id == 0:
        rows = rows.filter(unit_id=None)
    if chosen.group:
        rows = rows.filter(handling_organisation_id__in=agencies_of_group(chosen.group, chosen))
    return rows


def agencies_of_group(group: str, chosen: Selection) -> list[int]:
    """Ids of the agencies of a level, alive in the period. One query."""
    kinds = GROUP_KINDS[group]
    on = chosen.period.cut_off.astimezone(ZONE).date()
    found = directory.search_organisations("", on, kinds=kinds, limit=5_000)
    return [card.id for card in found]


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one place (or of everything)."""

    key: int | None
    name: str
    kind: str
    now_running: int = 0
    now_late: int = 0
    now_waiting: int = 0
    period_received: int = 0
    period_online: int = 0
    period_done: int = 0
    period_early: int = 0
    period_on_day: int = 0
    period_late: int = 0

    @property
    def on_time_share(self) -> float | None:
        """Share of what was finished in the period by its promise; None when nothing was."""
        return 1 - self.period_late / self.period_done if self.period_done else None

    @property
    def online_share(self) -> float | None:
        """Share of what was submitted in the period over the network."""
        return self.period_online / self.period_received if self.period_received else None

    @property
    def parts(self) -> tuple[float, float, float]:
        """Early, on the day, late: per cent of what was finished."""
        if not self.period_done:
            return (0.0, 0.0, 0.0)
        early, on_day = self.period_early, self.period_on_day
        return tuple(  # type: ignore[return-value]
            round(100 * part / self.period_done, 1) for part in (early, on_day, self.period_late)
        )


def _counts(period: Period) -> dict[str, Count]:
    return {name: Count("id", filter=condition(period)) for name, condition in NOW.items()}


def by_place(by: Actor, chosen: Selection, field: str = "handling_organisation_id") -> list[Line]:
    """Figures by agency (or by unit), those with the most overdue first. Two queries."""
    rows = narrowed(visible_to(by, STATISTICS), chosen)
    counted = list(
        rows.order_by().values(key=F(field)).annotate(**_counts(chosen.period)).order_by("key")
    )
    cards = directory.last_organisation_cards({row["key"] for row in counted if row["key"]})
    lines = []
    for row in counted:
        if not any(number for name, number in row.items() if name != "key"):
            continue
        card = cards.get(row["key"])
        name, kind = (card.name, card.kind) if card else ("", "")
        lines.append(Line(name=name, kind=kind, **row))
    return sorted(lines, key=lambda line: (-line.now_late, -line.now_running, line.name))


def summed(lines: Iterable[Line], name: str = "", kind: str = "") -> Line:
    """One line for several places."""
    total = Line(key=None, name=name, kind=kind)
    for line in lines:
        total = replace(
            total, **{field: getattr(total, field) + getattr(line, field) for field in NOW}
        )
    return total


def everything(by: Actor, chosen: Selection) -> Line:
    """Figures of the whole selection. One query."""
    rows = narrowed(visible_to(by, STATISTICS), chosen)
    return Line(key=None, name="", kind="", **rows.aggregate(**_counts(chosen.period)))


def daily(by: Actor, chosen: Selection) -> list[float]:
    """Dossiers submitted on each day of the period, for the small line. One query."""
    rows = narrowed(visible_to(by, STATISTICS), chosen).filter(_submitted(chosen.period))
    counted = dict(
        rows.order_by()
        .annotate(day=TruncDate("submitted_at", tzinfo=ZONE))
        .values_list("day")
        .annotate(number=Count("id"))
    )
    first = chosen.period.start.astimezone(ZONE).date()
    last = min(chosen.period.end, chosen.period.cut_off).astimezone(ZONE).date()
    days = (last - first).days
    return [float(counted.get(first + timedelta(days=n), 0)) for n in range(min(days, 366) + 1)]


@dataclass(frozen=True, slots=True)
class Bucket:
    """Overdue dossiers by how long: due from `start` until before `end`."""

    code: str
    title: str
    number: int
    start: datetime | None
    end: datetime


_BUCKETS = (("1", "1 ngày", 1), ("2-5", "2–5 ngày", 5), ("6-10", "6–10 ngày", 10))


def late_bounds(
    now: datetime, calendar: WorkCalendar
) -> list[tuple[str, str, datetime | None, datetime]]:
    """(code, title, from, until) of each class of lateness, in working days of the calendar."""
    bounds = []
    end = now
    for code, title, days in _BUCKETS:
        start = _days_back(now, days, calendar)
        bounds.append((code, title, start, end))
        end = start
    return [*bounds, ("11", "Trên 10 ngày", None, end)]


def _days_back(now: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """The same time of day, so many working days ago."""
    day, left = now.astimezone(ZONE), days
    while left:
        day -= timedelta(days=1)
        if calendar.day(day.date()).spans:
            left -= 1
    return day


def late_buckets(by: Actor, chosen: Selection, calendar: WorkCalendar) -> list[Bucket]:
    """Overdue dossiers now, by how long. One query."""
    bounds = late_bounds(chosen.period.cut_off, calendar)
    rows = selected(by, replace(chosen, figure="now_late"))
    counts = rows.aggregate(
        **{
            f"n{place}": Count(
                "id", filter=Q(due_at__lt=end) & (Q(due_at__gte=start) if start else Q())
            )
            for place, (_code, _title, start, end) in enumerate(bounds)
        }
    )
    return [
        Bucket(code, title, counts[f"n{place}"], start, end)
        for place, (code, title, start, end) in enumerate(bounds)
    ]


@dataclass(frozen=True, slots=True)
class Hot:
    """Where many dossiers of one procedure are overdue."""

    agency_id: int
    agency_name: str
    procedure_id: int
    procedure_name: str
    number: int


def hottest(by: Actor, chosen: Selection, limit: int = 3) -> list[Hot]:
    """The agencies and procedures with the most overdue dossiers. Two queries."""
    rows = selected(by, replace(chosen, figure="now_late")).order_by()
    counted = list(
        rows.values("handling_organisation_id", "procedure_id", "procedure_name")
        .annotate(number=Count("id"))
        .order_by("-number", "procedure_id")[:limit]
    )
    cards = directory.last_organisation_cards({row["handling_organisation_id"] for row in counted})
    return [
        Hot(
            agency_id=row["handling_organisation_id"],
            agency_name=(
                cards[row["handling_organisation_id"]].name
                if row["handling_organisation_id"] in cards
                else ""
            ),
            procedure_id=row["procedure_id"],
            procedure_name=row["procedure_name"],
            number=row["number"],
        )
        for row in counted
    ]


def first_day(period: Period) -> date:
    """The first day of the period."""
    return period.start.astimezone(ZONE).date()


def last_day(period: Period) -> date:
    """The last day of the period."""
    return (period.end - timedelta(microseconds=1)).astimezone(ZONE).date()
