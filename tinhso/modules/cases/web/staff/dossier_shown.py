"""The officer's dossier put into the shapes of the components."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tinhso.kernel.clock import REASON_TEXT
from tinhso.kernel.files import content
from tinhso.kernel.numerals import number, short_date, short_time, working_duration
from tinhso.modules.cases.models import CasePaper, CaseStep
from tinhso.modules.cases.queries.detail import Clock, Dossier
from tinhso.modules.cases.queries.why import Why
from tinhso.modules.cases.rules.states import ENDED, State
from tinhso.modules.cases.web.staff.chips import held_words, time_chip
from tinhso.modules.identity import public as identity
from tinhso.ui.shown import ClockMeter, Due, ProcessStep

DAY = timedelta(hours=8)
STATE_TONES = {
    State.REGISTERED: "river",
    State.ACCEPTED: "river",
    State.PROCESSING: "river",
    State.SUPPLEMENT_ASKED: "info",
    State.FEE_ASKED: "info",
    State.NOT_ACCEPTED: "danger",
    State.STOPPED: "danger",
    State.WITHDRAWN: "",
    State.FINISHED: "ok",
    State.RETURNED: "ok",
}


def role_title(role: str) -> str:
    """Title of a role, its code when nobody knows it."""
    known = identity.roles().get(role)
    return str(known.title) if known else role


def strip(dossier: Dossier) -> list[ProcessStep]:
    """Reception and the steps of the process: done, now, to come."""
    case = dossier.case
    accepted = next((line for line in dossier.movements if line.action == "accept"), None)
    first = ProcessStep(
        _("Tiếp nhận"),
        "done" if accepted else "now" if case.state == State.REGISTERED else "todo",
        f"{accepted.actor_name}, {_day(accepted.at)}" if accepted else "",
    )
    runs = {run.step_code: run for run in dossier.steps}
    return [first, *(_strip_step(dossier, step.code, runs) for step in dossier.process.steps)]


def _strip_step(dossier: Dossier, code: str, runs: dict[str, CaseStep]) -> ProcessStep:
    step = dossier.process.step(code)
    run = runs.get(code)
    if run is not None and run.left_at is None:
        who = run.holder_name or _("chờ người nhận")
        note = _("%(who)s, từ %(day)s") % {"who": who, "day": _day(run.entered_at)}
        return ProcessStep(step.title, "now", note)
    codes = [one.code for one in dossier.process.steps]
    here = dossier.case.step_code
    # A step the dossier was sent back from is to be done again.
    is_behind = not here or codes.index(code) < codes.index(here)
    if run is not None and run.left_at is not None and is_behind:
        return ProcessStep(step.title, "done", f"{run.holder_name}, {_day(run.left_at)}")
    return ProcessStep(step.title, "todo", role_title(step.role))


def clocks(dossier: Dossier, now: datetime) -> list[ClockMeter]:
    """Three clocks: the step, the agency, the promise to the citizen."""
    found = []
    if dossier.run is not None:
        found.append(_step_clock(dossier, dossier.run, now))
    if dossier.agency is not None and State(dossier.case.state) not in ENDED:
        found.append(_agency_clock(dossier, dossier.agency))
    found.append(_promise_clock(dossier))
    return found


def _step_clock(dossier: Dossier, run: CaseStep, now: datetime) -> ClockMeter:
    case, left = dossier.case, dossier.step_remaining
    name = _("Bước %(step)s") % {"step": run.title[:1].lower() + run.title[1:]}
    held = held_words(case)
    if left is None or case.step_due_at is None:
        chip = Due("held", held) if held else None
        return ClockMeter(name, due=chip, limit="" if chip else _("Bước này không có định mức"))
    norm = timedelta(minutes=run.norm_minutes or 1)
    limit = _("Hạn %(at)s · định mức %(norm)s làm việc") % {
        "at": f"{short_time(case.step_due_at)}, {_day(case.step_due_at)}",
        "norm": working_duration(norm),
    }
    used = max(timedelta(), norm - left)
    return ClockMeter(
        name,
        due=time_chip(left, case.step_due_at, now),
        used_percent=min(100.0, 100 * (used / norm)),
        limit=limit,
    )


def _agency_clock(dossier: Dossier, clock: Clock) -> ClockMeter:
    whole = dossier.names.get(dossier.case.handling_organisation_id, _("Cơ quan giải quyết"))
    place = whole.removeprefix("Ủy ban nhân dân ")
    name = place[:1].upper() + place[1:]
    if clock.late_by:
        words = _("Quá %(time)s") % {"time": working_duration(clock.late_by)}
        chip = Due("late", words, clock.due_at)
    elif clock.is_paused:
        chip = Due("held", held_words(dossier.case) or _("Đang dừng"), clock.due_at)
    else:
        words = _("Còn %(time)s") % {"time": working_duration(clock.remaining)}
        chip = Due("soon" if clock.remaining < DAY else "plain", words, clock.due_at)
    total = clock.total or DAY
    limit = _("Đã dùng %(used)s/%(all)s ngày làm việc") % {
        "used": number(round(clock.used / DAY, 1)),
        "all": number(round(clock.total / DAY, 1)),
    }
    return ClockMeter(
        name, due=chip, used_percent=min(100.0, 100 * (clock.used / total)), limit=limit
    )


def _promise_clock(dossier: Dossier) -> ClockMeter:
    case = dossier.case
    name = _("Hẹn trả người dân")
    if case.due_at is None:
        return ClockMeter(name, limit=_("Chưa có ngày hẹn: đồng hồ chạy từ lúc tiếp nhận"))
    return ClockMeter(
        name,
        value=short_date(case.due_at),
        limit=_paused_words(dossier),
        link_text=_("Vì sao hẹn ngày này?"),
        link=reverse("cases:why", args=[case.public_id]),
    )


def _paused_words(dossier: Dossier) -> str:
    case, parts = dossier.case, []
    if case.due_at is not None:
        parts.append(_("Trước %(time)s.") % {"time": short_time(case.due_at)})
    if dossier.why is not None:
        paused = sum(1 for day in dossier.why.days if day.kind == "paused")
        holidays = [day for day in dossier.why.days if day.kind == "holiday"]
        if paused:
            parts.append(_("Tạm dừng %(count)s ngày.") % {"count": paused})
        if holidays:
            days = ", ".join(f"{day.day:%d/%m}" for day in holidays)
            parts.append(_("Nghỉ lễ %(days)s.") % {"days": days})
    if case.extension_count:
        parts.append(_("Đã hẹn lại một lần."))
    return " ".join(parts)


def _day(moment: datetime) -> str:
    return f"{localtime(moment):%d/%m}"


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A line of the papers: what it is, where it comes from, how it can be shown."""

    key: str
    name: str
    note: str
    kind: str
    """form, image, pdf, file (to be saved) or paper (on paper only)"""
    address: str = ""
    is_checked: bool = False


