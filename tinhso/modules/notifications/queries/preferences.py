"""What people switched off."""

from __future__ import annotations

from dataclasses import dataclass

from tinhso.modules.notifications import definitions
from tinhso.modules.notifications.models import Preference
from tinhso.modules.notifications.rules import INBOX


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind on one way outside, as the page of preferences shows it."""

    kind: str
    title: str
    channel: str
    is_on: bool
    is_mandatory: bool


def switched_off(account_id: int, kind: str) -> frozenset[str]:
    """Ways on which the person does not want the kind. One query."""
    rows = Preference.objects.filter(account_id=account_id, kind=kind, is_on=False)
    return frozenset(rows.values_list("channel", flat=True))


def choices_of(account_id: int) -> list[Choice]:
    """Every kind on every way outside, with what the person chose. One query."""
    off = set(
        Preference.objects.filter(account_id=account_id, is_on=False).values_list("kind", "channel")
    )
    return [
        Choice(
            kind=kind.code,
            title=str(kind.title),
            channel=channel,
            is_on=kind.is_mandatory or (kind.code, channel) not in off,
            is_mandatory=kind.is_mandatory,
        )
        for kind in sorted(definitions.kinds().values(), key=lambda one: str(one.title))
        for channel in kind.channels
        if channel != INBOX
    ]
