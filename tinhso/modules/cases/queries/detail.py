"""One dossier as its officers see it: facts, papers, way, clocks, what was asked of whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tinhso.kernel.clock import ZONE
from tinhso.kernel.files import StoredFileCard, file_cards
from tinhso.modules.cases.models import (
    Case,
    CaseClock,
    CaseMovement,
    CasePaper,
    CaseResult,
    CaseStep,
    Extension,
    FeeRequest,
    Handover,
    IssuedPaper,
    Opinion,
    SupplementRequest,
)
from tinhso.modules.cases.queries.routing import process_version
from tinhso.modules.cases.queries.supplements import ask_until
from tinhso.modules.cases.queries.why import Why, why_due
from tinhso.modules.cases.rules import clocks
from tinhso.modules.cases.rules.process import Process, Step
from tinhso.modules.cases.rules.states import CLOCK_RUNS, State
from tinhso.modules.directory import public as directory
from tinhso.modules.procedures import public as procedures


@dataclass(frozen=True, slots=True)
class Clock:
    """Where one clock stands: used and all in working time; `late_by` above zero once passed."""

    kind: str
    due_at: datetime | None
    used: timedelta
    total: timedelta
    remaining: timedelta
    late_by: timedelta
    is_paused: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything the officer's page shows."""

    case: Case
    version: procedures.VersionCard
    process: Process
    step: Step | None
    run: CaseStep | None
    steps: tuple[CaseStep, ...]
    papers: tuple[CasePaper, ...]
    files: Mapping[int, StoredFileCard]
    movements: tuple[CaseMovement, ...]
    issued: tuple[IssuedPaper, ...]
    results: tuple[CaseResult, ...]
    supplements: tuple[SupplementRequest, ...]
    opinions: tuple[Opinion, ...]
    fees: tuple[FeeRequest, ...]
    extensions: tuple[Extension, ...]
    handover: Handover | None
    statutory: Clock | None
    agency: Clock | None
    step_remaining: timedelta | None
    """Working time until the step's limit; negative once passed; None while it stands."""
    is_late: bool
    """The promised moment has passed and nothing stops the clock."""
    may_ask_supplement: bool
    """The time in which the holder may ask for more papers is not over."""
    index: clocks.IndexVerdict | None
    """How QĐ 766/QĐ-TTg counts the dossier as it stands; None before it has a due moment."""
    why: Why | None
    names: Mapping[int, str]
    """Names of the organisations of the dossier."""

    @property
    def open_supplement(self) -> SupplementRequest | None:
        return next((row for row in self.supplements if row.answered_at is None), None)

    @property
    def open_opinions(self) -> tuple[Opinion, ...]:
        return tuple(row for row in self.opinions if not (row.answered_at or row.cancelled_at))

    @property
    def open_fees(self) -> tuple[FeeRequest, ...]:
        return tuple(row for row in self.fees if not (row.paid_at or row.waived_at))

    @property
    def latest_result(self) -> CaseResult | None:
        return self.results[0] if self.results else None


def dossier(case: Case, now: datetime) -> Dossier:
    """The officer's view of a case. About twenty queries, whatever its length."""
    _row, process = process_version(case.process_version_id)
    steps = tuple(case.steps.order_by("id"))
    run = next((step for step in steps if step.left_at is None), None)
    papers = tuple(case.papers.order_by("id"))
    reckoned = {clock.kind: clock for clock in _clocks(case, now)}
    supplements = tuple(case.supplements.order_by("ordinal"))
    waiting = case.handovers.filter(confirmed_at__isnull=True, refused_at__isnull=True).first()
    return Dossier(
        case=case,
        version=procedures.version_card(case.procedure_version_id),
        process=process,
        step=process.step(case.step_code) if case.step_code else None,
        run=run,
        steps=steps,
        papers=papers,
        files=file_cards(paper.file_id for paper in papers),
        movements=tuple(case.movements.order_by("-id")),
        issued=tuple(case.issued_papers.order_by("id")),
        results=tuple(case.results.order_by("-version")),
        supplements=supplements,
        opinions=tuple(case.opinions.order_by("id")),
        fees=tuple(case.fees.order_by("id")),
        extensions=tuple(case.extensions.order_by("ordinal")),
        handover=waiting,
        statutory=reckoned.get(CaseClock.Kind.STATUTORY),
        agency=reckoned.get(CaseClock.Kind.AGENCY),
        step_remaining=_step_remaining(case, now),
        is_late=_is_late(case, now),
        may_ask_supplement=now <= ask_until(case, supplements, now),
        index=_index(case, now),
        why=why_due(case),
        names=organisation_names(case),
    )


def _clocks(case: Case, now: datetime) -> list[Clock]:
    """The newest clock of each kind, reckoned at the moment."""
    newest = {row.kind: row for row in case.clocks.order_by("id")}
    found = []
    for row in newest.values():
        calendar = directory.calendar_of(row.organisation_id, now.astimezone(ZONE).date())
        reckoning = clocks.reckon_plain(row.term, row.events, calendar, now)
        found.append(
            Clock(
                kind=row.kind,
                due_at=reckoning.due,
                used=reckoning.used,
                total=reckoning.used + reckoning.remaining,
                remaining=reckoning.remaining,
                late_by=reckoning.late_by,
                is_paused=reckoning.paused_since is not None,
            )
        )
    return found


def _is_late(case: Case, now: datetime) -> bool:
    return State(case.state) in CLOCK_RUNS and case.due_at is not None and case.due_at < now


def _index(case: Case, now: datetime) -> clocks.IndexVerdict | None:
    if case.due_at is None:
        return None
    return clocks.index_verdict(
        finished_at=case.finished_at or now,
        due_at=case.due_at,
        supplement_requests=case.supplement_count,
    )


def _step_remaining(case: Case, now: datetime) -> timedelta | None:
    if case.step_due_at is None or State(case.state) not in CLOCK_RUNS:
        return None
    calendar = directory.calendar_of(case.handling_organisation_id, now.astimezone(ZONE).date())
    return calendar.working_time(now, case.step_due_at)


def organisation_names(case: Case) -> dict[int, str]:
    """Names of the agencies of a case by id, as last known."""
    ids = {
        case.receiving_organisation_id,
        case.handling_organisation_id,
        case.unit_id or case.handling_organisation_id,
        case.assisting_organisation_id or case.receiving_organisation_id,
    }
    cards = directory.last_organisation_cards(ids)
    return {organisation_id: card.name for organisation_id, card in cards.items()}