def shown_papers(dossier: Dossier) -> list[ShownPaper]:
    """The electronic form first, then every paper of every round, then drafts of the result."""
    case = dossier.case
    found = []
    if case.answers:
        found.append(ShownPaper("to-khai", _("Tờ khai"), _("Biểu mẫu điện tử"), "form"))
    found += [_paper(dossier, paper) for paper in dossier.papers]
    for result in dossier.results:
        state = _("đã duyệt") if result.approved_at else _("dự thảo")
        found.append(
            ShownPaper(
                f"kq{result.version}",
                result.title,
                _("Kết quả, bản %(n)s, %(state)s") % {"n": result.version, "state": state},
                "pdf",
                reverse("cases:result_file", args=[case.public_id, result.version]),
            )
        )
    return found


def _paper(dossier: Dossier, paper: CasePaper) -> ShownPaper:
    card = dossier.files.get(paper.file_id or 0)
    parts = [str(paper.get_kind_display())]
    if paper.quantity > 1:
        parts.append(_("%(n)s bản") % {"n": paper.quantity})
    if card is not None:
        parts.append(f"{card.type_title}, {card.size_text}")
    if paper.round:
        parts.append(
            _("bổ sung lần %(n)s, %(day)s") % {"n": paper.round, "day": _day(paper.added_at)}
        )
    kind, address = "paper", ""
    if card is not None:
        address = reverse("cases:paper_file", args=[dossier.case.public_id, paper.id])
        kind = "pdf" if card.media_type == content.PDF else "file"
        if card.media_type in content.PHOTOS:
            kind = "image"
    return ShownPaper(
        f"g{paper.id}", paper.name, ", ".join(parts), kind, address, paper.checked_at is not None
    )


def chosen_paper(papers: list[ShownPaper], key: str) -> tuple[ShownPaper | None, str]:
    """The paper shown, and the key of the next one ("" when it is the only one)."""
    if not papers:
        return None, ""
    at = next((place for place, paper in enumerate(papers) if paper.key == key), 0)
    return papers[at], papers[(at + 1) % len(papers)].key if len(papers) > 1 else ""


@dataclass(frozen=True, slots=True)
class Interval:
    """One stretch of the account in words."""

    start: datetime
    end: datetime
    counted: bool
    amount: str
    reason: str
    entry: str
    source: str


def intervals(dossier: Dossier, why: Why) -> list[Interval]:
    """Every stretch from reception to the due moment: counted or not, and why."""
    reasons = {
        event.get("key", ""): event.get("reason", "")
        for clock in dossier.case.clocks.filter(kind="statutory")
        for event in clock.events
        if event["kind"] == "paused"
    }
    return [
        Interval(
            line.start,
            line.end,
            line.counted,
            working_duration(line.amount),
            REASON_TEXT[line.reason],
            line.entry or reasons.get(line.event, ""),
            line.source,
        )
        for line in why.account.lines
    ]
