"""The execution in one transaction, and the checks after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.timezone import localdate

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.events import announce
from tinhso.kernel.numerals import short_date
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.reorganisation.parts import all_parts
from tinhso.modules.directory.errors import ChangedSinceDryRun, TooEarly, WrongState
from tinhso.modules.directory.events import OrganisationsReorganised
from tinhso.modules.directory.models import Reorganisation
from tinhso.modules.directory.queries import reorganisations

EXECUTE = "directory.execute_reorganisation"
State = Reorganisation.State


@command(permission=EXECUTE, audits=("reorganisation_id",))
def execute_reorganisation(reorganisation_id: int, *, by: Actor, at: datetime) -> Reorganisation:
    """Do what was approved: every part, in one transaction, or nothing at all.

    Raises WrongState, TooEarly, ChangedSinceDryRun.
    """
    require_reach(by, None, EXECUTE)
    found = reorganisations.reorganisation(reorganisation_id, for_update=True)
    if found.state not in (State.APPROVED, State.SCHEDULED):
        raise WrongState(state=found.get_state_display())
    if localdate(at) < found.effective_on:
        raise TooEarly(day=short_date(found.effective_on))
    if found.dry_run_hash != reorganisations.mark_of(found):
        raise ChangedSinceDryRun
    # What was approved covers the work of every module: no part asks for rights of its own. The
    # audit lines still name the person.
    acting = replace(by, kind="system")
    rows = {row.part: row for row in found.parts.all()}
    for part in all_parts():
        # Read again for each: the first part makes the successors the later ones ask for.
        change_set = reorganisations.change_set_of(found)
        row = rows.get(part.code) or found.parts.create(part=part.code, title=str(part.title))
        row.result = dict(part.execute(change_set, row.choices, by=acting, at=at))
        row.save(update_fields=["result"])
    found.state, found.executed_by, found.executed_at = State.EXECUTED, by.name, at
    found.save(update_fields=["state", "executed_by", "executed_at"])
    change_set = reorganisations.change_set_of(found)
    announce(
        OrganisationsReorganised(
            reorganisation_id=int(found.pk),
            on=found.effective_on,
            pairs=tuple(sorted(change_set.successors.items())),
        ),
        subject=f"reorganisation:{found.pk}",
    )
    note(subject=f"reorganisation:{found.pk}", parts=sorted(rows))
    return found


@command(permission=EXECUTE)
def execute_scheduled(*, by: Actor, at: datetime) -> int:
    """Carry out every plan whose hour has come; return how many."""
    due = Reorganisation.objects.filter(state=State.SCHEDULED, scheduled_for__lte=at)
    numbers = list(due.order_by("scheduled_for").values_list("pk", flat=True))
    for number in numbers:
        execute_reorganisation(number, by=by, at=at)
    note(executed=numbers)
    return len(numbers)


@command(permission=EXECUTE, audits=("reorganisation_id",))
def verify_reorganisation(
    reorganisation_id: int, *, by: Actor, at: datetime
) -> dict[str, list[str]]:
    """Let every part check what it did; verified when none has a problem. Raises WrongState."""
    require_reach(by, None, EXECUTE)
    found = reorganisations.reorganisation(reorganisation_id, for_update=True)
    if found.state not in (State.EXECUTED, State.VERIFIED):
        raise WrongState(state=found.get_state_display())
    change_set = reorganisations.change_set_of(found)
    problems = {part.code: part.verify(change_set) for part in all_parts()}
    for row in found.parts.all():
        row.problems = problems.get(row.part, [])
        row.save(update_fields=["problems"])
    whole = not any(problems.values())
    found.state = State.VERIFIED if whole else State.EXECUTED
    found.verified_at = at if whole else None
    found.save(update_fields=["state", "verified_at"])
    note(
        subject=f"reorganisation:{found.pk}",
        problems={code: len(told) for code, told in problems.items() if told},
    )
    return problems
