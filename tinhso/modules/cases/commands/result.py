"""The result: drafted, and drafted again as a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.errors import ActionNotOffered
from tinhso.modules.cases.models import CaseResult
from tinhso.modules.cases.queries import routing
from tinhso.modules.cases.rules.states import State


@dataclass(frozen=True, slots=True)
class NewResult:
    """What the officer drafts: a result template with its values, or an uploaded file."""

    template: str
    title: str
    values: Mapping[str, Any]
    file_id: int | None = None


@command(permission="cases.process_case", audits=("case_id",))
def draft_result(case_id: int, *, new: NewResult, by: Actor, at: datetime) -> CaseResult:
    """Draft the result, or a new version of it: what was approved is never changed (TTHC-16).

    Raises NotTheHolder, ActionNotOffered, StateForbids.
    """
    case = moves.lock(case_id, by, "cases.process_case")
    moves.require_state(case, State.ACCEPTED, State.PROCESSING)
    moves.require_holder(case, by)
    _row, process = routing.process_version(case.process_version_id)
    if not process.step(case.step_code).drafts_result:
        raise ActionNotOffered(step=case.step_title)
    last = case.results.order_by("-version").first()
    result = CaseResult.objects.create(
        case=case,
        version=last.version + 1 if last else 1,
        template=new.template,
        title=new.title,
        values=dict(new.values),
        file_id=new.file_id,
        drafted_at=at,
        drafted_by_officer_id=by.officer_id,
        drafted_by_name=by.name,
    )
    moves.move(
        case,
        action="draft_result",
        title=f"Soạn kết quả: {new.title} (bản {result.version})",
        facts={"result": result.id},
        by=by,
        at=at,
    )
    case.save()
    note(version=result.version, template=new.template)
    return result
