"""When an agency is abolished or merged its open dossiers go on at the successor (time.md).

Clocks never restart, codes never change, the applicant gets one notice. Idempotent: a dossier that
already sits at a living agency is left alone, so an interrupted run is simply run again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.command import command, note
from tinhso.modules.cases.commands import issue_paper, moves
from tinhso.modules.cases.errors import NobodyForStep
from tinhso.modules.cases.events import CaseMovedToSuccessor
from tinhso.modules.cases.models import Case, CaseStep
from tinhso.modules.cases.queries import routing
from tinhso.modules.cases.rules.states import OPEN, State
from tinhso.modules.directory import public as directory

UNFINISHED = sorted(int(state) for state in OPEN | {State.FINISHED})


@dataclass(frozen=True, slots=True)
class Touched:
    """What a reorganisation would move: how many, and a few to look at."""

    count: int
    samples: tuple[str, ...]


def touched_cases(organisation_ids: Sequence[int]) -> Touched:
    """Unfinished dossiers handled or received by the organisations. Two queries."""
    rows = _of(organisation_ids)
    samples = rows.order_by("due_at", "id").values_list("code", flat=True)[:5]
    return Touched(rows.count(), tuple(samples))


def _of(organisation_ids: Sequence[int]) -> QuerySet[Case]:
    return Case.objects.filter(state__in=UNFINISHED).filter(
        Q(handling_organisation_id__in=organisation_ids)
        | Q(receiving_organisation_id__in=organisation_ids)
    )


@command(permission="cases.take_over_cases", audits=("decision",))
def move_cases_to_successors(
    successors: Mapping[int, int], *, decision: str, by: Actor, at: datetime
) -> int:
    """Move the unfinished dossiers of each predecessor to its successor; return how many moved."""
    moved = 0
    for case in _of(list(successors)).select_for_update().order_by("id"):
        _move(case, successors, decision=decision, by=by, at=at)
        moved += 1
    note(moved=moved, organisations=len(successors))
    return moved


def _move(
    case: Case, successors: Mapping[int, int], *, decision: str, by: Actor, at: datetime
) -> None:
    before = case.handling_organisation_id
    case.receiving_organisation_id = successors.get(
        case.receiving_organisation_id, case.receiving_organisation_id
    )
    case.handling_organisation_id = successors.get(before, before)
    run = moves.open_step(case)
    if run is None:
        case.unit_id = case.receiving_organisation_id
    elif before in successors:
        _move_step(case, run, at=at)
    after = directory.organisation_cards(
        [case.handling_organisation_id], at.astimezone(ZONE).date()
    )
    name = after[case.handling_organisation_id].name if after else ""
    moves.move(
        case,
        action="follow_successor",
        title=f"Chuyển sang {name} theo sắp xếp đơn vị hành chính",
        text=decision,
        is_public=True,
        facts={"from": before, "to": case.handling_organisation_id},
        by=by,
        at=at,
    )
    # The clocks go on unchanged: the same term, the same events, from now on by the calendar of
    # the successor; what was reckoned and promised stays as it was until something happens.
    case.clocks.filter(ended_at__isnull=True).update(organisation_id=case.handling_organisation_id)
    issue_paper.moved_notice(case, before_id=before, decision=decision, by=by, at=at)
    case.save()
    moves.tell(
        case,
        CaseMovedToSuccessor(case.id, case.code, case.state, before, case.handling_organisation_id),
    )


def _move_step(case: Case, run: CaseStep, *, at: datetime) -> None:
    """The same step at the successor, with the same limit; its holder stays if still in office."""
    on = at.astimezone(ZONE).date()
    _row, process = routing.process_version(case.process_version_id)
    step = process.step(case.step_code)
    due, holder, pauses = run.due_at, run.holder_officer_id, run.pauses
    try:
        place = routing.place_for(
            step,
            organisation_id=case.handling_organisation_id,
            field_code=case.field_code,
            on=on,
        )
        unit_id, officer_id = place.unit_id, place.officer_id
    except NobodyForStep:
        # Nobody holds the role at the successor yet: its head has the dossier until somebody does.
        head = directory.head_of(case.handling_organisation_id, on)
        unit_id = case.handling_organisation_id
        officer_id = head.officer_id if head else None
    if holder is not None and routing.may_hold(
        holder, role=step.role, unit_id=case.handling_organisation_id, on=on
    ):
        officer_id = holder
    run.left_at, run.left_by = at, "reorganised"
    run.save(update_fields=["left_at", "left_by"])
    fresh = CaseStep.objects.create(
        case=case,
        step_code=run.step_code,
        title=run.title,
        role=run.role,
        unit_id=unit_id,
        organisation_id=case.handling_organisation_id,
        entered_at=run.entered_at,
        due_at=due,
        norm_minutes=run.norm_minutes,
        pauses=pauses,
    )
    moves.give(case, fresh, officer_id, at=at)
    case.unit_id = unit_id


def left_behind(on: date) -> list[str]:
    """Codes of unfinished dossiers whose agency no longer exists; empty when all followed."""
    ids = set(
        Case.objects.filter(state__in=UNFINISHED)
        .values_list("handling_organisation_id", flat=True)
        .distinct()
    )
    dead = ids - set(directory.organisation_cards(ids, on))
    rows = Case.objects.filter(state__in=UNFINISHED, handling_organisation_id__in=dead)
    return list(rows.order_by("id").values_list("code", flat=True)[:100])
