"""Endings without a result: stopped by the agency, withdrawn by the applicant."""

from __future__ import annotations

from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import Outcome
from tinhso.kernel.command import command
from tinhso.modules.cases.commands import issue_paper, moves
from tinhso.modules.cases.errors import CaseOfAnotherOffice, ReasonMissing
from tinhso.modules.cases.events import CaseStopped, CaseWithdrawn
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.cases.rules.states import Finance, State


def settle(case: Case, at: datetime) -> None:
    """Close what is open: clocks, step, questions, supplements; what was paid is to be refunded."""
    moves.end_clocks(case, outcome=Outcome.STOPPED, at=at)
    moves.leave_step(case, action="ended", at=at)
    case.opinions.filter(answered_at__isnull=True, cancelled_at__isnull=True).update(
        cancelled_at=at
    )
    case.supplements.filter(answered_at__isnull=True).update(answered_at=at)
    case.finished_at, case.waiting_for = at, ""
    if case.finance == Finance.PAID:
        case.finance = Finance.REFUND_DUE
    elif case.finance == Finance.OWED:
        case.fees.filter(paid_at__isnull=True, waived_at__isnull=True).update(
            waived_at=at, waived_reason="Hồ sơ kết thúc không có kết quả"
        )
        case.finance = Finance.NONE


@command(permission="cases.process_case", audits=("case_id",))
def stop_case(
    case_id: int, *, reason: str, version: int | None = None, by: Actor, at: datetime
) -> Case:
    """Stop processing with a notice (form 05). Raises ReasonMissing, NotTheHolder, StateForbids."""
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [str(ReasonMissing.message)]})
    case = moves.lock(case_id, by, "cases.process_case", version=version)
    moves.require_state(
        case, State.ACCEPTED, State.PROCESSING, State.SUPPLEMENT_ASKED, State.FEE_ASKED
    )
    if case.accepted_at is not None:
        moves.require_holder(case, by)
    moves.move(
        case,
        action="stop",
        title="Dừng giải quyết (mẫu 05)",
        text=reason,
        to_state=State.STOPPED,
        is_public=True,
        by=by,
        at=at,
    )
    settle(case, at)
    issue_paper.stop_notice(case, reason, by=by, at=at)
    case.save()
    moves.tell(case, CaseStopped(case.id, case.code, case.state))
    return case


@command(permission="cases.withdraw_case", audits=("case_id",))
def withdraw_case(case_id: int, *, reason: str, by: Actor, at: datetime) -> Case:
    """The applicant takes the dossier back. Raises CaseOfAnotherOffice, StateForbids."""
    case = case_queries.case(case_id, for_update=True)
    if case.applicant_account_id is None or case.applicant_account_id != by.account_id:
        raise CaseOfAnotherOffice
    return _withdraw(case, reason, by=by, at=at)


@command(permission="cases.receive_case", audits=("case_id",))
def withdraw_at_counter(case_id: int, *, reason: str, by: Actor, at: datetime) -> Case:
    """The counter records a written wish to withdraw. Raises CaseOfAnotherOffice, StateForbids."""
    case = moves.lock(case_id, by, "cases.receive_case")
    return _withdraw(case, reason, by=by, at=at)


def _withdraw(case: Case, reason: str, *, by: Actor, at: datetime) -> Case:
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [str(ReasonMissing.message)]})
    moves.move(
        case,
        action="withdraw",
        title="Rút hồ sơ",
        text=reason,
        to_state=State.WITHDRAWN,
        is_public=True,
        by=by,
        at=at,
    )
    settle(case, at)
    case.save()
    moves.tell(case, CaseWithdrawn(case.id, case.code, case.state))
    return case
