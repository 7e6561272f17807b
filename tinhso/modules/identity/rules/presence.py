"""How long a session may rest, how long an account may sleep, and from where one may come in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network

IDLE_ADMINISTRATOR = timedelta(minutes=5)  # SEC-20, 5.5.2.2 a
IDLE_OFFICER = timedelta(minutes=15)  # SEC-20, 5.5.2.2 a: business software with important data
IDLE_PERSON = timedelta(minutes=30)  # ours: citizens fill long forms; drafts are kept anyway
LONGEST_SESSION = timedelta(hours=12)  # ours: a working day with overtime
SLEEPS_AFTER = timedelta(days=45)  # SEC-31, 5.6.2.3


def idle_limit(*, administrator: bool, officer: bool) -> timedelta:
    """After how long without a request the screen locks."""
    if administrator:
        return IDLE_ADMINISTRATOR
    return IDLE_OFFICER if officer else IDLE_PERSON


def is_asleep(last_active_on: date, today: date) -> bool:
    """Whether an officer's account must be disabled: more than 45 days without a sign-in."""
    return today - last_active_on > SLEEPS_AFTER


def session_is_over(began_at: datetime, now: datetime) -> bool:
    """Whether a session has lasted so long that a new sign-in is due."""
    return now - began_at > LONGEST_SESSION


def is_inside(address: str, networks: Iterable[str]) -> bool:
    """Whether the address lies in one of the agency's own networks; an unreadable one does not."""
    try:
        here = ip_address(address)
    except ValueError:
        return False
    return any(here in ip_network(network, strict=False) for network in networks)
