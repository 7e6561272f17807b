"""Delivers announced events: at least once, in order per subject, retried, else dead letters."""

from __future__ import annotations

import logging
import traceback
from datetime import datetime, timedelta
from threading import Event as StopSignal

from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import events, permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.errors import Conflict, NotFound
from tinhso.kernel.models import EventDelivery

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=2)
POLL_SECONDS = 0.2

permissions.declare({"kernel.replay_delivery": _("Xử lý lại sự kiện bị lỗi")})

# The oldest open delivery of each (reaction, subject) only: a later one waits for it, also when it
# is dead, until a person replays or drops it. SKIP LOCKED lets several workers share the work.
_NEXT = """
SELECT d.id FROM kernel_eventdelivery d
WHERE d.state = 'pending' AND d.due_at <= %s AND NOT EXISTS (
  SELECT 1 FROM kernel_eventdelivery earlier
  WHERE earlier.reaction = d.reaction AND earlier.subject = d.subject AND earlier.id < d.id
    AND earlier.state IN ('pending', 'dead'))
ORDER BY d.id LIMIT 1 FOR UPDATE SKIP LOCKED
"""


class DeliveryNotFound(NotFound):
    code = "delivery_not_found"
    message = _("Không có lượt chuyển sự kiện này.")


class DeliveryNotDead(Conflict):
    code = "delivery_not_dead"
    message = _("Sự kiện này không ở danh sách lỗi.")


def deliver_next(now: datetime) -> bool:
    """Deliver one event to one reaction; False when nothing is due."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [now])
            row = cursor.fetchone()
        if row is None:
            return False
        delivery = EventDelivery.objects.select_related("event").get(id=row[0])
        delivery.attempts += 1
        try:
            with transaction.atomic():
                event = events.revive(delivery.event)
                events.reaction(delivery.reaction)(event, at=now)
        except Exception:  # noqa: BLE001 - the one place where a surprise must not stop the others
            _failed(delivery, now)
        else:
            delivery.state, delivery.finished_at = EventDelivery.State.DONE, now
            delivery.error = ""
        delivery.save(update_fields=["state", "attempts", "due_at", "finished_at", "error"])
    return True


def _failed(delivery: EventDelivery, now: datetime) -> None:
    delivery.error = traceback.format_exc()[-4_000:].replace("\x00", "�")
    if delivery.attempts >= MAX_ATTEMPTS:
        delivery.state, delivery.finished_at = EventDelivery.State.DEAD, now
        logger.error("event %s is dead for %s", delivery.event_id, delivery.reaction)
    else:
        delivery.due_at = now + FIRST_PAUSE * 2 ** (delivery.attempts - 1)
        logger.warning("event %s failed for %s", delivery.event_id, delivery.reaction)


def deliver_all(now: datetime, limit: int = 100_000) -> int:
    """Deliver whatever is due now; return how many deliveries were tried."""
    tried = 0
    while tried < limit and deliver_next(now):
        tried += 1
    return tried


def run_forever(stop: StopSignal) -> None:
    """Deliver until told to stop; a lost database connection is opened again."""
    while not stop.is_set():
        try:
            if not deliver_next(timezone.now()):
                stop.wait(POLL_SECONDS)
        except (OperationalError, InterfaceError):
            logger.warning("database away, trying again")
            close_old_connections()
            connection.close()
            stop.wait(1)


@command(permission="kernel.replay_delivery", audits=("delivery_id",))
def replay_delivery(delivery_id: int, *, by: Actor, at: datetime) -> EventDelivery:
    """Put a dead delivery back in the queue. Raises DeliveryNotFound, DeliveryNotDead."""
    delivery = _dead(delivery_id)
    delivery.state, delivery.attempts, delivery.due_at = EventDelivery.State.PENDING, 0, at
    delivery.finished_at = None
    delivery.save(update_fields=["state", "attempts", "due_at", "finished_at"])
    note(subject=delivery.subject, reaction=delivery.reaction)
    return delivery


@command(permission="kernel.replay_delivery", audits=("delivery_id", "reason"))
def drop_delivery(delivery_id: int, *, reason: str, by: Actor, at: datetime) -> EventDelivery:
    """Give a dead delivery up, so that later ones of its subject may go on.

    Raises DeliveryNotFound, DeliveryNotDead.
    """
    delivery = _dead(delivery_id)
    delivery.state = EventDelivery.State.DROPPED
    delivery.save(update_fields=["state"])
    note(subject=delivery.subject, reaction=delivery.reaction)
    return delivery


def _dead(delivery_id: int) -> EventDelivery:
    delivery = EventDelivery.objects.select_for_update().filter(id=delivery_id).first()
    if delivery is None:
        raise DeliveryNotFound
    if delivery.state != EventDelivery.State.DEAD:
        raise DeliveryNotDead
    return delivery
