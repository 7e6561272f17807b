"""The log of what was sent outside."""

from __future__ import annotations

from django.db.models import QuerySet

from tinhso.modules.notifications.errors import DeliveryNotFound
from tinhso.modules.notifications.models import Delivery


def deliveries() -> QuerySet[Delivery]:
    """Every delivery with its message, the latest first, as a query set for the list page."""
    return Delivery.objects.select_related("message").order_by("-id")


def delivery(delivery_id: int, *, for_update: bool = False) -> Delivery:
    """One delivery with its message. Raises DeliveryNotFound. One query."""
    rows = Delivery.objects.select_related("message")
    if for_update:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(id=delivery_id).first()
    if row is None:
        raise DeliveryNotFound
    return row


def waiting_and_failed() -> tuple[int, int]:
    """How many deliveries wait and how many failed: for the operator. One query."""
    states = list(
        Delivery.objects.filter(state__in=["waiting", "failed"]).values_list("state", flat=True)
    )
    return states.count("waiting"), states.count("failed")
