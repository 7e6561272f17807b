"""Work inside the agency: take, assign, act."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE, Outcome
from tinhso.kernel.command import command, note
from tinhso.kernel.numerals import money
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.errors import (
    ActionNotOffered,
    AlreadyTaken,
    FeeOpen,
    OpinionsMissing,
    ReasonMissing,
    ResultMissing,
    SelfApproval,
    StateForbids,
    WrongOfficer,
)
from tinhso.modules.cases.events import CaseFinished, ResultApproved, StepEntered
from tinhso.modules.cases.models import Case, CaseResult, CaseStep
from tinhso.modules.cases.queries import routing
from tinhso.modules.cases.rules.process import Action, ActionKind, Process, Step, offered
from tinhso.modules.cases.rules.states import DeliveryState, Finance, State
from tinhso.modules.directory import public as directory

PROCESS = "cases.process_case"


@command(permission=PROCESS, audits=("case_id",))
def take_case(case_id: int, *, by: Actor, at: datetime) -> Case:
    """Take a case that waits for somebody of the unit; two who try at once have one winner.

    Raises AlreadyTaken, WrongOfficer, StateForbids, CaseNotFound, CaseOfAnotherOffice.
    """
    case = moves.lock(case_id, by, PROCESS)
    run = _open(case)
    if case.holder_officer_id is not None:
        raise AlreadyTaken(who=run.holder_name, when=f"{timezone.localtime(run.taken_at):%H:%M}")
    _require_role(run, by.officer_id, at)
    _hand(case, run, by.officer_id or 0, by=by, at=at, title="Nhận thụ lý")
    return case


@command(permission="cases.assign_case", audits=("case_id", "officer_id"))
def assign_case(
    case_id: int, *, officer_id: int, reason: str = "", by: Actor, at: datetime
) -> Case:
    """Give the open step to an officer of its unit, or take it over to another one.

    Raises WrongOfficer, StateForbids, CaseNotFound, CaseOfAnotherOffice.
    """
    case = moves.lock(case_id, by, "cases.assign_case")
    run = _open(case)
    _require_role(run, officer_id, at)
    note(before=case.holder_officer_id)
    _hand(case, run, officer_id, by=by, at=at, title="Giao thụ lý", text=reason)
    return case


def _open(case: Case) -> CaseStep:
    moves.require_state(
        case, State.ACCEPTED, State.PROCESSING, State.SUPPLEMENT_ASKED, State.FEE_ASKED
    )
    run = moves.open_step(case)
    if run is None:
        raise StateForbids(state=case.get_state_display())
    return run


def _require_role(run: CaseStep, officer_id: int | None, at: datetime) -> None:
    on = at.astimezone(ZONE).date()
    if officer_id is None or not routing.may_hold(
        officer_id, role=run.role, unit_id=run.unit_id, on=on
    ):
        unit = directory.organisation_cards([run.unit_id], on).get(run.unit_id)
        raise WrongOfficer(role=run.role, unit=unit.name if unit else "")


def _hand(  # noqa: PLR0913 - who, whom, when, under which title
    case: Case,
    run: CaseStep,
    officer_id: int,
    *,
    by: Actor,
    at: datetime,
    title: str,
    text: str = "",
) -> None:
    moves.give(case, run, officer_id, at=at)
    moves.move(case, action="assign", title=f"{title}: {run.holder_name}", text=text, by=by, at=at)
    _start_processing(case, by=by, at=at)
    case.save()
    moves.tell(case, StepEntered(case.id, case.code, case.state, run.id, officer_id, run.unit_id))


def _start_processing(case: Case, *, by: Actor, at: datetime) -> None:
    """The first officer who has the case turns “Được tiếp nhận” into “Đang xử lý”."""
    if case.state == State.ACCEPTED:
        moves.move(
            case,
            action="process",
            title="Bắt đầu xử lý",
            to_state=State.PROCESSING,
            is_public=True,
            by=by,
            at=at,
        )


@command(permission=PROCESS, audits=("case_id", "action"))
def act_on_case(
    case_id: int,
    *,
    action: str,
    text: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Take one of the actions the step offers: pass on, give back, approve, finish.

    Raises ActionNotOffered, NotTheHolder, ReasonMissing, ResultMissing, OpinionsMissing,
    SelfApproval, StateForbids, CaseChanged, CaseOfAnotherOffice.
    """
    case = moves.lock(case_id, by, PROCESS, version=version)
    moves.require_state(case, State.ACCEPTED, State.PROCESSING)
    moves.require_holder(case, by)
    _row, process = routing.process_version(case.process_version_id)
    step = process.step(case.step_code)
    chosen = _offered_action(case, step, action)
    if chosen.needs_note and not text.strip():
        raise ReasonMissing(fields={"text": [str(ReasonMissing.message)]})
    _start_processing(case, by=by, at=at)
    if chosen.kind is ActionKind.APPROVE:
        _approve(case, by=by, at=at)
    elif chosen.kind is ActionKind.FORWARD and step.drafts_result:
        _require_result(case)
    if chosen.kind is ActionKind.FINISH:
        _finish(case, chosen, text=text, by=by, at=at)
    else:
        _pass_on(case, process, chosen, text=text, by=by, at=at)
    case.save()
    return case


