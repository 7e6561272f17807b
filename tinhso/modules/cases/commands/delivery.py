"""Giving a result into its owner's hand: sent is not delivered (TTHC-18)."""

from __future__ import annotations

from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command
from tinhso.kernel.numerals import money
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.errors import FeeOpen, ReasonMissing
from tinhso.modules.cases.events import CaseReturned, ResultSent
from tinhso.modules.cases.models import Case, Delivery
from tinhso.modules.cases.models.case import ReturnMethod
from tinhso.modules.cases.rules.states import DeliveryState, Finance, State


@command(permission="cases.return_result", audits=("case_id", "method"))
def send_result(
    case_id: int, *, method: str, tracking_number: str = "", text: str = "", by: Actor, at: datetime
) -> Delivery:
    """Send the result on its way; that is not yet delivered (TTHC-18).

    Raises FeeOpen while a fee is owed, StateForbids, CaseOfAnotherOffice.
    """
    case = moves.lock(case_id, by, "cases.return_result")
    moves.require_state(case, State.FINISHED)
    _require_paid(case)
    if method not in ReturnMethod.values:
        raise ReasonMissing(fields={"method": ["Chọn cách trả kết quả."]})
    delivery = Delivery.objects.create(
        case=case,
        method=method,
        sent_at=at,
        sent_by_name=by.name,
        tracking_number=tracking_number,
        note=text,
    )
    case.delivery = DeliveryState.SENT
    moves.move(
        case,
        action="send_result",
        title=f"Gửi kết quả: {delivery.get_method_display()}",
        text=tracking_number,
        is_public=True,
        by=by,
        at=at,
    )
    case.save()
    moves.tell(case, ResultSent(case.id, case.code, case.state, method))
    return delivery


@command(permission="cases.return_result", audits=("case_id", "method"))
def return_result(
    case_id: int, *, method: str, receiver_name: str, evidence: str, by: Actor, at: datetime
) -> Case:
    """Record that the result reached its owner, with the evidence of the channel.

    Raises ReasonMissing, FeeOpen, StateForbids, CaseOfAnotherOffice.
    """
    if not receiver_name.strip() or not evidence.strip():
        field = "evidence" if receiver_name.strip() else "receiver_name"
        raise ReasonMissing(fields={field: ["Nhập người nhận và căn cứ đã giao."]})
    case = moves.lock(case_id, by, "cases.return_result")
    moves.require_state(case, State.FINISHED)
    _require_paid(case)
    delivery = case.deliveries.filter(delivered_at__isnull=True, method=method).first()
    if delivery is None:
        delivery = Delivery(case=case, method=method, sent_at=at, sent_by_name=by.name)
    delivery.delivered_at, delivery.receiver_name = at, receiver_name
    delivery.evidence = evidence
    delivery.save()
    case.delivery, case.returned_at = DeliveryState.DELIVERED, at
    case.unit_id = None
    moves.move(
        case,
        action="return_result",
        title="Trả kết quả",
        to_state=State.RETURNED,
        text=delivery.get_method_display(),
        is_public=True,
        by=by,
        at=at,
    )
    case.save()
    moves.tell(case, CaseReturned(case.id, case.code, case.state))
    return case


def _require_paid(case: Case) -> None:
    if case.finance == Finance.OWED:
        owed = case.fees.filter(paid_at__isnull=True, waived_at__isnull=True)
        raise FeeOpen(amount=money(sum(fee.amount for fee in owed)))
