"""Sending a message outside, once, with its outcome in the log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.jobs import enqueue, registry
from tinhso.modules.notifications import definitions
from tinhso.modules.notifications.errors import DeliveryNotFailed
from tinhso.modules.notifications.models import Delivery
from tinhso.modules.notifications.queries import deliveries

MAX_ATTEMPTS = 8
_KEPT_ERROR = 500


def send_delivery(delivery_id: int, *, at: datetime) -> None:
    """Send one waiting delivery and keep the outcome; nothing when it is already finished.

    The row is locked while sending, so two workers never send it both. Raises SendingFailed when
    trying again makes sense.
    """
    failure: definitions.SendingFailed | None = None
    with transaction.atomic():
        delivery = deliveries.delivery(delivery_id, for_update=True)
        if delivery.state != Delivery.State.WAITING:
            return
        delivery.attempts += 1
        try:
            _hand_over(delivery)
        except definitions.SendingFailed as problem:
            failure = problem
            delivery.error = str(problem)[:_KEPT_ERROR]
            if delivery.attempts >= MAX_ATTEMPTS:
                delivery.state, delivery.finished_at = Delivery.State.FAILED, at
        except definitions.SendingRefused as problem:
            delivery.error = str(problem)[:_KEPT_ERROR]
            delivery.state, delivery.finished_at = Delivery.State.FAILED, at
        else:
            delivery.error = ""
            delivery.state, delivery.finished_at = Delivery.State.SENT, at
        delivery.save(update_fields=["state", "attempts", "error", "finished_at"])
    if failure and delivery.state == Delivery.State.WAITING:
        raise failure


def _hand_over(delivery: Delivery) -> None:
    message = delivery.message
    definitions.sender_of(delivery.channel).send(
        address=delivery.address,
        heading=message.title,
        text=_with_link(message.text, message.link),
        reference=f"{message.public_id}.{delivery.channel}",
    )


def _with_link(text: str, link: str) -> str:
    address = definitions.public_address()
    return f"{text}\n\n{address}{link}" if link and address else text


@command(permission="notifications.resend_message", audits=("delivery_id",))
def resend_message(delivery_id: int, *, by: Actor, at: datetime) -> Delivery:
    """Send a failed delivery again, from its first attempt.

    Raises DeliveryNotFound, DeliveryNotFailed.
    """
    delivery = deliveries.delivery(delivery_id, for_update=True)
    if delivery.state != Delivery.State.FAILED:
        raise DeliveryNotFailed
    delivery.state, delivery.attempts, delivery.finished_at = Delivery.State.WAITING, 0, None
    delivery.save(update_fields=["state", "attempts", "finished_at"])
    note(subject=delivery.message.subject or f"message:{delivery.message_id}")
    enqueue(registry["notifications.send_message"], delivery_id=delivery.pk)
    return delivery
