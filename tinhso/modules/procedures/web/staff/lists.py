"""What the list pages of the module show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.http import actor_of
from tinhso.modules.procedures.commands.exports import note_export
from tinhso.modules.procedures.models import HarvestLine, LifeEvent, ProcedureVersion, ServiceField
from tinhso.modules.procedures.queries import staff
from tinhso.modules.procedures.queries.data_files import SOURCE
from tinhso.modules.procedures.queries.showing import cut
from tinhso.modules.procedures.rules import names, terms
from tinhso.ui.lists import ChoiceFilter, Column, EmptyText, ListSpec, ListTab, TextFilter

LEVELS = (("xa", _("Cấp xã")), ("tinh", _("Cấp tỉnh")), ("bo", _("Cấp Bộ")))
TERM_STATUS = (
    ("stated", _("Nguồn nêu rõ")),
    ("interpreted", _("Hiểu từ dữ liệu")),
    ("assumed", _("Tạm tính, cần tỉnh quy định")),
)


def _left(what: str) -> Any:  # noqa: ANN401 - a callback of the list
    def exported(request: HttpRequest, kind: str, words: str) -> None:
        note_export(what, kind, words, by=actor_of(request), at=timezone.now())

    return exported


def _fields() -> list[tuple[str, str]]:
    return list(ServiceField.objects.values_list("code", "name"))


def _life_events() -> list[tuple[str, str]]:
    return list(LifeEvent.objects.values_list("code", "name"))


def _any_of(rows: Any, values: list[str]) -> Any:  # noqa: ANN401
    return rows.filter(life_events__overlap=values)


def _levels(rows: Any, values: list[str]) -> Any:  # noqa: ANN401
    return rows.filter(levels__overlap=values)


CATALOGUE = ListSpec(
    name="procedures.catalogue",
    title=_("Danh mục thủ tục"),
    unit=_("thủ tục"),
    order="name",
    columns=(
        Column("code", _("Mã"), cell="procedure.code", css="code", sort=("procedure__code",)),
        Column(
            "name",
            _("Tên"),
            cell="short_name",
            css="name",
            sort=("sort_key",),
            is_link=True,
            export=lambda row: names.public_name(row.name),
        ),
        Column(
            "field",
            _("Lĩnh vực"),
            cell=lambda row: cut(row.field_name, 26),
            css="hide-s",
            export="field_name",
        ),
        Column(
            "level",
            _("Cấp"),
            cell=lambda row: ", ".join(str(dict(LEVELS)[level]) for level in row.levels),
            css="hide-s",
        ),
        Column("online", _("Trực tuyến"), cell=lambda row: row.get_online_level_display()),
        Column("term", _("Thời hạn"), cell=lambda row: terms.sentence(row.term)),
        Column(
            "central",
            _("Tiếp nhận"),
            cell=lambda row: _("Hệ thống của Bộ") if row.procedure.is_central else _("Tỉnh"),
            css="hide-s",
        ),
    ),
    text=TextFilter(
        staff.matching, label=_("Tìm thủ tục"), placeholder=_("Mã, tên có dấu hoặc không dấu")
    ),
    filters=(
        ChoiceFilter("linh-vuc", _("Lĩnh vực"), _fields, field="field_code"),
        ChoiceFilter("cap", _("Cấp"), LEVELS, apply=_levels),
        ChoiceFilter(
            "muc", _("Mức trực tuyến"), ProcedureVersion.OnlineLevel.choices, field="online_level"
        ),
        ChoiceFilter("viec", _("Việc trong đời"), _life_events, apply=_any_of),
        ChoiceFilter("thoi-han", _("Thời hạn"), TERM_STATUS, field="term_status"),
    ),
    tabs=(
        ListTab("", _("Tất cả"), lambda rows: rows),
        ListTab("tinh", _("Tỉnh tiếp nhận"), lambda rows: rows.filter(procedure__is_central=False)),
        ListTab("bo", _("Hệ thống của Bộ"), lambda rows: rows.filter(procedure__is_central=True)),
        ListTab("rieng", _("Có quy định của tỉnh"), lambda rows: rows.exclude(origin="national")),
        ListTab("ban-hanh", _("Tỉnh ban hành"), lambda rows: rows.filter(promulgating_code="H56")),
    ),
    row_address=lambda row: reverse("procedures:staff_detail", args=[row.procedure.code]),
    row_name=lambda row: row.short_name,
    export_permission="procedures.export_catalogue",
    exported=_left("catalogue"),
    source_note=SOURCE,
    nothing_yet=EmptyText(_("Chưa nhập danh mục"), _("Nhập danh mục thủ tục quốc gia trước.")),
)

HARVESTS = ListSpec(
    name="procedures.harvests",
    title=_("Các lần nhập danh mục"),
    unit=_("lần nhập"),
    order="-at",
    columns=(
        Column("at", _("Lúc"), sort=("at",), is_link=True, css="num"),
        Column("label", _("Nguồn")),
        Column("by", _("Người nhập"), cell="by_name", css="hide-s"),
        Column("rows", _("Dòng"), css="num"),
        Column("added", _("Thêm"), css="num"),
        Column("changed", _("Đổi"), css="num"),
        Column("closed", _("Hết hiệu lực"), css="num"),
        Column("refused", _("Không nhận"), css="num"),
    ),
    row_address=lambda row: reverse("procedures:harvest", args=[row.pk]),
    export_permission="procedures.export_catalogue",
    exported=_left("harvests"),
)

HARVEST_LINES = ListSpec(
    name="procedures.harvest_lines",
    title=_("Báo cáo nhập danh mục"),
    unit=_("thủ tục"),
    order="code",
    columns=(
        Column("code", _("Mã"), css="code", sort=("code",)),
        Column("name", _("Tên"), cell=lambda row: cut(row.name, 90), export="name"),
        Column("change", _("Thay đổi"), cell=lambda row: row.get_change_display()),
        Column("parts", _("Phần thay đổi, lý do"), cell=lambda row: "; ".join(row.parts)),
    ),
    filters=(ChoiceFilter("loai", _("Thay đổi"), HarvestLine.Change.choices, field="change"),),
    text=TextFilter(
        lambda rows, text: rows.filter(code__startswith=text[:60]), placeholder=_("Mã thủ tục")
    ),
    export_permission="procedures.export_catalogue",
    exported=_left("harvest_lines"),
)
