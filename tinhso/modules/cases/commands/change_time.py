"""More time, with an apology before the old date passes or after it; suspension and going on."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE, Extended, Received, reckon
from tinhso.kernel.command import command, note
from tinhso.modules.cases.commands import issue_paper, moves
from tinhso.modules.cases.errors import (
    ExtensionNotLater,
    ExtensionTooLate,
    ExtensionUsed,
    NotLate,
    ReasonMissing,
    StateForbids,
)
from tinhso.modules.cases.events import CaseApologised, CaseExtended
from tinhso.modules.cases.models import Case, Extension, IssuedPaper
from tinhso.modules.cases.rules import clocks
from tinhso.modules.cases.rules.states import State
from tinhso.modules.directory import public as directory

SOURCE = "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9; mẫu 04 Thông tư 03/2025/TT-VPCP"


@command(permission="cases.process_case", audits=("case_id", "new_day"))
def extend_case(case_id: int, *, new_day: date, reason: str, by: Actor, at: datetime) -> Extension:
    """Apologise and promise a new day, once, before the old one passes (form 04).

    Raises ReasonMissing, ExtensionTooLate, ExtensionUsed, ExtensionNotLater, NotTheHolder,
    StateForbids.
    """
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [str(ReasonMissing.message)]})
    case = moves.lock(case_id, by, "cases.process_case")
    moves.require_state(case, State.ACCEPTED, State.PROCESSING)
    moves.require_holder(case, by)
    old = _old_due(case, at)
    ordinal = case.extension_count + 1
    term = clocks.extension_to(new_day, SOURCE)
    moves.record_on_clocks(case, Extended(at, term, source=SOURCE, key=f"extension:{ordinal}"), at)
    if case.due_at is None or case.due_at <= old:
        raise ExtensionNotLater(
            due=f"{timezone.localtime(old):%H:%M %d/%m/%Y}",
            fields={"new_day": [f"Ngày hẹn mới phải sau {timezone.localtime(old):%d/%m/%Y}."]},
        )
    extension = Extension.objects.create(
        case=case,
        ordinal=ordinal,
        old_due_at=old,
        new_due_at=case.due_at,
        reason=reason,
        given_at=at,
        given_by_name=by.name,
    )
    case.extension_count, case.promised_at = ordinal, case.due_at
    moves.move(
        case,
        action="extend",
        title="Xin lỗi và hẹn lại ngày trả (mẫu 04)",
        text=reason,
        is_public=True,
        facts={"old": old.isoformat(), "new": case.due_at.isoformat()},
        by=by,
        at=at,
    )
    issue_paper.apology(case, extension, by=by, at=at)
    case.save()
    note(old=old.isoformat(), new=case.due_at.isoformat())
    moves.tell(case, CaseExtended(case.id, case.code, case.state, case.due_at))
    return extension


def _old_due(case: Case, at: datetime) -> datetime:
    if case.due_at is None:
        raise StateForbids(state=case.get_state_display())
    if at > case.due_at:
        raise ExtensionTooLate(due=f"{timezone.localtime(case.due_at):%H:%M %d/%m/%Y}")
    if case.extension_count >= clocks.EXTENSIONS_ALLOWED:
        raise ExtensionUsed
    return case.due_at


@command(permission="cases.process_case", audits=("case_id", "new_day"))
def apologise(case_id: int, *, new_day: date, reason: str, by: Actor, at: datetime) -> IssuedPaper:
    """Apologise to whoever waits past the promised day, and say until when the result comes.

    The due moment stays: the dossier is late, however politely. Raises ReasonMissing, NotLate,
    ExtensionNotLater, NotTheHolder, StateForbids.
    """
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [str(ReasonMissing.message)]})
    case = moves.lock(case_id, by, "cases.process_case")
    moves.require_state(case, State.ACCEPTED, State.PROCESSING)
    moves.require_holder(case, by)
    if case.due_at is None:
        raise StateForbids(state=case.get_state_display())
    due = f"{timezone.localtime(case.due_at):%H:%M %d/%m/%Y}"
    if at <= case.due_at:
        raise NotLate(due=due)
    calendar = directory.calendar_of(case.handling_organisation_id, at.astimezone(ZONE).date())
    promised = reckon(clocks.extension_to(new_day, ""), [Received(at)], calendar, at).due
    if promised <= at:
        raise ExtensionNotLater(due=due, fields={"new_day": ["Ngày trả kết quả phải sau lúc này."]})
    moves.move(
        case,
        action="apologise",
        title="Gửi thư xin lỗi vì trả kết quả chậm",
        text=reason,
        is_public=True,
        facts={"due": case.due_at.isoformat(), "promised": promised.isoformat()},
        by=by,
        at=at,
    )
    paper = issue_paper.apology_letter(
        case, reason, due=case.due_at, promised=promised, by=by, at=at
    )
    case.save()
    note(promised=promised.isoformat())
    moves.tell(case, CaseApologised(case.id, case.code, case.state, promised))
    return paper


@command(permission="cases.assign_case", audits=("case_id", "source"))
def suspend_case(case_id: int, *, reason: str, source: str, by: Actor, at: datetime) -> Case:
    """Stop the clocks for force majeure or a sector law's reason; `source` is the legal basis.

    Raises ReasonMissing, StateForbids.
    """
    if not reason.strip() or not source.strip():
        field = "source" if reason.strip() else "reason"
        raise ReasonMissing(fields={field: [str(ReasonMissing.message)]})
    case = moves.lock(case_id, by, "cases.assign_case")
    moves.require_state(case, State.ACCEPTED, State.PROCESSING)
    if case.waiting_for == "suspended":
        raise StateForbids(state="Tạm dừng")
    case.waiting_for = "suspended"
    moves.move(
        case,
        action="suspend",
        title="Tạm dừng tính thời hạn",
        text=f"{reason} ({source})",
        is_public=True,
        by=by,
        at=at,
    )
    moves.pause(
        case, key=f"suspension:{case.version}", reason=reason, source=source, at=at, restarts=False
    )
    case.save()
    return case


@command(permission="cases.assign_case", audits=("case_id",))
def resume_case(case_id: int, *, by: Actor, at: datetime) -> Case:
    """Let the clocks of a suspended case go on. Raises StateForbids."""
    case = moves.lock(case_id, by, "cases.assign_case")
    if case.waiting_for != "suspended":
        raise StateForbids(state=case.get_state_display())
    case.waiting_for = ""
    moves.move(case, action="resume", title="Tính tiếp thời hạn", is_public=True, by=by, at=at)
    for clock in case.clocks.filter(ended_at__isnull=True, kind="statutory"):
        for key in clocks.open_pause_keys(clock.events):
            if key.startswith("suspension:"):
                moves.resume(case, key=key, at=at)
    case.save()
    return case
