"""Statistics that always reconcile with the list: the same rows, grouped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Count, F, Q, QuerySet

from tinhso.kernel.actor import Actor
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries.cases import visible_to
from tinhso.modules.cases.rules.states import State

GroupBy = Literal["handling_organisation_id", "field_code", "channel", "procedure_id", "state"]
RUNNING = [State.ACCEPTED, State.PROCESSING]
WAITING = [State.SUPPLEMENT_ASKED, State.FEE_ASKED]
DONE = [State.FINISHED, State.RETURNED]
ENDED = [State.NOT_ACCEPTED, State.WITHDRAWN, State.STOPPED]


@dataclass(frozen=True, slots=True)
class Period:
    """Cases submitted from `start` until before `end`; `cut_off` is when the figures were taken."""

    start: datetime
    end: datetime
    cut_off: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of statistics. received = not_accepted_yet + running + waiting + done + ended."""

    key: object
    received: int
    not_accepted_yet: int
    running: int
    running_late: int
    waiting: int
    done: int
    done_on_time: int
    done_late: int
    ended: int

    @property
    def on_time_share(self) -> float | None:
        """Share of finished dossiers finished by their due moment; None when none is finished."""
        return self.done_on_time / self.done if self.done else None


def cases_of(by: Actor, period: Period) -> QuerySet[Case]:
    """The rows every figure of the period counts; the list page shows the same."""
    return visible_to(by, "cases.view_statistics").filter(
        submitted_at__gte=period.start, submitted_at__lt=period.end
    )


def figures(by: Actor, period: Period, group_by: GroupBy) -> list[Figures]:
    """Figures by group, largest first. One query."""
    rows = cases_of(by, period).values(key=F(group_by)).order_by("key").annotate(**_counts(period))
    return sorted((Figures(**row) for row in rows), key=lambda row: -row.received)


def total(by: Actor, period: Period) -> Figures:
    """Figures of everything. One query."""
    return Figures(key=None, **cases_of(by, period).aggregate(**_counts(period)))


def _counts(period: Period) -> dict[str, Count]:
    done, running = Q(state__in=DONE), Q(state__in=RUNNING)
    return {
        "received": Count("id"),
        "not_accepted_yet": Count("id", filter=Q(state=State.REGISTERED)),
        "running": Count("id", filter=running),
        "running_late": Count("id", filter=running & Q(due_at__lt=period.cut_off)),
        "waiting": Count("id", filter=Q(state__in=WAITING)),
        "done": Count("id", filter=done),
        "done_on_time": Count("id", filter=done & Q(finished_at__lte=F("due_at"))),
        "done_late": Count("id", filter=done & ~Q(finished_at__lte=F("due_at"))),
        "ended": Count("id", filter=Q(state__in=ENDED)),
    }


def total_of_province(period: Period) -> Figures:
    """Figures of everything in the province, for everybody. One query."""
    rows = _in_period(period)
    return Figures(key=None, **rows.aggregate(**_counts(period)))


def submitted_online(period: Period) -> int:
    """How many dossiers of the period came over the network. One query."""
    return _in_period(period).filter(channel__in=["online", "portal"]).count()


def _in_period(period: Period) -> QuerySet[Case]:
    return Case.objects.filter(submitted_at__gte=period.start, submitted_at__lt=period.end)


def most_frequent_procedures(since: date, limit: int) -> list[int]:
    """Procedure ids by number of dossiers since the day. One query."""
    rows = Case.objects.filter(submitted_at__date__gte=since).values("procedure_id")
    counted = rows.annotate(number=Count("id")).order_by("-number", "procedure_id")
    return [row["procedure_id"] for row in counted[:limit]]
