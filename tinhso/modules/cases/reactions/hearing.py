"""Reactions: each runs after the commit, in a transaction of its own."""

from __future__ import annotations

from datetime import datetime

from tinhso.kernel.actor import system_actor
from tinhso.kernel.events import reacts_to
from tinhso.kernel.jobs import enqueue, registry
from tinhso.modules.cases import events
from tinhso.modules.cases.commands.intake import report_status
from tinhso.modules.cases.commands.take_over import take_over_cases
from tinhso.modules.cases.models import Case
from tinhso.modules.directory import public as directory
from tinhso.modules.identity import public as identity
from tinhso.modules.notifications import public as notifications

APPLICANT_KINDS = {
    events.CaseSubmitted: "case_submitted",
    events.CaseAccepted: "case_accepted",
    events.CaseRefused: "case_refused",
    events.SupplementAsked: "case_supplement_asked",
    events.FeeAsked: "case_fee_asked",
    events.CaseExtended: "case_extended",
    events.CaseApologised: "case_apologised",
    events.CaseStopped: "case_stopped",
    events.CaseFinished: "case_finished",
    events.CaseReturned: "case_returned",
    events.CaseMovedToSuccessor: "case_moved",
}


def _tell_applicant(event: events.CaseEvent, *, at: datetime) -> None:
    """One notice for each event, without sensitive content (TTHC-20)."""
    case = Case.objects.get(id=event.case_id)
    if case.applicant_account_id is None and not case.applicant_email:
        return
    kind = APPLICANT_KINDS[type(event)]
    places = notifications.kinds()[kind].places
    values = {"code": case.code, "procedure": case.procedure_name, "due_at": case.due_at}
    last = case.movements.order_by("-id").first()
    notifications.notify(
        key=f"{kind}:{case.id}:{last.id if last else 0}",
        account_id=case.applicant_account_id,
        email=case.applicant_email,
        kind=kind,
        values={name: values[name] for name in places},
        link=f"/ho-so/{case.public_id}/",
        subject=f"case:{case.id}",
        at=at,
    )


for _kind in APPLICANT_KINDS:
    reacts_to(_kind)(_tell_applicant)


def _tell_portal(event: events.CaseEvent, *, at: datetime) -> None:
    if report_status(event.case_id, at=at) is not None:
        enqueue(registry["cases.tell_portal"])


for _kind in (
    events.CaseSubmitted,
    events.CaseAccepted,
    events.CaseRefused,
    events.SupplementAsked,
    events.SupplementReceived,
    events.FeeAsked,
    events.FeePaid,
    events.CaseExtended,
    events.CaseStopped,
    events.CaseWithdrawn,
    events.CaseFinished,
    events.CaseReturned,
):
    reacts_to(_kind)(_tell_portal)


@reacts_to(events.StepEntered)
def tell_the_holder(event: events.StepEntered, *, at: datetime) -> None:
    """The officer who gets a case hears of it."""
    case = Case.objects.get(id=event.case_id)
    _tell_officer(
        event.holder_officer_id,
        case,
        key=f"case_assigned:{event.step_id}:{event.holder_officer_id}",
        kind="case_assigned",
        values={"code": case.code, "procedure": case.procedure_name, "step": case.step_title},
        at=at,
    )


@reacts_to(events.HandoverRefused)
def tell_who_handed_over(event: events.HandoverRefused, *, at: datetime) -> None:
    """The officer who goes on with the case hears that nobody took it."""
    case = Case.objects.get(id=event.case_id)
    last = case.handovers.order_by("-id").first()
    _tell_officer(
        case.holder_officer_id,
        case,
        key=f"handover_refused:{last.pk if last else 0}",
        kind="handover_refused",
        values={"code": case.code, "procedure": case.procedure_name},
        at=at,
    )


def _tell_officer(
    officer_id: int | None,
    case: Case,
    *,
    key: str,
    kind: str,
    values: dict[str, object],
    at: datetime,
) -> None:
    account_id = identity.account_id_of_officer(officer_id) if officer_id is not None else None
    if account_id is None:
        return
    notifications.notify(
        key=key,
        account_id=account_id,
        kind=kind,
        values=values,
        link=f"/xu-ly/{case.public_id}/",
        subject=f"case:{case.id}",
        at=at,
    )


@reacts_to(directory.PostEnded)
def hand_work_over(event: directory.PostEnded, *, at: datetime) -> None:
    """Open work of an ended post goes to the head of the unit."""
    take_over_cases(
        event.officer_id,
        reason="Người giữ thôi giữ vị trí",
        by=system_actor("bàn giao công việc"),
        at=at,
    )
