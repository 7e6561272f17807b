"""What the clock would say, before an act is done."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from tinhso.kernel.clock import ClockError, Extended
from tinhso.modules.cases.models import Case, CaseClock
from tinhso.modules.cases.rules import clocks
from tinhso.modules.directory import public as directory


def extended_to(case: Case, day: date, now: datetime) -> datetime | None:
    """The promise that an extension to the day would give; None when the clock refuses."""
    clock = case.clocks.filter(kind=CaseClock.Kind.STATUTORY).order_by("-id").first()
    if clock is None:
        return None
    calendar = directory.calendar_of(clock.organisation_id, timezone.localdate(now))
    extension = clocks.event_to_plain(
        Extended(now, clocks.extension_to(day, ""), key="extension:preview")
    )
    try:
        reckoned = clocks.reckon_plain(clock.term, [*clock.events, extension], calendar, now)
    except ClockError:
        return None
    return reckoned.due
