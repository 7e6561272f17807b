"""Lines of the officers' lists, with what other modules know of them loaded in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tinhso.kernel.clock import ZONE, WorkCalendar
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.rules.states import CLOCK_RUNS, State
from tinhso.modules.directory import public as directory


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line. Remaining times are working time, negative once passed, None where none runs."""

    case: Case
    unit_name: str
    handler_name: str
    holder_name: str
    step_remaining: timedelta | None
    due_remaining: timedelta | None

    @property
    def pk(self) -> int:
        return self.case.id

    @property
    def public_id(self) -> UUID:
        return self.case.public_id

    @property
    def code(self) -> str:
        return self.case.code

    @property
    def step_due_at(self) -> datetime | None:
        return self.case.step_due_at

    @property
    def due_at(self) -> datetime | None:
        return self.case.due_at

    @property
    def submitted_at(self) -> datetime:
        return self.case.submitted_at

    @property
    def finished_at(self) -> datetime | None:
        return self.case.finished_at


def case_rows(cases: Sequence[Case], *, at: datetime) -> list[CaseRow]:
    """The cases as lines. Three queries."""
    on = at.astimezone(ZONE).date()
    handlers = {case.handling_organisation_id for case in cases}
    units = {case.unit_id for case in cases if case.unit_id}
    organisations = directory.last_organisation_cards(handlers | units)
    names = {key: _brief(card.short_name or card.name) for key, card in organisations.items()}
    holders = directory.officer_cards(
        {case.holder_officer_id for case in cases if case.holder_officer_id}
    )
    running = {case.handling_organisation_id for case in cases if State(case.state) in CLOCK_RUNS}
    calendars = directory.calendars_of(running, on)
    return [
        CaseRow(
            case=case,
            unit_name=names.get(case.unit_id or 0, ""),
            handler_name=names.get(case.handling_organisation_id, ""),
            holder_name=(
                holders[case.holder_officer_id].full_name
                if case.holder_officer_id in holders
                else ""
            ),
            step_remaining=_left(case, case.step_due_at, calendars, at),
            due_remaining=_left(case, case.due_at, calendars, at),
        )
        for case in cases
    ]


def _brief(name: str) -> str:
    """The name for a narrow column: "Ủy ban nhân dân phường Hạc Thành" → "Phường Hạc Thành"."""
    place = name.removeprefix("Ủy ban nhân dân ").removeprefix("UBND ")
    return place[:1].upper() + place[1:]


def _left(
    case: Case, due: datetime | None, calendars: Mapping[int, WorkCalendar], at: datetime
) -> timedelta | None:
    if due is None or State(case.state) not in CLOCK_RUNS:
        return None
    return calendars[case.handling_organisation_id].working_time(at, due)
