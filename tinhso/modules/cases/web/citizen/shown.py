"""What the citizen's pages show, put into the shapes of the components."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.kernel.numerals import late_phrase, short_moment, working_duration
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries.follow import Followed, Milestone
from tinhso.modules.cases.queries.why import Why, WhyDay
from tinhso.modules.cases.rules.states import State
from tinhso.ui.shown import DayCell, Due, DueState, TimelineEntry

ONE_DAY = timedelta(hours=8)


def due_chip(case: Case, remaining: timedelta | None) -> Due | None:
    """The chip of a case: what is left in working time, or what it waits for."""
    if case.state == State.SUPPLEMENT_ASKED:
        return Due("held", _("Chờ bạn bổ sung"), case.due_at)
    if case.state == State.FEE_ASKED:
        return Due("held", _("Chờ bạn nộp phí"), case.due_at)
    if case.state in (State.FINISHED, State.RETURNED):
        return Due("done", _("Đã có kết quả"), case.finished_at)
    if remaining is None:
        return None
    if remaining < timedelta():
        return Due("late", late_phrase(-remaining), case.due_at)
    state: DueState = "soon" if remaining < ONE_DAY else "plain"
    return Due(state, _("Còn %(time)s") % {"time": working_duration(remaining)}, case.due_at)


def timeline(followed: Followed) -> list[TimelineEntry]:
    """The way so far and ahead."""
    return [_entry(followed.case, point) for point in followed.milestones]


def _entry(case: Case, point: Milestone) -> TimelineEntry:
    when = short_moment(point.at) if point.at else ""
    link = ""
    if point.paper_id is not None:
        link = reverse("cases:my_paper", args=[case.public_id, point.paper_id])
    return TimelineEntry(
        state=point.state,  # type: ignore[arg-type]
        title=point.title,
        when=" · ".join(part for part in (when, point.who) if part),
        body=point.text,
        link_text=f"{point.paper_title} (PDF)" if link else "",
        link=link,
    )


_KINDS = {"counted": "count", "paused": "pause", "holiday": "holiday", "rest": "off", "off": "off"}


def day_cells(why: Why, today: date) -> list[DayCell]:
    """One cell for each day from reception to the due day."""
    cells, number = [], 0
    for day in why.days:
        if day.kind == "counted":
            number += 1
        kind = "end" if day.is_due else _KINDS.get(day.kind, "off")
        cells.append(
            DayCell(day.day, kind, _words(day, number), is_today=day.day == today)  # type: ignore[arg-type]
        )
    return cells


def _words(day: WhyDay, number: int) -> str:
    if day.is_due:
        return (
            _("Ngày %(number)s, trả kết quả") % {"number": number} if number else _("Trả kết quả")
        )
    if day.kind == "counted":
        return _("Ngày %(number)s") % {"number": number}
    return day.entry or day.reason


def why_sentences(why: Why) -> str:
    """The account in a few sentences, for reading aloud and for the head of the panel."""
    paused = sum(1 for day in why.days if day.kind == "paused")
    holidays = [day for day in why.days if day.kind == "holiday"]
    rests = sum(1 for day in why.days if day.kind == "rest")
    parts = [_("Thời hạn theo quy định là %(term)s làm việc.") % {"term": _term(why.total)}]
    left_out = []
    if paused:
        left_out.append(_("%(count)s ngày tạm dừng") % {"count": paused})
    if rests:
        left_out.append(_("%(count)s ngày nghỉ cuối tuần") % {"count": rests})
    left_out += [
        _("ngày nghỉ %(day)s (%(name)s)") % {"day": f"{day.day:%d/%m}", "name": day.entry}
        for day in holidays
    ]
    if left_out:
        parts.append(_("Không tính %(days)s.") % {"days": ", ".join(left_out)})
    if not why.is_firm:
        parts.append(_("Đồng hồ đang dừng nên ngày hẹn còn có thể lùi."))
    return " ".join(parts)


def _term(total: timedelta) -> str:
    return working_duration(total)
