"""Until when the holder may ask for more papers: one rule, for the command and for the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tinhso.kernel.clock import ZONE
from tinhso.modules.cases.models import Case, SupplementRequest
from tinhso.modules.cases.rules import clocks
from tinhso.modules.directory import public as directory


def ask_until(case: Case, asked: Iterable[SupplementRequest], now: datetime) -> datetime:
    """The last moment, in working time of the handling office; after it the right is gone.

    The window runs from acceptance, and anew from each answered request among `asked`.
    """
    answers = [request.answered_at for request in asked if request.answered_at]
    start = max([case.accepted_at or case.submitted_at, *answers])
    calendar = directory.calendar_of(case.handling_organisation_id, now.astimezone(ZONE).date())
    return clocks.last_moment_for_supplement(start, calendar)
