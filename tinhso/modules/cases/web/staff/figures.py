"""Periods and selections in addresses: what a figure links to, and how the list reads it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.numerals import (
    UnreadableError,
    date_range,
    parse_date,
    plain_integer,
    short_date,
)
from tinhso.modules.cases.models.case import STATE_NAMES, Channel
from tinhso.modules.cases.queries import overview
from tinhso.modules.cases.queries.overview import Selection
from tinhso.modules.cases.queries.statistics import Period
from tinhso.modules.directory import public as directory

PERIODS = (
    ("7", gettext_lazy("7 ngày")),
    ("30", gettext_lazy("30 ngày")),
    ("90", gettext_lazy("90 ngày")),
    ("nam", gettext_lazy("Từ đầu năm")),
)
TITLES: Mapping[str, Any] = {
    "received": gettext_lazy("Tiếp nhận"),
    "not_accepted_yet": gettext_lazy("Chờ tiếp nhận"),
    "running": gettext_lazy("Đang giải quyết"),
    "running_late": gettext_lazy("Đang quá hạn"),
    "waiting": gettext_lazy("Chờ người dân"),
    "done": gettext_lazy("Đã xong"),
    "done_on_time": gettext_lazy("Xong đúng hẹn"),
    "done_late": gettext_lazy("Xong quá hẹn"),
    "ended": gettext_lazy("Không có kết quả"),
    "now_running": gettext_lazy("Đang giải quyết"),
    "now_late": gettext_lazy("Đang quá hạn"),
    "now_waiting": gettext_lazy("Chờ người dân bổ sung, nộp phí"),
    "period_received": gettext_lazy("Tiếp nhận trong kỳ"),
    "period_online": gettext_lazy("Nộp trực tuyến trong kỳ"),
    "period_done": gettext_lazy("Xong trong kỳ"),
    "period_early": gettext_lazy("Xong trước ngày hẹn"),
    "period_on_day": gettext_lazy("Xong đúng ngày hẹn"),
    "period_late": gettext_lazy("Xong quá hẹn"),
}
GROUPS = {"xa": gettext_lazy("UBND cấp xã"), "so": gettext_lazy("Sở, ban, ngành")}


def midnight(day: date) -> datetime:
    """The beginning of a day here."""
    return datetime.combine(day, time(), get_current_timezone())


def period_of(query: QueryDict, now: datetime) -> Period:
    """The period of the address: from day to day, or the last so many days; 30 by default."""
    today = timezone.localdate(now)
    first, last = _day(query.get("tu", "")), _day(query.get("den", ""))
    if first is None:
        wanted = query.get("ky", "30")
        first = today.replace(month=1, day=1) if wanted == "nam" else today
        if wanted != "nam":
            days = int(wanted) if wanted in ("7", "30", "90") else 30
            first = today - timedelta(days=days - 1)
    last = max(first, last or today)
    return Period(midnight(first), midnight(last + timedelta(days=1)), now)


def _day(written: str) -> date | None:
    try:
        return parse_date(written)
    except UnreadableError:
        return None


def period_words(period: Period) -> str:
    """ "19/11–24/11"."""
    return date_range(overview.first_day(period), overview.last_day(period))


@dataclass(frozen=True, slots=True)
class Place:
    """How a selection is written in an address."""

    chosen: Selection

    def query(self, **changes: Any) -> str:  # noqa: ANN401
        """The address part of this selection with changes."""
        chosen = replace(self.chosen, **changes)
        values = {
            "chi-so": chosen.figure,
            "tu": short_date(overview.first_day(chosen.period)),
            "den": short_date(overview.last_day(chosen.period)),
            "nhom": chosen.group,
            "co-quan": chosen.agency_id,
            "don-vi": chosen.unit_id,
            "linh-vuc": chosen.field_code,
            "kenh": chosen.channel,
            "thu-tuc": chosen.procedure_id,
            "tinh-trang": chosen.state,
        }
        return urlencode({name: value for name, value in values.items() if value not in (None, "")})

    def list_address(self, figure: str, **changes: Any) -> str:  # noqa: ANN401
        """The list behind a figure."""
        return f"{reverse('cases:figure_list')}?{self.query(figure=figure, **changes)}"


def selection_of(request: HttpRequest, now: datetime) -> Selection:
    """The selection an address says. What cannot be read does not narrow."""
    query = request.GET
    figure = query.get("chi-so", "received")
    group = query.get("nhom", "")
    chosen = Selection(
        figure=figure if figure in overview.FIGURES else "received",
        period=period_of(query, now),
        group=group if group in overview.GROUP_KINDS else "",
        agency_id=_number(query, "co-quan"),
        unit_id=_number(query, "don-vi"),
        field_code=query.get("linh-vuc", "")[:40],
        channel=query.get("kenh", "") if query.get("kenh", "") in Channel.values else "",
        procedure_id=_number(query, "thu-tuc"),
        state=_number(query, "tinh-trang"),
    )
    bucket = query.get("qua", "")
    if bucket:
        chosen = _with_bucket(chosen, bucket, now)
    return chosen


def _with_bucket(chosen: Selection, bucket: str, now: datetime) -> Selection:
    for code, _title, start, end in overview.late_bounds(now, province_calendar(now)):
        if code == bucket:
            return replace(chosen, figure="now_late", late_from=start, late_until=end)
    return chosen


def province_calendar(now: datetime) -> Any:  # noqa: ANN401
    """The calendar that agencies share, by which lateness is classed."""
    return directory.calendar_of(0, timezone.localdate(now))


def _number(query: QueryDict, name: str) -> int | None:
    return plain_integer(query.get(name, ""))


def said(chosen: Selection, names: Mapping[str, str]) -> str:
    """The selection in words: for the head of the list and for files."""
    parts = [str(TITLES[chosen.figure]), _("kỳ %(p)s") % {"p": period_words(chosen.period)}]
    if chosen.group:
        parts.append(str(GROUPS[chosen.group]))
    ids = {one for one in (chosen.agency_id, chosen.unit_id) if one}
    parts += [card.name for card in directory.last_organisation_cards(ids).values()]
    parts += [word for word in names.values() if word]
    if chosen.channel:
        parts.append(str(Channel(chosen.channel).label))
    if chosen.state is not None:
        parts.append(str(dict(STATE_NAMES).get(chosen.state, "")))  # type: ignore[call-overload]
    return " · ".join(part for part in parts if part)
