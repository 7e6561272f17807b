"""Fees of a case: asked, taken at the counter, waived. Money never decides what was decided."""

from __future__ import annotations

from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.command import command, note
from tinhso.kernel.numbering import next_number
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.errors import FeeNotFound, ReasonMissing
from tinhso.modules.cases.events import FeeAsked, FeePaid
from tinhso.modules.cases.models import Case, FeeRequest
from tinhso.modules.cases.rules.states import Finance, State
from tinhso.modules.directory import public as directory


@command(permission="cases.process_case", audits=("case_id", "amount"))
def ask_fee(case_id: int, *, title: str, amount: int, by: Actor, at: datetime) -> FeeRequest:
    """Ask for an amount (đồng) that must be paid before going on; the clocks stop.

    Raises ReasonMissing, NotTheHolder, StateForbids.
    """
    if amount <= 0 or not title.strip():
        raise ReasonMissing(fields={"amount": ["Nhập tên khoản và số tiền lớn hơn 0."]})
    case = moves.lock(case_id, by, "cases.process_case")
    moves.require_state(case, State.ACCEPTED, State.PROCESSING)
    moves.require_holder(case, by)
    fee = FeeRequest.objects.create(
        case=case, title=title, amount=amount, asked_at=at, stops_clock=True
    )
    case.finance, case.waiting_for = Finance.OWED, "fee"
    if case.state == State.ACCEPTED:
        moves.move(
            case, action="process", title="Bắt đầu xử lý", to_state=State.PROCESSING, by=by, at=at
        )
    moves.move(
        case,
        action="ask_fee",
        title=f"Yêu cầu nộp: {title}",
        to_state=State.FEE_ASKED,
        is_public=True,
        facts={"amount": amount},
        by=by,
        at=at,
    )
    moves.pause(
        case, key=f"fee:{fee.id}", reason=f"Chờ nộp {title}", source="", at=at, restarts=False
    )
    case.save()
    moves.tell(case, FeeAsked(case.id, case.code, case.state, amount))
    return fee


@command(permission="cases.collect_fee", audits=("fee_id",))
def collect_fee(fee_id: int, *, by: Actor, at: datetime) -> FeeRequest:
    """Take the money at the counter; the receipt gets the next number of the agency's series.

    Raises FeeNotFound, CaseOfAnotherOffice.
    """
    case, fee = _locked(fee_id, by, "cases.collect_fee")
    year = at.astimezone(ZONE).year
    organisation = directory.organisation_cards(
        [case.receiving_organisation_id], at.astimezone(ZONE).date()
    )[case.receiving_organisation_id]
    number = next_number(f"fee-receipt:{organisation.code}:{year}")
    fee.paid_at, fee.collected_by_name = at, by.name
    fee.receipt_number = f"{number:07d}"
    fee.save(update_fields=["paid_at", "collected_by_name", "receipt_number"])
    _after_settling(case, fee, title=f"Đã nộp: {fee.title}", by=by, at=at)
    note(amount=fee.amount, receipt=fee.receipt_number)
    moves.tell(case, FeePaid(case.id, case.code, case.state, fee.amount))
    return fee


@command(permission="cases.collect_fee", audits=("fee_id", "reason"))
def waive_fee(fee_id: int, *, reason: str, by: Actor, at: datetime) -> FeeRequest:
    """Free the applicant of a fee, with the legal reason. Raises ReasonMissing, FeeNotFound."""
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [str(ReasonMissing.message)]})
    case, fee = _locked(fee_id, by, "cases.collect_fee")
    fee.waived_at, fee.waived_reason = at, reason
    fee.save(update_fields=["waived_at", "waived_reason"])
    _after_settling(case, fee, title=f"Miễn: {fee.title}", by=by, at=at, text=reason)
    return fee


def _locked(fee_id: int, by: Actor, permission: str) -> tuple[Case, FeeRequest]:
    case_id = FeeRequest.objects.filter(id=fee_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise FeeNotFound
    case = moves.lock(case_id, by, permission)
    fee = FeeRequest.objects.select_for_update().get(id=fee_id)
    if fee.paid_at or fee.waived_at:
        raise FeeNotFound
    return case, fee


def _after_settling(
    case: Case, fee: FeeRequest, *, title: str, by: Actor, at: datetime, text: str = ""
) -> None:
    open_fees = case.fees.filter(paid_at__isnull=True, waived_at__isnull=True)
    if not open_fees.exists():
        paid = case.fees.filter(paid_at__isnull=False).exists()
        case.finance = Finance.PAID if paid else Finance.NONE
    back = None
    if case.state == State.FEE_ASKED and not open_fees.filter(stops_clock=True).exists():
        back, case.waiting_for = State.PROCESSING, ""
    moves.move(
        case,
        action="settle_fee",
        title=title,
        text=text,
        to_state=back,
        is_public=True,
        facts={"amount": fee.amount},
        by=by,
        at=at,
    )
    if fee.stops_clock:
        moves.resume(case, key=f"fee:{fee.id}", at=at)
    case.save()
