"""Process definitions: drafted by one person, checked by machine, approved by another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.cases.definitions import ProcessDefinition
from tinhso.modules.cases.errors import ProcessInvalid, SelfApproval, StateForbids
from tinhso.modules.cases.models import ProcessVersion
from tinhso.modules.cases.rules.process import Problem, check, from_plain
from tinhso.modules.identity import public as identity

PROBLEM_SENTENCES = {
    "step_twice": "Hai bước cùng mã {step}",
    "start_unknown": "Bước bắt đầu {step} không có trong quy trình",
    "step_without_assignee": "Bước {step} chưa có vai trò xử lý",
    "role_unknown": "Bước {step}: không có vai trò “{detail}”",
    "step_without_action": "Bước {step} không có thao tác nào để đi tiếp",
    "action_twice": "Bước {step}: hai thao tác cùng mã {detail}",
    "finish_elsewhere": "Bước {step}: thao tác kết thúc {detail} không được trỏ đến bước khác",
    "end_without_finish": "Bước {step}: thao tác {detail} chỉ được trỏ đến một bước",
    "target_unknown": "Bước {step}: thao tác dẫn đến bước {detail} không có",
    "every_action_conditional": "Bước {step}: mọi thao tác đều có điều kiện, hồ sơ có thể bị kẹt",
    "side_action_unknown": "Bước {step}: không có việc phụ “{detail}”",
    "step_unreachable": "Không đường nào đi tới bước {step}",
    "loop_without_exit": "Từ bước {step} không có đường ra khỏi vòng lặp",
    "end_without_result": "Có đường kết thúc mà không qua phê duyệt kết quả",
    "nobody_drafts_result": "Không bước nào soạn kết quả",
}


def sentence(problem: Problem) -> str:
    """The problem as a sentence."""
    return PROBLEM_SENTENCES[problem.code].format(step=problem.step, detail=problem.detail)


def parse(definition: Mapping[str, Any]) -> ProcessDefinition:
    """The definition by its shape. Raises ProcessInvalid naming the places that are wrong."""
    try:
        return ProcessDefinition.model_validate(definition)
    except ValidationError as wrong:
        places = [
            f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"
            for error in wrong.errors()
        ]
        raise ProcessInvalid(problems="; ".join(places), fields={"definition": places}) from wrong


def problems_of(definition: Mapping[str, Any]) -> list[str]:
    """Sentences about everything that keeps the definition from approval; empty when sound."""
    plain = parse(definition).model_dump(mode="json")
    return [sentence(problem) for problem in check(from_plain(plain), list(identity.roles()))]


@command(permission="cases.draft_process", audits=())
def draft_process(definition: Mapping[str, Any], *, by: Actor, at: datetime) -> ProcessVersion:
    """Keep a draft of the next version; the same author's open draft is replaced.

    A draft may be unsound, but not of the wrong shape. Raises ProcessInvalid.
    """
    parsed = parse(definition)
    plain = parsed.model_dump(mode="json")
    last = ProcessVersion.objects.filter(code=parsed.code).order_by("-version").first()
    if last is not None and last.status == ProcessVersion.Status.DRAFT:
        last.title, last.definition, last.drafted_at = parsed.title, plain, at
        last.drafted_by_account_id = by.account_id
        last.save()
        draft = last
    else:
        draft = ProcessVersion.objects.create(
            code=parsed.code,
            version=last.version + 1 if last else 1,
            title=parsed.title,
            definition=plain,
            drafted_by_account_id=by.account_id,
            drafted_at=at,
        )
    note(subject=f"process:{draft.code}", version=draft.version)
    return draft


@command(permission="cases.approve_process", audits=("version_id", "valid_from", "decision"))
def approve_process(
    version_id: int, *, valid_from: date, decision: str, by: Actor, at: datetime
) -> ProcessVersion:
    """Approve a sound draft by a second person; running cases stay on their version (TTHC-07).

    Raises ProcessInvalid, SelfApproval, StateForbids.
    """
    draft = ProcessVersion.objects.select_for_update().get(id=version_id)
    if draft.status != ProcessVersion.Status.DRAFT:
        raise StateForbids(state=draft.get_status_display())
    if draft.drafted_by_account_id is not None and draft.drafted_by_account_id == by.account_id:
        raise SelfApproval
    problems = problems_of(draft.definition)
    if problems:
        raise ProcessInvalid(problems="; ".join(problems))
    draft.status = ProcessVersion.Status.APPROVED
    draft.valid_from, draft.decision = valid_from, decision
    draft.approved_by_account_id, draft.approved_at = by.account_id, at
    draft.save()
    note(subject=f"process:{draft.code}", version=draft.version)
    return draft
