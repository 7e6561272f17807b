"""A person's own messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from tinhso.modules.notifications.errors import MessageNotFound
from tinhso.modules.notifications.models import Message


def messages_of(account_id: int) -> QuerySet[Message]:
    """The person's messages, the latest first, as a query set for the list page."""
    return Message.objects.filter(account_id=account_id).order_by("-id")


def message_of(account_id: int, public_id: UUID, *, for_update: bool = False) -> Message:
    """One of the person's own messages. Raises MessageNotFound, also for another's. One query."""
    rows = Message.objects.select_for_update() if for_update else Message.objects
    row = rows.filter(account_id=account_id, public_id=public_id).first()
    if row is None:
        raise MessageNotFound
    return row


def unread_count(account_id: int) -> int:
    """How many messages the person has not read. One query on the index of unread ones."""
    return Message.objects.filter(account_id=account_id, read_at__isnull=True).count()


def unread_counts(account_ids: Iterable[int]) -> dict[int, int]:
    """Unread messages by account, in bulk; accounts without any are left out. One query."""
    rows = Message.objects.filter(account_id__in=set(account_ids), read_at__isnull=True)
    counted = rows.order_by().values_list("account_id").annotate(number=Count("id"))
    return {int(account_id): int(number) for account_id, number in counted}


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message as other modules show it, for example on the timeline of a dossier."""

    public_id: UUID
    kind: str
    title: str
    text: str
    link: str
    created_at: datetime
    is_read: bool


def messages_about(subject: str, *, limit: int = 50) -> list[MessageCard]:
    """Messages about a thing ("case:7"), the latest first. One query."""
    rows = Message.objects.filter(subject=subject).order_by("-id")[:limit]
    return [
        MessageCard(
            public_id=row.public_id,
            kind=row.kind,
            title=row.title,
            text=row.text,
            link=row.link,
            created_at=row.created_at,
            is_read=row.read_at is not None,
        )
        for row in rows
    ]
