"""Kinds of messages, declared by who sends them; ways to send, declared by adapters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions
from tinhso.modules.notifications.rules import EMAIL, INBOX, problems_of

Text = str | Promise

permissions.declare(
    {
        "notifications.read_own": _("Đọc thông báo của mình"),
        "notifications.change_texts": _("Sửa lời thông báo"),
        "notifications.view_deliveries": _("Xem nhật ký gửi thông báo"),
        "notifications.resend_message": _("Gửi lại thông báo bị lỗi"),
    }
)


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One kind of message: its text with named places, and the ways it goes.

    `places` names every place the sender fills, with what it means; `heading` and `text` use them
    as {name}. A mandatory kind cannot be switched off by the reader.
    """

    code: str
    title: Text
    heading: Text
    text: Text
    places: Mapping[str, Text] = field(default_factory=dict)
    channels: tuple[str, ...] = (INBOX, EMAIL)
    is_mandatory: bool = False


class Sender(Protocol):
    """A way to send that an adapter offers (SMS, Zalo): raises SendingFailed or SendingRefused."""

    def send(self, *, address: str, heading: str, text: str, reference: str) -> None: ...


class SendingFailed(Exception):  # noqa: N818 - a state of affairs: the way is away, try again
    """The way did not answer; the message is tried again later."""


class SendingRefused(Exception):  # noqa: N818 - a state of affairs: this address never works
    """The way does not take this message; trying again is of no use."""


_kinds: dict[str, MessageKind] = {}
_senders: dict[str, Sender] = {}


def declare_kind(kind: MessageKind) -> None:
    """Make a kind known. Raises ValueError for a text with a place that `places` does not name."""
    for text in (kind.heading, kind.text):
        problems = problems_of(str(text), kind.places)
        if problems:
            raise ValueError(f"message kind {kind.code}: {', '.join(problems)}")
    _kinds[kind.code] = kind


def kinds() -> Mapping[str, MessageKind]:
    """Every kind by code."""
    return dict(sorted(_kinds.items()))


def offer_sender(channel: str, sender: Sender) -> None:
    """Plug in the adapter of a channel; the last one offered is used."""
    _senders[channel] = sender


def sender_of(channel: str) -> Sender:
    """The adapter of a channel. Raises KeyError when none was offered."""
    return _senders[channel]


def public_address() -> str:
    """The address under which people reach us, without a slash at the end; "" when none is set."""
    return str(settings.PUBLIC_ADDRESS).rstrip("/")