def _offered_action(case: Case, step: Step, code: str) -> Action:
    for action in offered(step, case.answers):
        if action.code == code:
            return action
    raise ActionNotOffered(step=step.title)


def _pass_on(
    case: Case, process: Process, action: Action, *, text: str, by: Actor, at: datetime
) -> None:
    moves.move(
        case,
        action=f"step.{action.kind}",
        title=action.title,
        text=text,
        by=by,
        at=at,
        facts={"action": action.code, "to": action.to},
    )
    moves.leave_step(case, action=action.code, at=at, text=text)
    moves.enter_step(case, process, action.to, at=at)


def latest_result(case: Case) -> CaseResult | None:
    """The newest version of the result."""
    return case.results.order_by("-version").first()


def _require_result(case: Case) -> CaseResult:
    result = latest_result(case)
    if result is None:
        raise ResultMissing
    return result


def _approve(case: Case, *, by: Actor, at: datetime) -> None:
    """Approve the newest version of the result: the one who drafted it may not (SEC-32)."""
    if not by.may("cases.approve_result", case.handling_organisation_id):
        raise ActionNotOffered(step=case.step_title)
    waiting = case.opinions.filter(
        is_mandatory=True, answered_at__isnull=True, cancelled_at__isnull=True
    )
    names = [opinion.organisation_name for opinion in waiting]
    if names:
        raise OpinionsMissing(who=", ".join(names))
    result = _require_result(case)
    if result.drafted_by_officer_id is not None and result.drafted_by_officer_id == by.officer_id:
        raise SelfApproval
    result.approved_at = at
    result.approved_by_officer_id = by.officer_id
    result.approved_by_name, result.approved_by_title = by.name, by.position_title
    result.save()
    moves.tell(case, ResultApproved(case.id, case.code, case.state, result.id))


def _finish(case: Case, action: Action, *, text: str, by: Actor, at: datetime) -> None:
    result = _require_result(case)
    if result.approved_at is None:
        raise ResultMissing
    owed = case.fees.filter(paid_at__isnull=True, waived_at__isnull=True, stops_clock=True)
    if case.finance == Finance.OWED and owed.exists():
        raise FeeOpen(amount=money(sum(fee.amount for fee in owed)))
    moves.leave_step(case, action=action.code, at=at, text=text)
    moves.end_clocks(case, outcome=Outcome.DONE, at=at)
    case.finished_at, case.delivery = at, DeliveryState.READY
    case.unit_id = case.receiving_organisation_id
    result.issued_at = at
    result.save(update_fields=["issued_at"])
    moves.move(
        case,
        action="finish",
        title="Đã có kết quả",
        text=text,
        to_state=State.FINISHED,
        is_public=True,
        by=by,
        at=at,
    )
    late = case.due_at is not None and at > case.due_at
    moves.tell(case, CaseFinished(case.id, case.code, case.state, late))
