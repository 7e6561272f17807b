"""Form 02: ask once and completely for what is missing, and take it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE, Received, reckon, working_days
from tinhso.kernel.command import command, note
from tinhso.modules.cases.commands import issue_paper, moves
from tinhso.modules.cases.commands.register_case import NewPaper, add_papers
from tinhso.modules.cases.errors import (
    CaseOfAnotherOffice,
    ReasonMissing,
    StateForbids,
    SupplementTooLate,
)
from tinhso.modules.cases.events import SupplementAsked, SupplementReceived
from tinhso.modules.cases.models import Case, SupplementRequest
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.cases.queries.supplements import ask_until
from tinhso.modules.cases.rules import clocks
from tinhso.modules.cases.rules.states import State
from tinhso.modules.directory import public as directory
from tinhso.modules.procedures import public as procedures

# How long the applicant has; NĐ 63/2024 as amended by NĐ 301/2026 says 7 working days for linked
# civil-status procedures, and no general text gives another figure: a row may override it.
RESPONSE_DAYS = 7


@command(permission="cases.view_case", audits=("case_id",))
def request_supplement(
    case_id: int,
    *,
    items: Sequence[str],
    reason: str,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> SupplementRequest:
    """Ask the applicant for what is missing; the clocks stop by the rule of the procedure.

    Before acceptance the counter asks, afterwards the holder, and only within the time the law
    gives. Raises ReasonMissing, SupplementTooLate, NotTheHolder, StateForbids, CaseChanged,
    CaseOfAnotherOffice.
    """
    wanted = [item.strip() for item in items if item.strip()]
    if not wanted or not reason.strip():
        raise ReasonMissing(fields={"reason" if wanted else "items": [str(ReasonMissing.message)]})
    case = moves.lock(case_id, by, "cases.view_case", version=version)
    before_acceptance = case.state == State.REGISTERED
    _require_may_ask(case, by, at, before_acceptance=before_acceptance)
    ordinal = case.supplement_count + 1
    request = SupplementRequest.objects.create(
        case=case,
        ordinal=ordinal,
        items=wanted,
        reason=reason,
        asked_at=at,
        asked_by_officer_id=by.officer_id,
        asked_by_name=by.name,
        respond_by=_respond_by(case, at),
        is_before_acceptance=before_acceptance,
    )
    case.supplement_count = ordinal
    case.waiting_for = "applicant"
    moves.move(
        case,
        action="ask_supplement",
        title="Yêu cầu bổ sung (mẫu 02)",
        to_state=State.SUPPLEMENT_ASKED,
        text=reason,
        is_public=True,
        facts={"items": wanted, "ordinal": ordinal},
        by=by,
        at=at,
    )
    if not before_acceptance:
        rule = procedures.version_card(case.procedure_version_id)
        moves.pause(
            case,
            key=f"supplement:{ordinal}",
            reason=f"Chờ bổ sung lần {ordinal}",
            source=rule.supplement_source,
            at=at,
            restarts=rule.supplement_mode == "restart",
        )
    issue_paper.supplement(case, request, by=by, at=at)
    case.save()
    note(ordinal=ordinal, items=len(wanted))
    moves.tell(case, SupplementAsked(case.id, case.code, case.state, ordinal))
    return request


def _require_may_ask(case: Case, by: Actor, at: datetime, *, before_acceptance: bool) -> None:
    if before_acceptance:
        if not by.may("cases.receive_case", case.receiving_organisation_id):
            raise CaseOfAnotherOffice
        return
    moves.require_state(case, State.ACCEPTED, State.PROCESSING)
    moves.require_holder(case, by)
    if at > ask_until(case, case.supplements.all(), at):
        raise SupplementTooLate(
            days=clocks.SUPPLEMENT_WINDOW_DAYS, source=clocks.SUPPLEMENT_WINDOW_SOURCE
        )


def _respond_by(case: Case, at: datetime) -> datetime:
    calendar = directory.calendar_of(case.handling_organisation_id, at.astimezone(ZONE).date())
    return reckon(working_days(RESPONSE_DAYS), [Received(at)], calendar, at).due


@command(permission="cases.submit_case", audits=("case_id",))
def send_supplement(
    case_id: int,
    *,
    papers: Sequence[NewPaper],
    answers: Mapping[str, Any] | None = None,
    text: str = "",
    by: Actor,
    at: datetime,
) -> Case:
    """The applicant sends what was asked for. Raises CaseOfAnotherOffice, StateForbids."""
    case = case_queries.case(case_id, for_update=True)
    if case.applicant_account_id is None or case.applicant_account_id != by.account_id:
        raise CaseOfAnotherOffice
    return take_in(case, papers=papers, answers=answers, text=text, by=by, at=at)


@command(permission="cases.receive_case", audits=("case_id",))
def receive_supplement(
    case_id: int, *, papers: Sequence[NewPaper], text: str = "", by: Actor, at: datetime
) -> Case:
    """The counter takes in what was asked for. Raises CaseOfAnotherOffice, StateForbids."""
    case = moves.lock(case_id, by, "cases.receive_case")
    return take_in(case, papers=papers, answers=None, text=text, by=by, at=at)


def take_in(
    case: Case,
    *,
    papers: Sequence[NewPaper],
    answers: Mapping[str, Any] | None,
    text: str,
    by: Actor,
    at: datetime,
) -> Case:
    moves.require_state(case, State.SUPPLEMENT_ASKED)
    request = case.supplements.filter(answered_at__isnull=True).first()
    if request is None:
        raise StateForbids(state=case.get_state_display())
    request.answered_at, request.answer_note = at, text
    request.save(update_fields=["answered_at", "answer_note"])
    add_papers(case, papers, by=by, at=at, round_number=request.ordinal)
    if answers:
        case.answers = {**case.answers, **answers}
    case.waiting_for = ""
    back_to = State.REGISTERED if request.is_before_acceptance else State.PROCESSING
    moves.move(
        case,
        action="receive_supplement",
        title=f"Nhận bổ sung lần {request.ordinal}",
        to_state=back_to,
        text=text,
        is_public=True,
        facts={"papers": len(papers), "ordinal": request.ordinal},
        by=by,
        at=at,
    )
    if not request.is_before_acceptance:
        moves.resume(case, key=f"supplement:{request.ordinal}", at=at)
    case.save()
    note(subject=moves.subject_of(case), ordinal=request.ordinal)
    moves.tell(case, SupplementReceived(case.id, case.code, case.state, request.ordinal))
    return case
