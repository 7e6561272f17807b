"""Dossiers handed from agency to agency: the receiver confirms, until then the sender answers."""

from __future__ import annotations

from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.command import command, note
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.commands.receive_case import begin
from tinhso.modules.cases.errors import (
    CaseOfAnotherOffice,
    HandoverOpen,
    NoHandover,
    ReasonMissing,
    WrongOrganisation,
)
from tinhso.modules.cases.events import HandoverConfirmed, HandoverRefused, HandoverSent
from tinhso.modules.cases.models import Case, Handover
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.cases.queries import routing
from tinhso.modules.cases.rules.states import State
from tinhso.modules.directory import public as directory
from tinhso.modules.procedures import public as procedures


def _open(case: Case) -> Handover | None:
    return case.handovers.filter(confirmed_at__isnull=True, refused_at__isnull=True).first()


@command(permission="cases.process_case", audits=("case_id", "organisation_id"))
def hand_over_case(
    case_id: int, *, organisation_id: int, reason: str, by: Actor, at: datetime
) -> Handover:
    """Send a case to the agency that is competent; the promise to the citizen stays (TTHC-06).

    Raises ReasonMissing, WrongOrganisation, HandoverOpen, NotTheHolder, StateForbids.
    """
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [str(ReasonMissing.message)]})
    case = moves.lock(case_id, by, "cases.process_case")
    moves.require_state(case, State.ACCEPTED, State.PROCESSING)
    moves.require_holder(case, by)
    waiting = _open(case)
    if waiting is not None:
        raise HandoverOpen(organisation=waiting.to_organisation_name)
    target = directory.organisation_cards([organisation_id], at.astimezone(ZONE).date()).get(
        organisation_id
    )
    if target is None or target.id == case.handling_organisation_id:
        raise WrongOrganisation(fields={"organisation": [str(WrongOrganisation.message)]})
    handover = Handover.objects.create(
        case=case,
        from_organisation_id=case.handling_organisation_id,
        to_organisation_id=target.id,
        to_organisation_name=target.name,
        reason=reason,
        sent_at=at,
        sent_by_name=by.name,
    )
    case.waiting_for = "handover"
    moves.move(
        case,
        action="hand_over",
        title=f"Bàn giao sang {target.name}",
        text=reason,
        facts={"handover": handover.id},
        by=by,
        at=at,
    )
    case.save()
    moves.tell(case, HandoverSent(case.id, case.code, case.state, target.id))
    return handover


def _awaited(case_id: int, by: Actor) -> tuple[Case, Handover]:
    case = case_queries.case(case_id, for_update=True)
    handover = _open(case)
    if handover is None:
        raise NoHandover
    if not by.may("cases.process_case", handover.to_organisation_id):
        raise CaseOfAnotherOffice
    note(subject=moves.subject_of(case), code=case.code)
    return case, handover


@command(permission="cases.process_case", audits=("case_id",))
def confirm_handover(case_id: int, *, by: Actor, at: datetime) -> Case:
    """Take over the case for one's agency; from now on this agency is responsible.

    Raises NoHandover, CaseOfAnotherOffice, NobodyForStep.
    """
    case, handover = _awaited(case_id, by)
    handover.confirmed_at, handover.confirmed_by_name = at, by.name
    handover.save(update_fields=["confirmed_at", "confirmed_by_name"])
    moves.leave_step(case, action="handed_over", at=at)
    case.handling_organisation_id = handover.to_organisation_id
    case.waiting_for = ""
    moves.move(
        case,
        action="confirm_handover",
        title=f"{handover.to_organisation_name} nhận bàn giao",
        is_public=True,
        by=by,
        at=at,
    )
    if case.clocks.exists():
        _move_agency_clock(case, at)
        _row, process = routing.process_version(case.process_version_id)
        moves.enter_step(case, process, process.start, at=at)
    else:
        begin(case, procedures.version_card(case.procedure_version_id), by=by, at=at)
    case.save()
    moves.tell(case, HandoverConfirmed(case.id, case.code, case.state, handover.to_organisation_id))
    return case


def _move_agency_clock(case: Case, at: datetime) -> None:
    """The sender's own clock ends; the citizen's goes on unchanged."""
    case.clocks.filter(kind="agency", ended_at__isnull=True).update(ended_at=at)


@command(permission="cases.process_case", audits=("case_id",))
def refuse_handover(case_id: int, *, reason: str, by: Actor, at: datetime) -> Case:
    """Send the case back to the agency it came from. Raises ReasonMissing, NoHandover."""
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [str(ReasonMissing.message)]})
    case, handover = _awaited(case_id, by)
    handover.refused_at, handover.refusal_reason = at, reason
    handover.save(update_fields=["refused_at", "refusal_reason"])
    case.waiting_for = ""
    moves.move(
        case,
        action="refuse_handover",
        title=f"{handover.to_organisation_name} không nhận",
        text=reason,
        by=by,
        at=at,
    )
    case.save()
    moves.tell(case, HandoverRefused(case.id, case.code, case.state, handover.to_organisation_id))
    return case
