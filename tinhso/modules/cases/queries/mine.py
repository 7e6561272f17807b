"""The applicant's own drafts and dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.modules.cases.models import Case, Draft
from tinhso.modules.cases.rules.states import CLOCK_RUNS, State
from tinhso.modules.directory import public as directory

PAGE = 20


@dataclass(frozen=True, slots=True)
class MyCase:
    """One dossier with the working time left, None when no clock runs."""

    case: Case
    remaining: timedelta | None


@dataclass(frozen=True, slots=True)
class MyCases:
    """One page; `next_key` is empty on the last one."""

    drafts: tuple[Draft, ...]
    rows: tuple[MyCase, ...]
    next_key: str
    total: int


def page_of(by: Actor, *, before: str, now: datetime) -> MyCases:
    """A page of the person's dossiers. Four queries and the calendars, whatever the number."""
    rows = Case.objects.filter(applicant_account_id=by.account_id).order_by("-submitted_at", "-id")
    total = rows.count()
    last = _case_of_key(by, before)
    if last is not None:
        rows = rows.filter(submitted_at__lte=last.submitted_at).exclude(
            submitted_at=last.submitted_at, id__gte=last.id
        )
    found = list(rows[: PAGE + 1])
    drafts: tuple[Draft, ...] = ()
    if last is None and by.account_id is not None:
        drafts = tuple(Draft.objects.filter(account_id=by.account_id).order_by("-saved_at"))
    return MyCases(
        drafts=drafts,
        rows=tuple(MyCase(case, _remaining(case, now)) for case in found[:PAGE]),
        next_key=str(found[PAGE - 1].public_id) if len(found) > PAGE else "",
        total=total,
    )


def _case_of_key(by: Actor, key: str) -> Case | None:
    try:
        public_id = UUID(key)
    except ValueError:
        return None
    return Case.objects.filter(public_id=public_id, applicant_account_id=by.account_id).first()


def _remaining(case: Case, now: datetime) -> timedelta | None:
    if case.due_at is None or State(case.state) not in CLOCK_RUNS:
        return None
    calendar = directory.calendar_of(case.handling_organisation_id, now.astimezone(ZONE).date())
    return calendar.working_time(now, case.due_at)
