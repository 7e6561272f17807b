"""Passwords: chosen by their owner, taken away by an administrator."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.jobs import enqueue
from tinhso.modules.identity.commands.letters import send_activation_letter
from tinhso.modules.identity.commands.reach import require_reach
from tinhso.modules.identity.errors import NotYourAccount, PasswordTooWeak
from tinhso.modules.identity.models import Account, PastPassword
from tinhso.modules.identity.queries import accounts, passwords, sign_in
from tinhso.modules.identity.rules.passwords import stands_alone


@command(permission="identity.manage_own_account", audits=("account_id",))
def set_password(account_id: int, password: str, *, by: Actor, at: datetime) -> Account:
    """Choose a new password for one's own account, checked against rules and history.

    Ends the account's other sessions. Raises NotYourAccount, PasswordTooWeak.
    """
    if by.account_id != account_id:
        raise NotYourAccount
    account = accounts.account(account_id, for_update=True)
    found = passwords.weaknesses(password, account)
    if found:
        strong = sign_in.has_second_factor(account_id)
        said = passwords.sentences(found, second_factor=strong)
        raise PasswordTooWeak(fields={"password1": said})
    keep_password(account, password, at=at)
    account.must_change_password = False
    account.save(
        update_fields=[
            "password",
            "password_changed_at",
            "password_stands_alone",
            "failures_forgiven_at",
            "must_change_password",
        ]
    )
    note(subject=f"account:{account_id}")
    return account


@command(permission="identity.reset_password", audits=("account_id", "reason"))
def force_password_reset(account_id: int, *, reason: str, by: Actor, at: datetime) -> Account:
    """Take the password away: the owner gets in again by a link sent to the known address."""
    account = accounts.account(account_id, for_update=True)
    require_reach(by, "identity.reset_password", account, at=at)
    account.password = make_password(None)
    account.must_change_password = True
    account.failures_forgiven_at = at
    account.save(update_fields=["password", "must_change_password", "failures_forgiven_at"])
    if account.email:
        enqueue(send_activation_letter, account_id=account_id)
    note(subject=f"account:{account_id}")
    return account


@command(permission="identity.reset_password", audits=("account_id", "reason"))
def remove_second_factors(account_id: int, *, reason: str, by: Actor, at: datetime) -> int:
    """Remove lost phones and keys of an account; its owner must enrol again. Returns how many."""
    account = accounts.account(account_id, for_update=True)
    require_reach(by, "identity.reset_password", account, at=at)
    removed = Authenticator.objects.filter(user_id=account_id).delete()[0]
    note(subject=f"account:{account_id}", removed=removed)
    return int(removed)


def keep_password(account: Account, password: str, *, at: datetime) -> None:
    """Put a checked password on the account and into its history; the caller saves the account."""
    account.password = make_password(password)
    account.password_changed_at = at
    account.password_stands_alone = stands_alone(password)
    account.failures_forgiven_at = at
    PastPassword.objects.create(account=account, password=account.password, set_at=at)
    kept = accounts.past_passwords(account.pk).values_list("id", flat=True)
    PastPassword.objects.filter(account=account).exclude(id__in=list(kept)).delete()
