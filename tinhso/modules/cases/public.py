"""The door of the cases module: figures and events for other modules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tinhso.modules.cases.commands.load_processes import load_processes
from tinhso.modules.cases.events import (
    CaseAccepted,
    CaseFinished,
    CaseRefused,
    CaseReturned,
    CaseStopped,
    CaseSubmitted,
    CaseWithdrawn,
)
from tinhso.modules.cases.queries import statistics
from tinhso.modules.cases.queries.worklist import work_counts

__all__ = [
    "CaseAccepted",
    "CaseFinished",
    "CaseRefused",
    "CaseReturned",
    "CaseStopped",
    "CaseSubmitted",
    "CaseWithdrawn",
    "PublicFigures",
    "load_processes",
    "procedures_done_most",
    "public_figures",
    "work_counts",
]


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """Figures of the whole province that everybody may see."""

    received: int
    online: int
    running: int
    running_late: int
    done: int
    on_time_share: float | None


def public_figures(*, start: datetime, end: datetime) -> PublicFigures:
    """Figures of dossiers submitted in the period, as of its end. Two queries."""
    period = statistics.Period(start, end, cut_off=end)
    found = statistics.total_of_province(period)
    return PublicFigures(
        received=found.received,
        online=statistics.submitted_online(period),
        running=found.running,
        running_late=found.running_late,
        done=found.done,
        on_time_share=found.on_time_share,
    )


def procedures_done_most(*, since: date, limit: int) -> list[int]:
    """Ids of the procedures with the most dossiers since the day, the most frequent first."""
    return statistics.most_frequent_procedures(since, limit)
