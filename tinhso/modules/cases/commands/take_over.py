"""Work follows posts: when an officer's post ends, open steps go to the head of the unit."""

from __future__ import annotations

from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.command import command, note
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import routing
from tinhso.modules.directory import public as directory


@command(permission="cases.take_over_cases", audits=("officer_id", "reason"))
def take_over_cases(officer_id: int, *, reason: str, by: Actor, at: datetime) -> int:
    """Give the open cases of an officer who may no longer hold them to the head of their unit.

    Where the head may not hold the step the case waits in the unit for whoever may. Returns how
    many moved. Idempotent.
    """
    on = at.astimezone(ZONE).date()
    open_cases = Case.objects.select_for_update().filter(
        holder_officer_id=officer_id, state__in=[1, 2, 4, 5, 6]
    )
    moved = 0
    for case in open_cases.order_by("id"):
        unit_id = case.unit_id or case.handling_organisation_id
        if routing.may_hold(officer_id, role=case.step_role, unit_id=unit_id, on=on):
            continue
        run = moves.open_step(case)
        if run is None:
            continue
        head = directory.head_of(unit_id, on)
        heir = head.officer_id if head and head.officer_id != officer_id else None
        before = run.holder_name
        moves.give(case, run, heir, at=at)
        moves.move(
            case,
            action="take_over",
            title=f"{before} thôi giữ vị trí; chuyển {run.holder_name or 'về đơn vị chờ nhận'}",
            text=reason,
            by=by,
            at=at,
        )
        case.save()
        moved += 1
    note(moved=moved)
    return moved
