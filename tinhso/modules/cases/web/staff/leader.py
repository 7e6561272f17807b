"""The leader's overview: figures that are links, from the province down to single dossiers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.actor import Actor
from tinhso.kernel.http import actor_of
from tinhso.kernel.numerals import number
from tinhso.kernel.permissions import require
from tinhso.modules.cases.queries import overview, worklist
from tinhso.modules.cases.queries.overview import Line, Selection
from tinhso.modules.cases.web.staff import figures, lists
from tinhso.modules.cases.web.staff.navigation import counts_of
from tinhso.modules.directory import public as directory
from tinhso.modules.procedures import public as procedures
from tinhso.ui.lists import EmptyText, ListSpec, list_page
from tinhso.ui.shown import Crumb, Figure

SHOWN = 25


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table with where it leads."""

    line: Line
    address: str
    late_address: str
    received_address: str
    done_address: str


def province(request: HttpRequest) -> HttpResponse:
    """The whole of what I may see: by level, or by agency where there is only one."""
    return _page(request, "")


def group(request: HttpRequest, group: str) -> HttpResponse:
    """All agencies of one level."""
    require(actor_of(request), overview.STATISTICS)
    if group not in overview.GROUP_KINDS:
        raise Http404
    return _page(request, group)


def agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One agency, by unit."""
    return _page(request, "", agency_id)


def _page(request: HttpRequest, group: str, agency_id: int | None = None) -> HttpResponse:
    by, now = actor_of(request), timezone.now()
    require(by, overview.STATISTICS)
    chosen = Selection(
        figure="now_running",
        period=figures.period_of(request.GET, now),
        group=group,
        agency_id=agency_id,
        field_code=request.GET.get("linh-vuc", "")[:40],
    )
    lines = overview.by_place(by, chosen, "unit_id" if agency_id else "handling_organisation_id")
    total = overview.everything(by, chosen)
    rows, title = _rows(lines, chosen, request)
    place = figures.Place(chosen)
    calendar = figures.province_calendar(now)
    buckets = overview.late_buckets(by, chosen, calendar)
    most = max((bucket.number for bucket in buckets), default=0) or 1
    shown = rows if "tat-ca" in request.GET else rows[:SHOWN]
    context = {
        "title": title,
        "crumbs": _crumbs(group, agency_id),
        "total": total,
        "kpis": _kpis(by, chosen, total),
        "rows": shown,
        "all": len(rows),
        "buckets": [
            (
                bucket,
                round(100 * bucket.number / most),
                f"{place.list_address('now_late')}&qua={bucket.code}",
            )
            for bucket in buckets
        ],
        "hot": [
            (
                hot,
                place.list_address(
                    "now_late", agency_id=hot.agency_id, procedure_id=hot.procedure_id, group=""
                ),
            )
            for hot in overview.hottest(by, chosen)
        ],
        "periods": figures.PERIODS,
        "period_key": request.GET.get("ky", "30"),
        "period": figures.period_words(chosen.period),
        "fields": [(row.code, row.name) for row, _n in procedures.fields(timezone.localdate(now))],
        "field": chosen.field_code,
        "late_address": place.list_address("now_late"),
        "approvals": counts_of(request).to_approve,
        "is_units": agency_id is not None,
    }  # fmt: skip
    return render(request, "cases/staff/leader.html", context)


def _rows(lines: list[Line], chosen: Selection, request: HttpRequest) -> tuple[list[Row], str]:
    if chosen.agency_id:
        card = directory.last_organisation_cards([chosen.agency_id]).get(chosen.agency_id)
        name = card.name if card else ""
        return [_row(line, chosen, request) for line in lines], name
    if not chosen.group and len(lines) > 1 and len({_group_of(line) for line in lines}) > 1:
        by_group = {key: [one for one in lines if _group_of(one) == key] for key in figures.GROUPS}
        rows = [
            _row(overview.summed(found, str(figures.GROUPS[key]), key), chosen, request)
            for key, found in by_group.items()
            if found
        ]
        return rows, _("Giải quyết hồ sơ toàn tỉnh")
    title = _("Giải quyết hồ sơ")
    if chosen.group == "xa":
        title = _("Giải quyết hồ sơ của %(n)s xã, phường") % {"n": number(len(lines))}
    elif chosen.group == "so":
        title = _("Giải quyết hồ sơ của %(n)s sở, ban, ngành") % {"n": number(len(lines))}
    return [_row(line, chosen, request) for line in lines], title


def _group_of(line: Line) -> str:
    return "xa" if line.kind == "commune_committee" else "so"


def _row(line: Line, chosen: Selection, request: HttpRequest) -> Row:
    place = figures.Place(chosen)
    kept = f"?{request.GET.urlencode()}" if request.GET else ""
    if chosen.agency_id:
        within: dict[str, Any] = {"unit_id": line.key or 0}
        address = place.list_address("now_running", **within)
    elif line.key is None:
        within = {"group": line.kind}
        address = reverse("cases:overview_group", args=[line.kind]) + kept
    else:
        within = {"agency_id": line.key, "group": ""}
        address = reverse("cases:overview_agency", args=[line.key]) + kept
    return Row(
        line,
        address,
        place.list_address("now_late", **within),
        place.list_address("period_received", **within),
        place.list_address("period_done", **within),
    )


def _crumbs(group: str, agency_id: int | None) -> list[Crumb]:
    top = Crumb(_("Toàn tỉnh"), reverse("cases:overview") if group or agency_id else "")
    if agency_id:
        card = directory.last_organisation_cards([agency_id]).get(agency_id)
        kind = "xa" if card and card.kind == "commune_committee" else "so"
        middle = Crumb(str(figures.GROUPS[kind]), reverse("cases:overview_group", args=[kind]))
        return [top, middle, Crumb(card.name if card else "")]
    return [top, Crumb(str(figures.GROUPS[group]))] if group else []


def _kpis(by: Actor, chosen: Selection, total: Line) -> list[Figure]:
    place = figures.Place(chosen)
    length = chosen.period.end - chosen.period.start
    before_period = replace(
        chosen.period, start=chosen.period.start - length, end=chosen.period.start
    )
    before = overview.everything(by, replace(chosen, period=before_period))
    daily = overview.daily(by, chosen)
    return [
        Figure(
            _("Trả đúng hẹn"),
            _share(total.on_time_share),
            place.list_address("period_done"),
            "%" if total.on_time_share is not None else "",
            _points(total.on_time_share, before.on_time_share, _("Kỳ này chưa có hồ sơ nào xong")),
        ),
        Figure(_("Đang giải quyết"), number(total.now_running), place.list_address("now_running")),
        Figure(
            _("Đang quá hạn"),
            number(total.now_late),
            place.list_address("now_late"),
            change=_part(total.now_late, total.now_running),
        ),
        Figure(
            _("Chờ người dân bổ sung"),
            number(total.now_waiting),
            place.list_address("now_waiting"),
        ),
        Figure(
            _("Nộp trực tuyến"),
            _share(total.online_share),
            place.list_address("period_online"),
            "%" if total.online_share is not None else "",
            _points(total.online_share, before.online_share, _("Kỳ này chưa nhận hồ sơ nào")),
            series=daily if any(daily) else (),
        ),
    ]


def _share(share: float | None) -> str:
    return number(round(100 * share, 1)) if share is not None else "—"


def _points(now: float | None, before: float | None, nothing: str) -> str:
    """The change in points; `nothing` where this period has no share to speak of."""
    if now is None:
        return nothing
    if before is None:
        return ""
    change = round(100 * (now - before), 1)
    if not change:
        return _("Không đổi so với kỳ trước")
    word = (
        _("Tăng %(n)s điểm so với kỳ trước") if change > 0 else _("Giảm %(n)s điểm so với kỳ trước")
    )
    return word % {"n": number(abs(change))}


def _part(part: int, whole: int) -> str:
    if not whole or not part:
        return ""
    return _("%(share)s%% hồ sơ đang giải quyết") % {"share": number(round(100 * part / whole, 1))}


# --- waiting for approval ------------------------------------------------------------------------


def approvals(request: HttpRequest) -> HttpResponseBase:
    """What waits for my approval, or for that of any of us; the earliest promise first."""
    by = actor_of(request)
    require(by, "cases.approve_result")
    return list_page(request, APPROVALS, worklist.to_approve(by))


APPROVALS = ListSpec(
    name="cases.approvals",
    title=gettext_lazy("Chờ tôi duyệt"),
    unit=gettext_lazy("hồ sơ"),
    order="due",
    columns=(
        lists.CODE, lists.APPLICANT, lists.PROCEDURE, lists.STEP, lists.STEP_DUE, lists.PROMISED,
    ),
    text=lists.TEXT,
    row_address=lists.dossier_address,
    row_name=lambda row: row.code,
    prepare=lists.prepared,
    nothing_yet=EmptyText(gettext_lazy("Không có hồ sơ nào chờ bạn duyệt")),
    can_export=False,
)  # fmt: skip
