"""Public look-up, limited: guessing four digits must not be possible."""

from __future__ import annotations

from datetime import datetime, timedelta

from tinhso.kernel.actor import Actor
from tinhso.modules.cases.errors import LookupNotFound, LookupTooOften
from tinhso.modules.cases.models import LookupAttempt
from tinhso.modules.cases.queries.lookup import PublicProgress, public_progress

TRIES = 5
WINDOW = timedelta(minutes=15)


def look_up(*, code: str, phone_end: str, by: Actor, at: datetime) -> PublicProgress:
    """Progress of a dossier for whoever holds its receipt.

    Five wrong tries in fifteen minutes from one address, or for one code, close the door for the
    rest of that time. Raises LookupNotFound, LookupTooOften.
    """
    code = code.strip().upper()[:60]
    recent = LookupAttempt.objects.filter(at__gt=at - WINDOW)
    from_here = recent.filter(address=by.address or "-")
    if from_here.count() >= TRIES or recent.filter(code=code).count() >= TRIES:
        raise LookupTooOften(minutes=int(WINDOW.total_seconds() // 60))
    try:
        return public_progress(code=code, phone_end=phone_end)
    except LookupNotFound:
        LookupAttempt.objects.create(code=code, address=by.address or "-", at=at)
        raise
