"""What a sign-in leaves behind: an audit line, a failure counted, a day of activity.

These are not use cases of an actor (nobody is signed in yet), so they write their lines themselves.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from tinhso.kernel.actor import ANONYMOUS
from tinhso.kernel.audit import AuditLine, record
from tinhso.modules.identity.models import Account, FailedSignIn
from tinhso.modules.identity.queries.sign_in import name_hash
from tinhso.modules.identity.rules import passwords

_FORGET_FAILURES_AFTER = timedelta(days=2)


def note_sign_in(
    account: Account, *, methods: list[str], assurance: int, address: str, at: datetime
) -> None:
    """Somebody came in: line of the audit log, day of activity."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(last_active_on=localdate(at))
        record(
            _line(
                "identity.sign_in",
                account,
                address,
                at,
                facts={"methods": methods, "assurance": assurance, "kind": account.kind},
            )
        )


def note_day_of_activity(account: Account, *, at: datetime) -> None:
    """Remember that the account is used; written once a day, without an audit line."""
    today = localdate(at)
    if account.last_active_on < today:
        Account.objects.filter(pk=account.pk).update(last_active_on=today)


def note_failure(login: str, account: Account | None, *, address: str, at: datetime) -> bool:
    """A wrong name or password: counted and audited. Returns whether it locks the name now.

    What was typed as a name is not kept: people type passwords there.
    """
    with transaction.atomic():
        FailedSignIn.objects.create(name_hash=name_hash(login), address=address, at=at)
        record(_line("identity.sign_in", account, address, at, refused="wrong_password"))
        locks = _locks(login, account, at)
        if locks:
            record(
                _line(
                    "identity.lock_out",
                    account,
                    address,
                    at,
                    facts={"minutes": passwords.LOCK_FOR.seconds // 60},
                )
            )
    return locks


def _locks(login: str, account: Account | None, at: datetime) -> bool:
    names = {name_hash(login)}
    if account is not None:
        names |= {name_hash(account.username), name_hash(account.email)} - {""}
    recent = FailedSignIn.objects.filter(name_hash__in=names, at__gt=at - passwords.FAILURE_WINDOW)
    if account is not None and account.failures_forgiven_at:
        recent = recent.filter(at__gt=account.failures_forgiven_at)
    return recent.count() >= passwords.FAILURES_BEFORE_LOCK


def note_refusal(account: Account | None, code: str, *, address: str, at: datetime) -> None:
    """A sign-in with the right password that is not let in: locked, blocked, from outside…"""
    with transaction.atomic():
        record(_line("identity.sign_in", account, address, at, refused=code))


def note_event(
    action: str,
    account: Account,
    *,
    address: str,
    at: datetime,
    facts: dict[str, object] | None = None,
) -> None:
    """Something else of a session: signed out, screen locked, factor added or removed."""
    with transaction.atomic():
        record(_line(action, account, address, at, facts=facts))


def forget_failures(*, at: datetime) -> int:
    """Drop failures that no lock can depend on any more. Returns how many."""
    old = FailedSignIn.objects.filter(at__lt=at - _FORGET_FAILURES_AFTER)
    return int(old.delete()[0])


def _line(
    action: str,
    account: Account | None,
    address: str,
    at: datetime,
    *,
    refused: str = "",
    facts: dict[str, object] | None = None,
) -> AuditLine:
    """A line; `refused` is the code of a refusal, and then nobody is known to have acted."""
    who = account if not refused else None
    kind = "anonymous"
    if who is not None:
        kind = "officer" if who.kind == Account.Kind.OFFICER else "citizen"
    return AuditLine(
        at=at,
        actor_kind=kind,
        actor_name=who.full_name if who is not None else ANONYMOUS.name,
        account_id=who.pk if who is not None else None,
        officer_id=who.officer_id if who is not None else None,
        organisation_id=None,
        position_title="",
        address=address,
        action=action,
        subject=f"account:{account.pk}" if account is not None else "",
        outcome="refused" if refused else "done",
        code=refused,
        facts=facts or {},
    )
