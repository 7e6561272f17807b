"""The door of notifications: send a message, declare a kind, count what is unread."""

from __future__ import annotations

from tinhso.modules.notifications.commands.posting import notify
from tinhso.modules.notifications.definitions import (
    MessageKind,
    Sender,
    SendingFailed,
    SendingRefused,
    declare_kind,
    kinds,
    offer_sender,
)
from tinhso.modules.notifications.errors import KindNotFound
from tinhso.modules.notifications.queries.deliveries import waiting_and_failed
from tinhso.modules.notifications.queries.inbox import (
    MessageCard,
    messages_about,
    unread_count,
    unread_counts,
)
from tinhso.modules.notifications.rules import EMAIL, INBOX

__all__ = [
    "EMAIL",
    "INBOX",
    "KindNotFound",
    "MessageCard",
    "MessageKind",
    "Sender",
    "SendingFailed",
    "SendingRefused",
    "declare_kind",
    "kinds",
    "messages_about",
    "notify",
    "offer_sender",
    "unread_count",
    "unread_counts",
    "waiting_and_failed",
]
