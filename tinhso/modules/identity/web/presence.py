"""What a session knows of its owner: how sure we are, since when, when last seen, locked or not."""

from __future__ import annotations

from datetime import datetime

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from tinhso.modules.identity.models import Account
from tinhso.modules.identity.rules import assurance, presence
from tinhso.modules.identity.web.entry import methods_used, provider_level

_BEGAN, _SEEN, _LOCKED = "presence_began", "presence_seen", "presence_locked"
_WRITE_AFTER_SECONDS = 30
BACKGROUND_HEADER = "X-Tinhso-Background"
"""A page that asks again by itself sends this header: asking is no sign of a person."""


def begin(request: HttpRequest, *, at: datetime) -> None:
    """Start the presence of a fresh session."""
    request.session[_BEGAN] = request.session[_SEEN] = at.timestamp()
    request.session.pop(_LOCKED, None)


def assurance_of(request: HttpRequest) -> int:
    """How sure we are of who sits there: the better of the sign-in here and the one elsewhere."""
    account = request.user
    if not isinstance(account, Account):
        return assurance.NONE
    here = assurance.of_local_sign_in(methods_used(request, account) - {"socialaccount"})
    return max(here, provider_level(request, account))


def last_shown_at(request: HttpRequest) -> float:
    """When the person last showed a password, code or key in this session; 0 when never."""
    account = request.user if isinstance(request.user, Account) else None
    proofs = [record["at"] for record in get_authentication_records(request, account)]
    return max(proofs, default=0.0)


def is_over(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the session has lasted too long; one that we have not seen yet begins now."""
    if _BEGAN not in request.session:
        begin(request, at=at)
    return presence.session_is_over(_moment(request.session[_BEGAN], at), at)


def is_locked(request: HttpRequest, *, administrator: bool, officer: bool, at: datetime) -> bool:
    """Whether the screen is locked: by hand, or because nobody was there for too long.

    Counts this request as a sign of life otherwise. That is written at most twice a minute, so a
    screen locks up to half a minute early, never late.
    """
    if _LOCKED in request.session:
        return not _unlock_if_proven(request)
    seen = _moment(request.session.get(_SEEN, 0), at)
    if at - seen > presence.idle_limit(administrator=administrator, officer=officer):
        lock(request, at=at)
        return True
    by_itself = BACKGROUND_HEADER in request.headers
    if not by_itself and (at - seen).total_seconds() >= _WRITE_AFTER_SECONDS:
        request.session[_SEEN] = at.timestamp()
    return False


def lock(request: HttpRequest, *, at: datetime) -> None:
    """Lock the screen; the session and what it holds stay."""
    request.session[_LOCKED] = at.timestamp()


def unlock(request: HttpRequest, *, at: datetime) -> None:
    """The person has shown who they are."""
    request.session.pop(_LOCKED, None)
    request.session[_SEEN] = at.timestamp()


def _unlock_if_proven(request: HttpRequest) -> bool:
    """A passkey or a code shown after the lock opens the screen too."""
    shown_at = last_shown_at(request)
    if shown_at <= float(request.session[_LOCKED]):
        return False
    request.session.pop(_LOCKED, None)
    request.session[_SEEN] = shown_at
    return True


def _moment(stamp: float, at: datetime) -> datetime:
    return datetime.fromtimestamp(float(stamp), tz=at.tzinfo)
