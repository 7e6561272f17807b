"""Statistics: by agency, field, channel, procedure or state; each figure leads to its dossiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.kernel.http import actor_of
from tinhso.kernel.numerals import number
from tinhso.kernel.permissions import require
from tinhso.modules.cases import papers
from tinhso.modules.cases.commands.on_record import note_figures_export
from tinhso.modules.cases.errors import CaseOfAnotherOffice
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.models.case import STATE_NAMES, Channel
from tinhso.modules.cases.queries import overview, statistics
from tinhso.modules.cases.queries.overview import Selection
from tinhso.modules.cases.queries.statistics import Figures, GroupBy
from tinhso.modules.cases.web.staff import figures, lists, printing
from tinhso.modules.cases.web.staff.side_forms import agency_field
from tinhso.modules.directory import public as directory
from tinhso.modules.procedures import public as procedures
from tinhso.ui.fields import VietnameseDateField
from tinhso.ui.lists import Column, EmptyText, ListSpec, list_page

MOST_IN_REGISTER = 5_000


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to group: its word in the address, its column, how it narrows a list."""

    key: str
    title: Any
    column: GroupBy
    narrows: str


GROUPINGS = (
    Grouping("co-quan", gettext_lazy("Cơ quan"), "handling_organisation_id", "agency_id"),
    Grouping("linh-vuc", gettext_lazy("Lĩnh vực"), "field_code", "field_code"),
    Grouping("kenh", gettext_lazy("Kênh"), "channel", "channel"),
    Grouping("thu-tuc", gettext_lazy("Thủ tục"), "procedure_id", "procedure_id"),
    Grouping("trang-thai", gettext_lazy("Trạng thái"), "state", "state"),
)
FIGURE_NAMES = tuple(overview.COHORT)


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """One group with its name and the address of each figure's list."""

    pk: str
    name: str
    figures: Figures
    addresses: Mapping[str, str]

    @property
    def received(self) -> int:
        return self.figures.received


def _cell(name: str) -> Column:
    """A figure as a link to its list; a number in files."""

    def shown(row: StatisticsRow) -> SafeString:
        value = getattr(row.figures, name)
        return format_html('<a class="fig" href="{}">{}</a>', row.addresses[name], number(value))

    return Column(
        name,
        figures.TITLES[name],
        cell=shown,
        sort=(f"figures__{name}",),
        export=lambda row: getattr(row.figures, name),
        css="r",
        phone_label=figures.TITLES[name],
    )


_SHARE = Column(
    "share",
    gettext_lazy("Đúng hẹn"),
    cell=lambda row: row.figures.on_time_share,
    template="cases/staff/cells/share.html",
    export=lambda row: row.figures.on_time_share,
    css="r",
    phone_label=gettext_lazy("Đúng hẹn"),
)


def _spec(grouping: Grouping) -> ListSpec:
    return ListSpec(
        name="cases.statistics",
        title=gettext_lazy("Thống kê hồ sơ"),
        unit=gettext_lazy("nhóm"),
        order="-received",
        columns=(
            Column("name", grouping.title, css="name", sort=("name",), is_link=True, width="22%"),
            *(_cell(name) for name in FIGURE_NAMES),
            _SHARE,
        ),
        page_size=50,
        row_address=lambda row: row.addresses["received"],
        row_name=lambda row: row.name,
        nothing_yet=EmptyText(
            gettext_lazy("Kỳ này chưa có hồ sơ nào"),
            gettext_lazy("Chọn kỳ khác, hoặc bỏ bớt điều kiện."),
        ),
        export_permission="cases.view_statistics",
        exported=_exported,
    )


def _exported(request: HttpRequest, kind: str, _words: str) -> None:
    note_figures_export("statistics", kind, by=actor_of(request), at=timezone.now())


def table(request: HttpRequest) -> HttpResponseBase:
    """The table of one grouping, and the line of everything, which is the sum of its rows."""
    by, now = actor_of(request), timezone.now()
    require(by, overview.STATISTICS)
    key = request.GET.get("theo", "co-quan")
    grouping = next((one for one in GROUPINGS if one.key == key), GROUPINGS[0])
    period = figures.period_of(request.GET, now)
    found = statistics.figures(by, period, grouping.column)
    total = statistics.total(by, period)
    rows = _rows(found, grouping, period)
    place = figures.Place(Selection("received", period))
    context = {
        "groupings": GROUPINGS,
        "grouping": grouping,
        "total": [
            (figures.TITLES[name], getattr(total, name), place.list_address(name))
            for name in FIGURE_NAMES
        ],
        "on_time_share": total.on_time_share,
        "period": figures.period_words(period),
        "first": overview.first_day(period),
        "last": overview.last_day(period),
        "register_address": f"{reverse('cases:register')}?{place.query()}",
    }
    return list_page(
        request, _spec(grouping), rows, template="cases/staff/statistics.html", context=context
    )


def _rows(
    found: Sequence[Figures], grouping: Grouping, period: statistics.Period
) -> list[StatisticsRow]:
    names = _names([row.key for row in found], grouping)
    place = figures.Place(Selection("received", period))
    return [
        StatisticsRow(
            pk=str(row.key),
            name=names.get(row.key) or str(row.key),
            figures=row,
            addresses={
                name: place.list_address(name, **{grouping.narrows: row.key})
                for name in FIGURE_NAMES
            },
        )
        for row in found
    ]


