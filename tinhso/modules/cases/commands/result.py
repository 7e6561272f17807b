"""The result: drafted, drafted again, and given into its owner's hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.errors import ActionNotOffered, FeeOpen, ReasonMissing
from tinhso.modules.cases.events import CaseReturned, ResultSent
from tinhso.modules.cases.models import Case, CaseResult, Delivery
from tinhso.modules.cases.models.case import ReturnMethod
from tinhso.modules.cases.queries import routing
from tinhso.modules.cases.rules.states import DeliveryState, Finance, State


@dataclass(frozen=True, slots=True)
class NewResult:
    """What the officer drafts: a result template with its values, or an uploaded file."""

    template: str
    title: str
    values: Mapping[str, Any]
    file_id: int | None = None


@command(permission="cases.process_case", audits=("case_id",))
def draft_result(case_id: int, *, new: NewResult, by: Actor, at: datetime) -> CaseResult:
    """Draft the result, or a new version of it: what was approved is never changed (TTHC-16).

    Raises NotTheHolder, ActionNotOffered, StateForbids.
    """
    case = moves.lock(case_id, by, "cases.process_case")
    moves.require_state(case, State.ACCEPTED, State.PROCESSING)
    moves.require_holder(case, by)
    _row, process = routing.process_version(case.process_version_id)
    if not process.step(case.step_code).drafts_result:
        raise ActionNotOffered(step=case.step_title)
    last = case.results.order_by("-version").first()
    result = CaseResult.objects.create(
        case=case,
        version=last.version + 1 if last else 1,
        template=new.template,
        title=new.title,
        values=dict(new.values),
        file_id=new.file_id,
        drafted_at=at,
        drafted_by_officer_id=by.officer_id,
        drafted_by_name=by.name,
    )
    moves.move(
        case,
        action="draft_result",
        title=f"Soạn kết quả: {new.title} (bản {result.version})",
        facts={"result": result.id},
        by=by,
        at=at,
    )
    case.save()
    note(version=result.version, template=new.template)
    return result


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
        raise FeeOpen(amount=f"{sum(fee.amount for fee in owed):,} đ".replace(",", "."))
