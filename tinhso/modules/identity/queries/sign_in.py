"""Whether a name or an address is locked, and which second factors an account has."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator

from tinhso.kernel.crypto import lookup_hash
from tinhso.modules.identity.models import Account, FailedSignIn
from tinhso.modules.identity.rules import passwords


def name_hash(login: str) -> str:
    """Under which hash failures of this name are counted; the name itself is not kept."""
    return lookup_hash(login.strip(), "identity.failed_sign_in")


def locked_until(login: str, account: Account | None, *, at: datetime) -> datetime | None:
    """Until when a name is locked, None when it is not; one query.

    Failures of user name and e-mail address of one account are counted together.
    """
    names = {name_hash(login)}
    if account is not None:
        names |= {name_hash(account.username), name_hash(account.email)} - {""}
    since = at - passwords.FAILURE_WINDOW - passwords.LOCK_FOR
    if account is not None and account.failures_forgiven_at:
        since = max(since, account.failures_forgiven_at)
    failures = list(
        FailedSignIn.objects.filter(name_hash__in=names, at__gt=since, at__lte=at)
        .order_by("at")
        .values_list("at", flat=True)
    )
    until = passwords.locked_until(failures)
    return until if until and until > at else None


def address_is_noisy(address: str, *, at: datetime) -> bool:
    """Whether too many sign-ins failed from one address lately; one query."""
    if not address:
        return False
    recent = FailedSignIn.objects.filter(
        address=address, at__gt=at - passwords.FAILURE_WINDOW, at__lte=at
    )
    return recent.count() >= passwords.FAILURES_PER_ADDRESS


def has_second_factor(account_id: int) -> bool:
    """Whether the account has a TOTP app or a passkey; one query."""
    strong = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=account_id, type__in=strong).exists())


def with_second_factor(account_ids: list[int]) -> set[int]:
    """Which of the accounts have one; one query."""
    return set(
        Authenticator.objects.filter(
            user_id__in=account_ids,
            type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN],
        ).values_list("user_id", flat=True)
    )
