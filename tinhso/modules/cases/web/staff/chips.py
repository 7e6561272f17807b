"""Due chips of officers: working time, or what the dossier waits for."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tinhso.kernel.numerals import due_phrase, late_phrase
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries.rows import CaseRow
from tinhso.modules.cases.rules.states import ENDED, State
from tinhso.ui.shown import Due

ONE_DAY = timedelta(hours=8)


def held_words(case: Case) -> str:
    """What an open dossier waits for, in words; "" when it does not wait."""
    words = {
        "applicant": _("Chờ bổ sung"),
        "fee": _("Chờ nộp phí"),
        "opinion": _("Chờ ý kiến"),
        "handover": _("Chờ nhận bàn giao"),
        "suspended": _("Tạm dừng"),
    }
    return words.get(case.waiting_for, "")


def time_chip(remaining: timedelta, due_at: datetime, now: datetime) -> Due:
    """The chip of a running limit."""
    if remaining < timedelta() or due_at <= now:
        return Due("late", late_phrase(-remaining), due_at)
    state = "soon" if remaining < ONE_DAY else "plain"
    return Due(state, due_phrase(due_at, now, remaining), due_at)  # type: ignore[arg-type]


def step_chip(row: CaseRow, now: datetime) -> Due | None:
    """The chip of the column “Hạn bước này”: the step's limit, else the promise."""
    return _chip(row.case, row.step_remaining, row.step_due_at, row, now)


def promise_chip(row: CaseRow, now: datetime) -> Due | None:
    """The chip of the promise to the citizen."""
    return _chip(row.case, row.due_remaining, row.due_at, row, now)


def _chip(
    case: Case, remaining: timedelta | None, due_at: datetime | None, row: CaseRow, now: datetime
) -> Due | None:
    state = State(case.state)
    if state in ENDED:
        return _ended_chip(case)
    if case.waiting_for in ("applicant", "fee", "suspended"):
        return Due("held", held_words(case), due_at)
    if remaining is None:
        remaining, due_at = row.due_remaining, row.due_at
    if remaining is None or due_at is None:
        held = held_words(case)
        return Due("held", held) if held else None
    chip = time_chip(remaining, due_at, now)
    held = held_words(case)
    return Due("held", held, due_at) if held and chip.state == "plain" else chip


def _ended_chip(case: Case) -> Due:
    if case.finished_at is not None and case.state in (State.FINISHED, State.RETURNED):
        late = case.due_at is not None and case.finished_at > case.due_at
        words = _("Xong, quá hẹn") if late else _("Xong đúng hẹn")
        return Due("late" if late else "done", words, case.finished_at)
    return Due("done", str(case.get_state_display()), case.finished_at)