def _names(keys: Sequence[Any], grouping: Grouping) -> dict[Any, str]:
    if grouping.key == "co-quan":
        return {key: card.name for key, card in directory.last_organisation_cards(keys).items()}
    if grouping.key == "linh-vuc":
        return {row.code: row.name for row, _n in procedures.fields(timezone.localdate())}
    if grouping.key == "kenh":
        return {value: str(name) for value, name in Channel.choices}
    if grouping.key == "trang-thai":
        return {int(state): str(name) for state, name in STATE_NAMES}
    named = Case.objects.filter(procedure_id__in=keys).order_by()
    return dict(named.values_list("procedure_id", "procedure_name").distinct())


# --- the dossiers behind a figure ----------------------------------------------------------------


FIGURE_LIST = ListSpec(
    name="cases.figure",
    title=gettext_lazy("Hồ sơ của số liệu"),
    unit=gettext_lazy("hồ sơ"),
    order="-newest",
    columns=(
        lists.CODE,
        lists.PROCEDURE,
        lists.HANDLER,
        lists.STATE,
        lists.UNIT,
        lists.NEWEST,
        lists.PROMISE_DUE,
    ),
    row_address=lists.dossier_address,
    row_name=lambda row: row.code,
    prepare=lists.prepared,
    nothing_yet=EmptyText(gettext_lazy("Không có hồ sơ nào")),
    export_permission="cases.export_cases",
    exported=lists.exported,
)


def figure_list(request: HttpRequest) -> HttpResponseBase:
    """Exactly the dossiers a figure counted; no names of people, for figures are read by many."""
    by, now = actor_of(request), timezone.now()
    require(by, overview.STATISTICS)
    chosen = figures.selection_of(request, now)
    spec = FIGURE_LIST if by.may("cases.view_case") else replace(FIGURE_LIST, row_address=None)
    title = figures.TITLES[chosen.figure]
    context = {
        "said": figures.said(chosen, _said_names(chosen)),
        "title": title,
        "back": _back(chosen),
    }
    return list_page(
        request,
        replace(spec, title=title),
        overview.selected(by, chosen),
        template="cases/staff/figure_list.html",
        context=context,
    )


def _said_names(chosen: Selection) -> dict[str, str]:
    found: dict[str, str] = {}
    if chosen.field_code:
        fields = {row.code: row.name for row, _n in procedures.fields(timezone.localdate())}
        found["field"] = fields.get(chosen.field_code, chosen.field_code)
    if chosen.procedure_id:
        named = Case.objects.filter(procedure_id=chosen.procedure_id).first()
        found["procedure"] = named.procedure_name if named else ""
    return found


def _back(chosen: Selection) -> str:
    return reverse("cases:statistics" if chosen.figure in overview.COHORT else "cases:overview")


# --- the register (form 07) ----------------------------------------------------------------------


class RegisterForm(forms.Form):
    """Which agency's register, for which days."""

    agency = agency_field(gettext_lazy("Cơ quan"))
    first = VietnameseDateField(label=gettext_lazy("Từ ngày"), past=True)
    last = VietnameseDateField(label=gettext_lazy("Đến hết ngày"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("first") and told.get("last") and told["first"] > told["last"]:
            self.add_error("last", _("Ngày cuối phải từ ngày đầu trở đi"))
        return told


def register(request: HttpRequest) -> HttpResponse:
    """The register of an agency as the official form 07."""
    by, now = actor_of(request), timezone.now()
    require(by, overview.STATISTICS)
    initial = {
        "agency": by.organisation_id,
        "first": timezone.localdate(now).replace(day=1),
        "last": timezone.localdate(now),
    }
    form = RegisterForm(request.GET if "first" in request.GET else None, initial=initial)
    if form.is_valid():
        rows = _register_rows(form, by)
        if len(rows) <= MOST_IN_REGISTER:
            return _register_pdf(request, form, rows)
        form.add_error(
            None,
            _("Kỳ này có hơn %(n)s hồ sơ, chọn kỳ ngắn hơn.") % {"n": number(MOST_IN_REGISTER)},
        )
    return render(request, "cases/staff/register.html", {"form": form})


def _register_rows(form: RegisterForm, by: Actor) -> list[Case]:
    told = form.cleaned_data
    agency_id = int(told["agency"])
    places = by.places(overview.STATISTICS)
    if places is not EVERYWHERE and agency_id not in places:
        raise CaseOfAnotherOffice
    period = statistics.Period(
        figures.midnight(told["first"]),
        figures.midnight(told["last"] + timedelta(days=1)),
        timezone.now(),
    )
    rows = statistics.cases_of(by, period).filter(receiving_organisation_id=agency_id)
    return list(
        rows.exclude(accepted_at=None).order_by("accepted_at", "id")[: MOST_IN_REGISTER + 1]
    )


def _register_pdf(request: HttpRequest, form: RegisterForm, rows: list[Case]) -> HttpResponse:
    told = form.cleaned_data
    now = timezone.now()
    note_figures_export("register", "pdf", by=actor_of(request), at=now)
    words = _("Từ ngày %(first)s đến ngày %(last)s") % {
        "first": f"{told['first']:%d/%m/%Y}",
        "last": f"{told['last']:%d/%m/%Y}",
    }
    book = printing.register(rows, organisation_id=int(told["agency"]), period=words, now=now)
    return printing.pdf(papers.render_register(book), f"Sổ theo dõi hồ sơ {words}")
