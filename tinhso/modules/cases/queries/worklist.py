"""Work lists: what is mine, what waits in my unit, what is asked of my agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.counts import counts_up_to
from tinhso.modules.cases.models import Case, Handover, Opinion
from tinhso.modules.cases.queries.cases import visible_to
from tinhso.modules.cases.rules.states import OPEN, State
from tinhso.modules.directory import public as directory
from tinhso.modules.identity import public as identity

OPEN_STATES = sorted(int(state) for state in OPEN)
COUNT_LIMIT = 10_000
APPROVE = "cases.approve_result"


def mine(by: Actor) -> QuerySet[Case]:
    """Open cases the officer holds."""
    return Case.objects.filter(holder_officer_id=by.officer_id, state__in=OPEN_STATES)


def of_units(by: Actor) -> QuerySet[Case]:
    """Open cases of the units in which the officer works, held or not."""
    places = by.places("cases.process_case")
    rows = Case.objects.filter(state__in=OPEN_STATES)
    return rows if places is EVERYWHERE else rows.filter(unit_id__in=places)


def waiting_for_somebody(by: Actor) -> QuerySet[Case]:
    """Open cases of the officer's units that nobody has taken, accepted ones first of all."""
    return of_units(by).filter(holder_officer_id=None).exclude(state=State.REGISTERED)


def to_accept(by: Actor) -> QuerySet[Case]:
    """Dossiers that came online, by post or from the portal and wait at the officer's counter."""
    places = by.places("cases.receive_case")
    rows = Case.objects.filter(state=State.REGISTERED)
    return rows if places is EVERYWHERE else rows.filter(receiving_organisation_id__in=places)


def to_approve(by: Actor) -> QuerySet[Case]:
    """Open cases at a step of those who approve: the actor's own, and those nobody took yet."""
    roles = identity.roles_that_may(APPROVE)
    rows = Case.objects.filter(state__in=OPEN_STATES, step_role__in=roles)
    places = by.places(APPROVE)
    free = Q(holder_officer_id=None)
    if places is not EVERYWHERE:
        free &= Q(handling_organisation_id__in=places)
    return rows.filter(Q(holder_officer_id=by.officer_id) | free)


def to_return(by: Actor) -> QuerySet[Case]:
    """Results that wait at the officer's counter for their owner."""
    places = by.places("cases.return_result")
    rows = Case.objects.filter(state=State.FINISHED)
    return rows if places is EVERYWHERE else rows.filter(receiving_organisation_id__in=places)


def due_before(rows: QuerySet[Case], moment: datetime) -> QuerySet[Case]:
    """Cases whose step limit or promise passes before the moment, unless their clock stands."""
    running = Q(state__in=[State.ACCEPTED, State.PROCESSING])
    return rows.filter(running, Q(step_due_at__lt=moment) | Q(due_at__lt=moment))


def overdue(rows: QuerySet[Case], now: datetime) -> QuerySet[Case]:
    """Cases whose promise to the citizen has passed."""
    return rows.filter(state__in=[State.ACCEPTED, State.PROCESSING], due_at__lt=now)


def soon(by: Actor, now: datetime) -> datetime:
    """The end of “sắp đến hạn”: one working day ahead by the calendar of the actor's office."""
    if by.organisation_id is None:
        return now + timedelta(days=1)
    calendar = directory.calendar_of(by.organisation_id, now.astimezone(ZONE).date())
    return calendar.advance(now, timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """Figures of the sidebar and tabs; each is the length of its list, up to COUNT_LIMIT."""

    mine: int
    due_soon: int
    late: int
    late_in_unit: int
    waiting: int
    unit: int
    to_approve: int
    to_accept: int
    to_return: int
    opinions: int
    handovers: int


def work_counts(by: Actor, now: datetime) -> WorkCounts:
    """All bounded counts in one query whatever the volume."""
    limit = soon(by, now)
    of = {
        "mine": mine(by),
        "due_soon": due_before(mine(by), limit),
        "late": overdue(mine(by), now),
        "late_in_unit": overdue(of_units(by), now),
        "waiting": mine(by).exclude(waiting_for=""),
        "unit": waiting_for_somebody(by),
        "to_approve": to_approve(by) if by.may(APPROVE) else Case.objects.none(),
        "to_accept": to_accept(by) if by.may("cases.receive_case") else Case.objects.none(),
        "to_return": to_return(by) if by.may("cases.return_result") else Case.objects.none(),
        "opinions": (
            open_opinions(by) if by.may("cases.answer_opinion") else Opinion.objects.none()
        ),
        "handovers": open_handovers(by)
        if by.may("cases.process_case")
        else Handover.objects.none(),
    }
    counted = counts_up_to(list(of.values()), COUNT_LIMIT)
    return WorkCounts(**dict(zip(of, counted, strict=True)))


def open_opinions(by: Actor) -> QuerySet[Opinion]:
    """Questions to the officer's agencies that wait for an answer."""
    places = by.places("cases.answer_opinion")
    rows = Opinion.objects.filter(answered_at=None, cancelled_at=None).select_related("case")
    return rows if places is EVERYWHERE else rows.filter(organisation_id__in=places)


def open_handovers(by: Actor) -> QuerySet[Handover]:
    """Cases offered to the officer's agencies that wait for a confirmation."""
    places = by.places("cases.process_case")
    rows = Handover.objects.filter(confirmed_at=None, refused_at=None).select_related("case")
    return rows if places is EVERYWHERE else rows.filter(to_organisation_id__in=places)


def everything(by: Actor) -> QuerySet[Case]:
    """Every case the officer may look up."""
    return visible_to(by)
