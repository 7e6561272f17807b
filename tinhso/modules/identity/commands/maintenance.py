"""What is done every night: accounts that nobody uses, or whose holder has left, are disabled."""

from __future__ import annotations

from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.timezone import localdate

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.directory import public as directory
from tinhso.modules.identity.commands.accounts import close
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries import accounts
from tinhso.modules.identity.rules.presence import SLEEPS_AFTER

ASLEEP = "Không đăng nhập quá 45 ngày"
LEFT = "Không còn giữ vị trí nào"


def disable_sleeping_accounts(*, by: Actor, at: datetime) -> int:
    """Disable officers' accounts without a sign-in for more than 45 days (SEC-31).

    One command and one audit line for each account. Returns how many.
    """
    last_day = localdate(at) - SLEEPS_AFTER
    asleep = Account.objects.filter(
        is_active=True, kind=Account.Kind.OFFICER, last_active_on__lt=last_day
    )
    ids = list(asleep.values_list("id", flat=True))
    return sum(disable_sleeping_account(account_id, by=by, at=at) for account_id in ids)


@command(permission="identity.maintain_accounts", audits=("account_id",))
def disable_sleeping_account(account_id: int, *, by: Actor, at: datetime) -> bool:
    """Disable one account when it still sleeps; False when it signed in meanwhile."""
    account = accounts.account(account_id, for_update=True)
    sleeps = account.is_active and account.last_active_on < localdate(at) - SLEEPS_AFTER
    if sleeps:
        close(account, ASLEEP, at=at)
    note(subject=f"account:{account_id}", disabled=sleeps)
    return sleeps


@command(permission="identity.maintain_accounts", audits=("officer_id",))
def disable_account_of_leaver(officer_id: int, *, by: Actor, at: datetime) -> bool:
    """Disable the account of an officer whose last post has ended (SEC-31); False when one is left.

    A post that begins later keeps the account: rights come with the post, on its day.
    """
    account = accounts.account_of_officer(officer_id)
    if account is None or not account.is_active or _has_post(officer_id, localdate(at)):
        return False
    close(accounts.account(account.pk, for_update=True), LEFT, at=at)
    return True


def forget_dead_sessions() -> int:
    """Drop sessions that have expired, and what is listed of them. Returns how many were listed."""
    SessionStore.clear_expired()
    alive = Session.objects.values("session_key")
    return int(UserSession.objects.exclude(session_key__in=alive).delete()[0])


def _has_post(officer_id: int, today: date) -> bool:
    return bool(directory.posts_of(officer_id, today))
