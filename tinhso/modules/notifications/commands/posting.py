"""Making a message: what other modules call when something happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from tinhso.kernel import numerals
from tinhso.kernel.jobs import enqueue, registry
from tinhso.modules.identity import public as identity
from tinhso.modules.notifications import rules
from tinhso.modules.notifications.models import Delivery, Message
from tinhso.modules.notifications.queries import preferences, texts

_LONGEST_TITLE = 200


def notify(  # noqa: PLR0913 - one call says who, what and about what
    *,
    key: str,
    kind: str,
    at: datetime,
    account_id: int | None = None,
    email: str = "",
    values: Mapping[str, object] | None = None,
    link: str = "",
    subject: str = "",
) -> int | None:
    """Put a message in the inbox of an account and send it by e-mail, as kind and person wish.

    Like an event or a job it is part of the caller's transaction and change, whose audit line tells
    of it; so it is no command. The same `key` to the same recipient is one message, however often
    it is called. `values` fill the places of the text: dates, moments and numbers are written the
    Vietnamese way, None as nothing. `email` alone reaches people without an account; with an
    account its own address is used unless one is given. Gives back the message's id, None when it
    was there already. Raises KindNotFound; KeyError for a place without a value.
    """
    declared = texts.kind_of(kind)
    words = texts.words_of(kind)
    written = {name: written_value(value) for name, value in (values or {}).items()}
    if account_id is not None and not email:
        email = identity.citizen_card(account_id).email
    if account_id is None and not email:
        return None
    recipient = f"account:{account_id}" if account_id is not None else f"email:{email}"
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(
            key=key,
            recipient=recipient,
            defaults={
                "account_id": account_id,
                "email": email,
                "kind": kind,
                "title": rules.fill(words.heading, written)[:_LONGEST_TITLE],
                "text": rules.fill(words.text, written),
                "link": link,
                "subject": subject,
                "created_at": at,
            },
        )
        if not is_new:
            return None
        ways = rules.channels_for(
            offered=declared.channels,
            switched_off=preferences.switched_off(account_id, kind) if account_id else (),
            has_account=account_id is not None,
            has_email=bool(email),
            is_mandatory=declared.is_mandatory,
        )
        _send_outside(message, ways, at)
    return message.pk


def _send_outside(message: Message, ways: tuple[str, ...], at: datetime) -> None:
    for channel in ways:
        if channel == rules.INBOX:
            continue
        delivery = Delivery.objects.create(
            message=message, channel=channel, address=message.email, created_at=at
        )
        enqueue(registry["notifications.send_message"], delivery_id=delivery.pk)


def written_value(value: object) -> str:
    """A value as a person reads it in Vietnamese."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return numerals.short_moment(value)
    if isinstance(value, date):
        return numerals.short_date(value)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float | Decimal):
        return numerals.number(value)
    return str(value)
