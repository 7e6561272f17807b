"""Facts the module announces."""

from __future__ import annotations

from dataclasses import dataclass

from tinhso.kernel.events import Event


@dataclass(frozen=True)
class AccountOpened(Event):
    """Somebody got a way in."""

    account_id: int
    kind: str


@dataclass(frozen=True)
class AccountClosed(Event):
    """An account was blocked or disabled; it can no longer sign in."""

    account_id: int
    officer_id: int | None
    reason: str


@dataclass(frozen=True)
class RightsChanged(Event):
    """What an officer may do has changed: a post ended or began, a role was given or taken."""

    account_id: int
    officer_id: int | None
