"""What a person does with the own messages."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.notifications.errors import ChannelMandatory, KindNotFound, MessageNotFound
from tinhso.modules.notifications.models import Message, Preference
from tinhso.modules.notifications.queries import inbox, preferences, texts


@command(permission="notifications.read_own")
def read_message(public_id: UUID, *, by: Actor, at: datetime) -> Message:
    """Mark one's own message read; reading it again changes nothing. Raises MessageNotFound."""
    message = inbox.message_of(_account(by), public_id, for_update=True)
    note(subject=f"message:{message.pk}")
    if message.read_at is None:
        message.read_at = at
        message.save(update_fields=["read_at"])
    return message


@command(permission="notifications.read_own")
def read_all_messages(*, by: Actor, at: datetime) -> int:
    """Mark all one's own messages read; give back how many were unread."""
    count = Message.objects.filter(account_id=_account(by), read_at__isnull=True).update(read_at=at)
    note(subject=f"account:{by.account_id}", count=count)
    return count


@command(permission="notifications.read_own", audits=("kind", "channel", "is_on"))
def choose_channel(kind: str, channel: str, *, is_on: bool, by: Actor, at: datetime) -> None:
    """Switch a kind on or off on one way. Raises KindNotFound, ChannelMandatory."""
    declared = texts.kind_of(kind)
    if channel not in declared.channels:
        raise KindNotFound
    if declared.is_mandatory and not is_on:
        raise ChannelMandatory
    Preference.objects.update_or_create(
        account_id=_account(by), kind=kind, channel=channel, defaults={"is_on": is_on}
    )
    note(subject=f"account:{by.account_id}")


@command(permission="notifications.read_own")
def choose_channels(wanted: frozenset[tuple[str, str]], *, by: Actor, at: datetime) -> None:
    """Set every kind on every way outside at once; what must arrive by law stays on.

    `wanted` holds (kind, channel). One row is kept for each choice that is off or was ever made.
    """
    account_id = _account(by)
    for choice in preferences.choices_of(account_id):
        is_on = (choice.kind, choice.channel) in wanted
        if choice.is_mandatory or is_on == choice.is_on:
            continue
        Preference.objects.update_or_create(
            account_id=account_id,
            kind=choice.kind,
            channel=choice.channel,
            defaults={"is_on": is_on},
        )
    note(subject=f"account:{account_id}")


def _account(by: Actor) -> int:
    if by.account_id is None:
        raise MessageNotFound
    return by.account_id
