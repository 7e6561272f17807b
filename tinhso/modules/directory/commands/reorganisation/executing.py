"""The execution in one transaction, and the checks after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.events import announce
from tinhso.kernel.long_tasks import (
    LongTaskCard,
    Progress,
    latest_task,
    long_task,
    start_long_task,
)
from tinhso.kernel.numerals import short_date
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.reorganisation.parts import all_parts
from tinhso.modules.directory.errors import ChangedSinceDryRun, TooEarly, WrongState
from tinhso.modules.directory.events import OrganisationsReorganised
from tinhso.modules.directory.models import Reorganisation
from tinhso.modules.directory.queries import reorganisations

EXECUTE = "directory.execute_reorganisation"
State = Reorganisation.State


Watcher = Callable[[str], None]


def _nobody(title: str) -> None:
    """Nobody watches."""


@command(permission=EXECUTE, audits=("reorganisation_id",))
def begin_execution(reorganisation_id: int, *, by: Actor, at: datetime) -> LongTaskCard:
    """Let what was approved be carried out in the background; a second beginning joins the first.

    It takes longer than a page may: thousands of officers and dossiers. Raises WrongState,
    TooEarly, ChangedSinceDryRun.
    """
    require_reach(by, None, EXECUTE)
    found = _executable(reorganisation_id, at)
    who = {"name": by.name, "account_id": by.account_id, "officer_id": by.officer_id}
    arguments = {"reorganisation_id": int(found.pk), "at": at.isoformat(), **who}
    card = start_long_task(carry_out, key=str(found.pk), arguments=arguments, by=by, at=at)
    note(subject=f"reorganisation:{found.pk}", long_task=card.id)
    return card


@long_task(kind="directory.execute_reorganisation", title=_("Thực hiện phương án sắp xếp"))
def carry_out(
    progress: Progress,
    *,
    reorganisation_id: int,
    at: str,
    name: str,
    account_id: int | None,
    officer_id: int | None,
) -> Mapping[str, object]:
    """The execution as a person watches it. Whoever cancels it undoes all of it."""
    # The right was checked when it began; the audit lines name the person.
    by = Actor(kind="system", name=name, account_id=account_id, officer_id=officer_id)
    progress.begin(total=len(all_parts()))

    def told(title: str) -> None:
        progress.step(1 if progress.stage else 0)
        progress.stage = title

    execute_reorganisation(reorganisation_id, watch=told, by=by, at=datetime.fromisoformat(at))
    progress.step()
    return {}


def execution_of(reorganisation_id: int) -> LongTaskCard | None:
    """The execution that goes on or was tried last; None before the first. One query."""
    return latest_task(carry_out, str(reorganisation_id))


@command(permission=EXECUTE, audits=("reorganisation_id",))
def execute_reorganisation(
    reorganisation_id: int, *, watch: Watcher = _nobody, by: Actor, at: datetime
) -> Reorganisation:
    """Do what was approved: every part, in one transaction, or nothing at all.

    `watch` hears the title of each part before it begins. Raises WrongState, TooEarly,
    ChangedSinceDryRun.
    """
    require_reach(by, None, EXECUTE)
    found = _executable(reorganisation_id, at)
    # What was approved covers the work of every module: no part asks for rights of its own. The
    # audit lines still name the person.
    acting = replace(by, kind="system")
    rows = {row.part: row for row in found.parts.all()}
    for part in all_parts():
        watch(str(part.title))
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


def _executable(reorganisation_id: int, at: datetime) -> Reorganisation:
    found = reorganisations.reorganisation(reorganisation_id, for_update=True)
    if found.state not in (State.APPROVED, State.SCHEDULED):
        raise WrongState(state=found.get_state_display())
    if localdate(at) < found.effective_on:
        raise TooEarly(day=short_date(found.effective_on))
    if found.dry_run_hash != reorganisations.mark_of(found):
        raise ChangedSinceDryRun
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
