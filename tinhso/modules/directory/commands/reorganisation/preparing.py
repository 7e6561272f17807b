"""From a list of changes to an approved plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.refusing import refuse
from tinhso.modules.directory.commands.reorganisation.parts import all_parts
from tinhso.modules.directory.definitions.reorganisation_parts import Touched
from tinhso.modules.directory.errors import (
    ChangedSinceDryRun,
    ChangesImpossible,
    ChoiceUnknown,
    OwnReorganisation,
    WrongState,
)
from tinhso.modules.directory.models import (
    AreaVersion,
    OrganisationVersion,
    Reorganisation,
    ReorganisationChange,
    ReorganisationPart,
)
from tinhso.modules.directory.queries import reorganisations
from tinhso.modules.directory.rules.change_set import Change, Problem, problems_of

PREPARE = "directory.prepare_reorganisation"
State = Reorganisation.State
PROBLEMS = {
    "shape": _("Dòng này thiếu hoặc thừa đơn vị so với cách thay đổi."),
    "number_twice": _("Số thứ tự trùng."),
    "refers_to_later_line": _("Dòng này dẫn đến một dòng phía sau."),
    "unit_twice": _("Một đơn vị bị thay đổi hai lần."),
    "ends_and_goes_on": _("Một đơn vị vừa kết thúc vừa tiếp tục."),
    "whole_and_more": _("Một đơn vị nhập toàn bộ vào hai nơi."),
    "one_part_only": _("Một đơn vị chỉ chuyển một phần; phần còn lại chưa rõ về đâu."),
    "default_successor": _("Mỗi đơn vị kết thúc cần đúng một đơn vị kế tiếp mặc định."),
    "shares": _("Tỷ lệ số liệu phải khai đủ và cộng lại bằng 1."),
    "not_alive": _("Đơn vị không còn hoạt động vào ngày trước ngày hiệu lực."),
}


@command(permission=PREPARE, audits=("title", "decision", "effective_on"))
def prepare_reorganisation(
    *, title: str, decision: str, effective_on: date, by: Actor, at: datetime
) -> Reorganisation:
    """Begin a plan. Raises FactsInvalid."""
    require_reach(by, None, PREPARE)
    refuse(
        {name: ["missing"] for name, text in (("title", title), ("decision", decision)) if not text}
    )
    made = Reorganisation.objects.create(
        title=title,
        decision=decision,
        effective_on=effective_on,
        prepared_by=by.name,
        prepared_by_account=by.account_id,
        prepared_at=at,
    )
    note(subject=f"reorganisation:{made.pk}")
    return made


@command(permission=PREPARE, audits=("reorganisation_id",))
def set_changes(
    reorganisation_id: int, changes: Sequence[Change], *, by: Actor, at: datetime
) -> None:
    """Put the list of changes; a plan that was tried before is a draft again.

    The list may still have problems: the dry run says them. Raises WrongState once approved.
    """
    require_reach(by, None, PREPARE)
    found = _in_state(reorganisation_id, State.DRAFT, State.DRY_RUN)
    found.changes.all().delete()
    ReorganisationChange.objects.bulk_create(
        ReorganisationChange(
            reorganisation=found,
            number=line.number,
            subject=line.subject,
            kind=line.kind,
            content=line.content(),
        )
        for line in changes
    )
    found.state, found.dry_run_hash = State.DRAFT, ""
    found.save(update_fields=["state", "dry_run_hash"])
    note(subject=f"reorganisation:{found.pk}", changes=len(changes))


@command(permission=PREPARE, audits=("reorganisation_id",))
def try_reorganisation(reorganisation_id: int, *, by: Actor, at: datetime) -> dict[str, Touched]:
    """The dry run: ask every module what would be touched. Changes nothing but the plan.

    Answers already given are kept where they still are answers. Raises ChangesImpossible with a
    sentence per line, WrongState.
    """
    require_reach(by, None, PREPARE)
    found = _in_state(reorganisation_id, State.DRAFT, State.DRY_RUN)
    problems = problems_with(found)
    if problems:
        raise ChangesImpossible(
            count=len(problems),
            fields={str(one.number): [PROBLEMS[one.code]] for one in problems},
        )
    change_set = reorganisations.change_set_of(found)
    touched = {part.code: part.touched(change_set, found.effective_on) for part in all_parts()}
    given = {part.part: part.choices for part in found.parts.all()}
    found.parts.all().delete()
    ReorganisationPart.objects.bulk_create(
        ReorganisationPart(
            reorganisation=found,
            part=part.code,
            title=str(part.title),
            touched=_as_json(touched[part.code]),
            choices=_answers(touched[part.code], given.get(part.code, {})),
        )
        for part in all_parts()
    )
    found.state, found.dry_run_at = State.DRY_RUN, at
    found.dry_run_hash = reorganisations.mark_of(found)
    found.save(update_fields=["state", "dry_run_at", "dry_run_hash"])
    note(
        subject=f"reorganisation:{found.pk}",
        touched={code: told.count for code, told in touched.items()},
    )
    return touched


def problems_with(found: Reorganisation) -> list[Problem]:
    """What keeps the plan from being carried out: its shape, and units that do not live."""
    changes = reorganisations.changes_of(found)
    last_day = found.effective_on - timedelta(days=1)
    alive = {
        "area": set(AreaVersion.objects.as_of(last_day).values_list("area_id", flat=True)),
        "organisation": set(
            OrganisationVersion.objects.as_of(last_day).values_list("organisation_id", flat=True)
        ),
    }
    dead = [
        Problem(line.number, "not_alive", (unit,))
        for line in changes
        for unit in _units_of(line)
        if unit not in alive[line.subject]
    ]
    return [*problems_of(changes), *dead]


def _units_of(line: Change) -> Iterable[int]:
    yield from (origin.id for origin in line.origins)
    if line.unit is not None:
        yield line.unit


def _as_json(touched: Touched) -> dict[str, object]:
    told = asdict(touched)
    told["choices"] = [
        {
            "code": choice.code,
            "title": str(choice.title),
            "options": [[value, str(name)] for value, name in choice.options],
            "default": choice.default,
        }
        for choice in touched.choices
    ]
    return told


def _answers(touched: Touched, given: dict[str, str]) -> dict[str, str]:
    answers = {}
    for choice in touched.choices:
        answer = given.get(choice.code, choice.default)
        known = {value for value, _name in choice.options}
        answers[choice.code] = answer if answer in known else choice.default
    return answers


@command(permission=PREPARE, audits=("reorganisation_id", "part", "choice", "answer"))
def choose(
    reorganisation_id: int, part: str, choice: str, answer: str, *, by: Actor, at: datetime
) -> None:
    """Answer a question of a module before the approval. Raises WrongState, ChoiceUnknown."""
    require_reach(by, None, PREPARE)
    found = _in_state(reorganisation_id, State.DRY_RUN)
    row = found.parts.filter(part=part).first()
    asked = {one["code"]: one for one in row.touched.get("choices", [])} if row else {}
    known = {value for value, _name in asked.get(choice, {}).get("options", [])}
    if row is None or answer not in known:
        raise ChoiceUnknown(choice=answer)
    row.choices = {**row.choices, choice: answer}
    row.save(update_fields=["choices"])
    note(subject=f"reorganisation:{found.pk}")


@command(permission="directory.approve_reorganisation", audits=("reorganisation_id",))
def approve_reorganisation(reorganisation_id: int, *, by: Actor, at: datetime) -> None:
    """Approve what was tried, as a second person.

    Raises WrongState, OwnReorganisation, ChangedSinceDryRun.
    """
    require_reach(by, None, "directory.approve_reorganisation")
    found = _in_state(reorganisation_id, State.DRY_RUN)
    is_same = by.account_id is not None and by.account_id == found.prepared_by_account
    if is_same or (by.account_id is None and by.name == found.prepared_by):
        raise OwnReorganisation
    if found.dry_run_hash != reorganisations.mark_of(found):
        raise ChangedSinceDryRun
    found.state, found.approved_by, found.approved_at = State.APPROVED, by.name, at
    found.approved_by_account = by.account_id
    found.save(update_fields=["state", "approved_by", "approved_by_account", "approved_at"])
    note(subject=f"reorganisation:{found.pk}", mark=found.dry_run_hash)


@command(permission="directory.approve_reorganisation", audits=("reorganisation_id", "moment"))
def schedule_reorganisation(
    reorganisation_id: int, *, moment: datetime, by: Actor, at: datetime
) -> None:
    """Say when it is to be executed: not before its day begins. Raises WrongState, FactsInvalid."""
    require_reach(by, None, "directory.approve_reorganisation")
    found = _in_state(reorganisation_id, State.APPROVED, State.SCHEDULED)
    if moment.date() < found.effective_on:
        refuse({"moment": ["order"]})
    found.state, found.scheduled_for = State.SCHEDULED, moment
    found.save(update_fields=["state", "scheduled_for"])
    note(subject=f"reorganisation:{found.pk}")


def _in_state(reorganisation_id: int, *states: str) -> Reorganisation:
    found = reorganisations.reorganisation(reorganisation_id, for_update=True)
    if found.state not in states:
        raise WrongState(state=found.get_state_display())
    return found
