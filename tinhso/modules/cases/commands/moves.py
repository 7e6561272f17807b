"""What every use case does to a case: lock it, move it, tell its history, run its clocks.

Nothing here is a use case of its own; the functions run inside a command's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE, Event, Finished, Outcome, Paused, Received, Resumed
from tinhso.kernel.command import note
from tinhso.kernel.events import Event as Fact
from tinhso.kernel.events import announce
from tinhso.modules.cases.errors import (
    CaseChanged,
    CaseOfAnotherOffice,
    NotTheHolder,
    StateForbids,
)
from tinhso.modules.cases.events import StepEntered
from tinhso.modules.cases.models import Case, CaseClock, CaseMovement, CaseStep
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.cases.queries import routing
from tinhso.modules.cases.rules import clocks, states
from tinhso.modules.cases.rules.process import Process, Step
from tinhso.modules.cases.rules.states import State
from tinhso.modules.directory import public as directory


def subject_of(case: Case) -> str:
    """The name of a case in events and in the audit log."""
    return f"case:{case.id}"


def tell(case: Case, fact: Fact) -> None:
    """Announce a fact of this case."""
    announce(fact, subject=subject_of(case))


def lock(case_id: int, by: Actor, permission: str, *, version: int | None = None) -> Case:
    """The case, locked, when the actor's permission reaches it.

    `version` is what the page showed. Raises CaseNotFound, CaseOfAnotherOffice, and CaseChanged
    when somebody was quicker.
    """
    case = case_queries.case(case_id, for_update=True)
    if not case_queries.is_within(case, by, permission):
        raise CaseOfAnotherOffice
    if version is not None and version != case.version:
        last = case_queries.last_movement(case.id)
        raise CaseChanged(
            who=last.actor_name if last else "",
            when=f"{timezone.localtime(last.at):%H:%M}" if last else "",
        )
    note(subject=subject_of(case), code=case.code)
    return case


def require_state(case: Case, *allowed: State) -> None:
    """Raise StateForbids unless the case is in one of the states."""
    if State(case.state) not in allowed:
        raise StateForbids(state=case.get_state_display())


def require_holder(case: Case, by: Actor) -> None:
    """Raise NotTheHolder unless the actor holds the open step (or a process acts for itself)."""
    if by.kind == "system":
        return
    if case.holder_officer_id is None or case.holder_officer_id != by.officer_id:
        cards = directory.officer_cards([case.holder_officer_id] if case.holder_officer_id else [])
        holder = cards.get(case.holder_officer_id or 0)
        raise NotTheHolder(holder=holder.full_name if holder else "chưa có ai nhận")


def move(  # noqa: PLR0913 - what a line of history says
    case: Case,
    *,
    action: str,
    title: str,
    by: Actor,
    at: datetime,
    to_state: State | None = None,
    text: str = "",
    is_public: bool = False,
    facts: Mapping[str, Any] | None = None,
) -> CaseMovement:
    """Change the state where asked, and write the line of history; the caller saves the case.

    Raises StateForbids when the national states do not allow it.
    """
    before = State(case.state)
    if to_state is not None:
        if not states.may_follow(before, to_state):
            raise StateForbids(state=case.get_state_display())
        case.state = to_state
    case.version += 1
    organisation = directory.organisation_cards(
        [by.organisation_id] if by.organisation_id else [], at.astimezone(ZONE).date()
    ).get(by.organisation_id or 0)
    return CaseMovement.objects.create(
        case=case,
        at=at,
        action=action,
        title=title,
        from_state=before,
        to_state=case.state,
        step_code=case.step_code,
        note=text,
        is_public=is_public,
        actor_name=by.name,
        actor_title=by.position_title,
        officer_id=by.officer_id,
        organisation_id=by.organisation_id,
        organisation_name=organisation.name if organisation else "",
        facts=dict(facts or {}),
    )


# --- clocks ----------------------------------------------------------------------------------


def start_clocks(case: Case, term: Mapping[str, Any], at: datetime) -> None:
    """Start the citizen's clock and the agency's own; the first due moment is the promise."""
    for kind in (CaseClock.Kind.STATUTORY, CaseClock.Kind.AGENCY):
        CaseClock.objects.create(
            case=case,
            kind=kind,
            organisation_id=case.handling_organisation_id,
            term=dict(term),
            events=[clocks.event_to_plain(Received(at))],
            started_at=at,
            reckoned_at=at,
        )
    _reckon(case, at)
    case.promised_at = case.due_at


def record_on_clocks(
    case: Case, event: Event, at: datetime, *, kinds: tuple[str, ...] = ("statutory", "agency")
) -> None:
    """Let an event happen to the open clocks of the case, and reckon them anew."""
    for clock in case.clocks.filter(ended_at__isnull=True, kind__in=kinds).select_for_update():
        clock.events = [*clock.events, clocks.event_to_plain(event)]
        if isinstance(event, Finished):
            clock.ended_at = event.at
        clock.save(update_fields=["events", "ended_at"])
    _reckon(case, at)


def _reckon(case: Case, at: datetime) -> None:
    """Reckon every clock that is not ended by now, keep the account, set the due moment."""
    for clock in case.clocks.all():
        if clock.ended_at is not None and clock.ended_at < at:
            continue
        calendar = directory.calendar_of(clock.organisation_id, at.astimezone(ZONE).date())
        reckoning = clocks.reckon_plain(clock.term, clock.events, calendar, at)
        clock.due_at = reckoning.due
        clock.account = reckoning.account.to_json()
        clock.calendar_version = calendar.version
        clock.reckoned_at = at
        clock.save(update_fields=["due_at", "account", "calendar_version", "reckoned_at"])
        if clock.kind == CaseClock.Kind.STATUTORY:
            case.due_at = reckoning.due


def pause(case: Case, *, key: str, reason: str, source: str, at: datetime, restarts: bool) -> None:
    """Stop the clocks and the open step until `resume` with the same key."""
    event = Paused(at, reason=reason, source=source, key=key, restarts=restarts)
    record_on_clocks(case, event, at)
    pause_step(case, key=key, at=at)


def resume(case: Case, *, key: str, at: datetime) -> None:
    """Let the clocks and the open step go on."""
    record_on_clocks(case, Resumed(at, key=key), at)
    resume_step(case, key=key, at=at)


def end_clocks(case: Case, *, outcome: Outcome, at: datetime) -> None:
    """Stop the clocks for good, ending whatever pauses are open."""
    for clock in case.clocks.filter(ended_at__isnull=True):
        for key in clocks.open_pause_keys(clock.events):
            record_on_clocks(case, Resumed(at, key=key), at, kinds=(clock.kind,))
    record_on_clocks(case, Finished(at, outcome), at)


# --- steps -----------------------------------------------------------------------------------


def open_step(case: Case) -> CaseStep | None:
    """The step the case is at."""
    return case.steps.filter(left_at__isnull=True).first()


def enter_step(case: Case, process: Process, code: str, *, at: datetime) -> CaseStep:
    """Put the case at a step: find its unit and holder, start the norm, tell who has it.

    A step entered again goes back to the officer who had it, while that officer may hold it.
    Raises NobodyForStep.
    """
    step = process.step(code)
    on = at.astimezone(ZONE).date()
    place = routing.place_for(
        step,
        organisation_id=case.handling_organisation_id,
        field_code=case.field_code,
        on=on,
        unit_id=_unit_before(case),
    )
    unit_id, officer_id = place.unit_id, place.officer_id
    before = (
        case.steps.filter(
            step_code=code,
            organisation_id=case.handling_organisation_id,
            holder_officer_id__isnull=False,
        )
        .order_by("-id")
        .first()
    )
    if before and routing.may_hold(
        before.holder_officer_id or 0, role=step.role, unit_id=before.unit_id, on=on
    ):
        unit_id, officer_id = before.unit_id, before.holder_officer_id
    run = CaseStep.objects.create(
        case=case,
        step_code=code,
        title=step.title,
        role=step.role,
        unit_id=unit_id,
        organisation_id=case.handling_organisation_id,
        entered_at=at,
        due_at=_step_due(case, step, at),
        norm_minutes=step.norm_minutes,
    )
    give(case, run, officer_id, at=at)
    case.step_code, case.step_title, case.step_role = code, step.title, step.role
    case.unit_id, case.step_due_at = unit_id, run.due_at
    tell(
        case,
        StepEntered(case.id, case.code, case.state, run.id, officer_id, unit_id),
    )
    return run


def _unit_before(case: Case) -> int | None:
    """The unit of the handling agency that had the case last."""
    mine = case.steps.filter(organisation_id=case.handling_organisation_id)
    return mine.order_by("-id").values_list("unit_id", flat=True).first()


def _step_due(case: Case, step: Step, at: datetime) -> datetime | None:
    if step.norm_minutes is None:
        return None
    calendar = directory.calendar_of(case.handling_organisation_id, at.astimezone(ZONE).date())
    return calendar.advance(at, timedelta(minutes=step.norm_minutes))


def give(case: Case, run: CaseStep, officer_id: int | None, *, at: datetime) -> None:
    """Make the officer the holder of the open step; name and title are those of that day."""
    run.holder_officer_id = case.holder_officer_id = officer_id
    run.holder_name = run.holder_title = ""
    if officer_id is not None:
        card = directory.officer_cards([officer_id]).get(officer_id)
        run.holder_name = card.full_name if card else ""
        run.holder_title = directory.title_held(officer_id, at.astimezone(ZONE).date()) or ""
        run.taken_at = at
    run.save(update_fields=["holder_officer_id", "holder_name", "holder_title", "taken_at"])


def leave_step(case: Case, *, action: str, at: datetime, text: str = "") -> CaseStep | None:
    """Close the open step with the working time used, pauses taken out (form 06)."""
    run = open_step(case)
    if run is None:
        return None
    run.left_at, run.left_by, run.note = at, action, text
    run.used_minutes = int(_used(run, at).total_seconds() // 60)
    run.save(update_fields=["left_at", "left_by", "note", "used_minutes"])
    case.step_code = case.step_title = case.step_role = ""
    case.step_due_at = case.unit_id = case.holder_officer_id = None
    return run


def _used(run: CaseStep, at: datetime) -> timedelta:
    calendar = directory.calendar_of(run.organisation_id, at.astimezone(ZONE).date())
    used = calendar.working_time(run.entered_at, at)
    reached = run.entered_at
    for stop in sorted(run.pauses, key=lambda stop: stop["from"]):
        start = max(datetime.fromisoformat(stop["from"]), reached)
        end = datetime.fromisoformat(stop["to"]) if stop.get("to") else at
        if end > start:
            used -= calendar.working_time(start, end)
            reached = end
    return max(used, timedelta())


def pause_step(case: Case, *, key: str, at: datetime) -> None:
    """Stop the norm of the open step."""
    run = open_step(case)
    if run is not None:
        run.pauses = [*run.pauses, {"key": key, "from": at.isoformat(), "to": None}]
        run.due_at = case.step_due_at = None
        run.save(update_fields=["pauses", "due_at"])


def resume_step(case: Case, *, key: str, at: datetime) -> None:
    """Let the norm of the open step go on with the time that was left."""
    run = open_step(case)
    if run is None:
        return
    for stop in run.pauses:
        if stop["key"] == key and stop["to"] is None:
            stop["to"] = at.isoformat()
    if run.norm_minutes is not None and all(stop["to"] for stop in run.pauses):
        left = timedelta(minutes=run.norm_minutes) - _used(run, at)
        calendar = directory.calendar_of(run.organisation_id, at.astimezone(ZONE).date())
        run.due_at = calendar.advance(at, max(left, timedelta()))
    run.save(update_fields=["pauses", "due_at"])
    case.step_due_at = run.due_at
