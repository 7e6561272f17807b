"""What the list pages of the directory show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.http import actor_of
from tinhso.modules.directory.commands.exports import note_export
from tinhso.modules.directory.models import (
    AreaVersion,
    CodeListItemVersion,
    Officer,
    OfficerVersion,
    OrganisationVersion,
    PostHolding,
    Reorganisation,
)
from tinhso.modules.directory.queries.areas import province_areas
from tinhso.modules.directory.queries.cards import area_cards, organisation_cards
from tinhso.modules.directory.queries.organisations import (
    found_organisations,
    organisation_by_code,
    subtree,
)
from tinhso.modules.directory.queries.posts import officers_in, posts_of_many
from tinhso.modules.directory.queries.searching import worded
from tinhso.ui.lists import (
    ChoiceFilter,
    Column,
    EmptyText,
    ListSpec,
    ListTab,
    ReferenceFilter,
    TextFilter,
)

EXPORT = "directory.export_directory"


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A line of the list of areas."""

    pk: int
    area_id: int
    code: str
    full_name: str
    kind: str
    level: str
    parent: str
    area_km2: object
    since: date | None
    sort_key: str


def area_rows(rows: Sequence[AreaVersion], on: date) -> list[AreaRow]:
    """Rows with the names of what they lie in. One query."""
    parents = area_cards({row.parent_id for row in rows if row.parent_id}, on)
    return [
        AreaRow(
            pk=row.pk,
            area_id=row.area_id,
            code=row.code,
            full_name=row.full_name,
            kind=row.kind,
            level=row.get_level_display(),
            parent=parents[row.parent_id].full_name if row.parent_id in parents else "",
            area_km2=row.area_km2,
            since=row.valid_from,
            sort_key=row.sort_key,
        )
        for row in rows
    ]


def _provinces() -> list[tuple[str, str]]:
    rows = AreaVersion.objects.current().filter(level="province").order_by("sort_key", "-validity")
    names: dict[str, str] = {}
    for code, name in rows.values_list("code", "full_name"):
        names.setdefault(code, name)
    return list(names.items())


def _of_provinces(rows: QuerySet[AreaVersion], codes: list[str]) -> QuerySet[AreaVersion]:
    condition = province_areas(codes[0])
    for code in codes[1:]:
        condition |= province_areas(code)
    return rows.filter(condition)


def _found_areas(rows: QuerySet[AreaVersion], text: str) -> QuerySet[AreaVersion]:
    return worded(rows, text)


def areas_spec(on: date) -> ListSpec:
    """The list of areas as of a day."""
    return ListSpec(
        name="directory.areas",
        title=_("Địa bàn"),
        unit=_("địa bàn"),
        order="name",
        columns=[
            Column("code", _("Mã"), sort=["code"], css="code", width="6rem"),
            Column("name", _("Tên"), cell="full_name", sort=["sort_key"], css="name", is_link=True),
            Column("level", _("Cấp"), css="hide-s"),
            Column("parent", _("Thuộc"), css="one", width="22%"),
            Column("area_km2", _("Diện tích (km²)"), sort=["area_km2"], css="num r hide-s"),
            Column("since", _("Từ ngày"), css="num hide-s"),
        ],
        text=TextFilter(
            _found_areas, label=_("Tìm địa bàn"), placeholder=_("Tên có hoặc không dấu, hoặc mã")
        ),
        filters=[
            ChoiceFilter("cap", _("Cấp"), AreaVersion.Level.choices, field="level"),
            ChoiceFilter("tinh", _("Tỉnh"), _provinces, apply=_of_provinces),
        ],
        tabs=[
            ListTab(
                "", _("Trong tỉnh"), lambda rows: rows.filter(province_areas(settings.PROVINCE))
            ),
            ListTab("ca-nuoc", _("Cả nước"), lambda rows: rows),
        ],
        row_address=lambda row: reverse("directory:area", args=[row.area_id]),
        row_name=lambda row: row.full_name,
        prepare=lambda rows: area_rows(rows, on),
        nothing_yet=EmptyText(_("Chưa có địa bàn nào vào ngày này")),
    )


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A line of the list of organisations."""

    pk: int
    organisation_id: int
    code: str
    is_provisional: bool
    name: str
    kind: str
    parent: str
    since: date | None
    is_demo: bool
    sort_key: str


def organisation_rows(rows: Sequence[OrganisationVersion], on: date) -> list[OrganisationRow]:
    """Rows with the names of what is above them. One query."""
    parents = organisation_cards({row.parent_id for row in rows if row.parent_id}, on)
    return [
        OrganisationRow(
            pk=row.pk,
            organisation_id=row.organisation_id,
            code=row.code,
            is_provisional=row.code_is_provisional,
            name=row.name,
            kind=row.get_kind_display(),
            parent=parents[row.parent_id].short_name if row.parent_id in parents else "",
            since=row.valid_from,
            is_demo=row.is_demo,
            sort_key=row.sort_key,
        )
        for row in rows
    ]


def _of_kinds(
    *kinds: str,
) -> Callable[[QuerySet[OrganisationVersion]], QuerySet[OrganisationVersion]]:
    return lambda rows: rows.filter(kind__in=kinds)


def organisations_spec(on: date) -> ListSpec:
    """The list of organisations as of a day."""
    return ListSpec(
        name="directory.organisations",
        title=_("Cơ quan, đơn vị"),
        unit=_("cơ quan"),
        order="name",
        columns=[
            Column("name", _("Tên"), sort=["sort_key"], css="name", is_link=True),
            Column(
                "code",
                _("Mã định danh"),
                sort=["code"],
                css="code",
                template="directory/cells/code.html",
                export="code",
            ),
            Column("kind", _("Loại"), css="hide-s"),
            Column("parent", _("Trực thuộc"), css="one", width="22%"),
            Column("since", _("Từ ngày"), css="num hide-s"),
        ],
        text=TextFilter(
            found_organisations,
            label=_("Tìm cơ quan"),
            placeholder=_("Tên có hoặc không dấu, hoặc mã định danh"),
        ),
        filters=[
            ChoiceFilter("loai", _("Loại"), OrganisationVersion.Kind.choices, field="kind"),
            ChoiceFilter(
                "ma",
                _("Mã"),
                [("tam", _("Mã tạm")), ("chinh-thuc", _("Mã chính thức"))],
                apply=lambda rows, value: rows.filter(code_is_provisional=value == "tam"),
                is_multiple=False,
            ),
        ],
        tabs=[
            ListTab("", _("Cấp tỉnh"), _of_kinds("province_committee", "department")),
            ListTab("huyen", _("Cấp huyện"), _of_kinds("district_committee")),
            ListTab("xa", _("Cấp xã"), _of_kinds("commune_committee")),
            ListTab(
                "ben-trong",
                _("Đơn vị bên trong"),
                _of_kinds("division", "service_centre", "counter", "other"),
            ),
            ListTab("tat-ca", _("Tất cả"), lambda rows: rows),
        ],
        row_address=lambda row: reverse("directory:organisation", args=[row.organisation_id]),
        row_name=lambda row: row.name,
        prepare=lambda rows: organisation_rows(rows, on),
        nothing_yet=EmptyText(_("Chưa có cơ quan nào vào ngày này")),
    )


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """A line of the list of officers."""

    pk: int
    officer_id: int
    employee_code: str
    full_name: str
    title: str
    unit: str
    standing: str
    grade: str
    qualification: str
    born_on: date | None
    gender: str
    recruited_on: date | None
    email: str
    phone: str
    sort_key: str
    officer: Officer


def officer_rows(rows: Sequence[OfficerVersion], on: date) -> list[OfficerRow]:
    """Rows with the highest post of the day. Four queries."""
    posts = posts_of_many([row.officer_id for row in rows], on)
    first = {officer: held[0] for officer, held in posts.items() if held}
    units = organisation_cards({post.organisation_id for post in first.values()}, on)
    found = []
    for row in rows:
        post = first.get(row.officer_id)
        unit = units.get(post.organisation_id) if post else None
        found.append(
            OfficerRow(
                pk=row.pk,
                officer_id=row.officer_id,
                employee_code=row.officer.employee_code,
                full_name=row.full_name,
                title=post.title if post else "",
                unit=unit.name if unit else "",
                standing=row.get_standing_display(),
                grade=row.grade,
                qualification=row.qualification,
                born_on=row.born_on,
                gender=row.get_gender_display(),
                recruited_on=row.recruited_on,
                email=row.email,
                phone=row.phone,
                sort_key=row.sort_key,
                officer=row.officer,
            )
        )
    return found


def officers_spec(on: date, *, whole_record: bool) -> ListSpec:
    """The list of officers as of a day; as a file it has the whole record."""

    def of_unit(rows: QuerySet[OfficerVersion], code: str) -> QuerySet[OfficerVersion]:
        unit = organisation_by_code(code, on)
        if unit is None:
            return rows.none()
        return rows.filter(officer_id__in=officers_in(subtree(unit.id, on), on))

    def unit_name(code: str) -> str:
        unit = organisation_by_code(code, on)
        return unit.name if unit else ""

    only_in_files = [
        Column("gender", _("Giới tính")),
        Column("born_on", _("Ngày sinh")),
        Column("qualification", _("Trình độ")),
        Column("recruited_on", _("Ngày tuyển dụng")),
        Column("email", _("Thư công vụ")),
        Column("phone", _("Điện thoại")),
    ]
    return ListSpec(
        name="directory.officers",
        title=_("Cán bộ, công chức, viên chức"),
        unit=_("người"),
        order="name",
        columns=[
            Column(
                "name", _("Họ tên"), cell="full_name", sort=["sort_key"], css="name", is_link=True
            ),
            Column("employee_code", _("Mã cán bộ"), sort=["officer__employee_code"], css="code"),
            Column("title", _("Chức danh"), css="one", width="20%"),
            Column("unit", _("Đơn vị"), css="one", width="26%"),
            Column("grade", _("Ngạch"), sort=["grade"], css="hide-s"),
            Column("standing", _("Diện"), css="hide-s"),
            *(only_in_files if whole_record else []),
        ],
        text=TextFilter(
            worded, label=_("Tìm cán bộ"), placeholder=_("Họ tên có hoặc không dấu, hoặc mã cán bộ")
        ),
        filters=[
            ChoiceFilter("dien", _("Diện"), OfficerVersion.Standing.choices, field="standing"),
            ChoiceFilter("gioi", _("Giới tính"), OfficerVersion.Gender.choices, field="gender"),
            ReferenceFilter("don-vi", _("Đơn vị"), apply=of_unit, label_of=unit_name),
        ],
        tabs=[
            ListTab("", _("Đang giữ vị trí"), lambda rows: rows.filter(_holding(on))),
            ListTab("cho", _("Chưa giữ vị trí"), lambda rows: rows.filter(~_holding(on))),
        ],
        row_address=lambda row: reverse("directory:officer", args=[row.officer_id]),
        row_name=lambda row: row.full_name,
        prepare=lambda rows: officer_rows(rows, on),
        export_permission=EXPORT,
        exported=_exported("officers"),
        nothing_yet=EmptyText(_("Không có cán bộ nào ở đây vào ngày này")),
    )


def _holding(on: date) -> Exists:
    """Whether the officer of the row holds a post on the day."""
    return Exists(PostHolding.objects.as_of(on).filter(officer_id=OuterRef("officer_id")))


def visible_officers(on: date, places: frozenset[int] | None) -> QuerySet[OfficerVersion]:
    """Records of the people with a post in the places; None: of everybody."""
    rows = OfficerVersion.objects.as_of(on).select_related("officer")
    return rows if places is None else rows.filter(officer_id__in=officers_in(places, on))


def _exported(what: str) -> Callable[[HttpRequest, str, str], None]:
    def note(request: HttpRequest, kind: str, _words: str) -> None:
        note_export(what, kind, by=actor_of(request), at=timezone.now())

    return note


def codes_spec(title: str) -> ListSpec:
    """The codes of one list."""
    return ListSpec(
        name="directory.codes",
        title=title,
        unit=_("mã"),
        order="order",
        columns=[
            Column("code", _("Mã"), cell="item.code", sort=["item__code"], css="code"),
            Column("name", _("Tên"), sort=["sort_key"], css="name"),
            Column("parent", _("Mã cha"), cell="parent.code", css="code hide-s"),
            Column("order", _("Thứ tự"), sort=["order"], css="num r hide-s"),
            Column("since", _("Từ ngày"), cell="valid_from", css="num hide-s"),
            Column("until", _("Đến trước ngày"), cell="valid_to", css="num hide-s"),
            Column(
                "acts",
                _("Việc làm được"),
                cell="pk",
                template="directory/cells/code_acts.html",
                export=None,
            ),
        ],
        text=TextFilter(worded, label=_("Tìm mã"), placeholder=_("Tên có hoặc không dấu, hoặc mã")),
        row_name=lambda row: row.name,
    )


def code_rows(code_list: str, on: date) -> QuerySet[CodeListItemVersion]:
    """Codes of the list as of the day."""
    rows = CodeListItemVersion.objects.as_of(on).filter(item__code_list__code=code_list)
    return rows.select_related("item", "parent")


REORGANISATIONS = ListSpec(
    name="directory.reorganisations",
    title=_("Đợt sắp xếp"),
    unit=_("đợt"),
    order="-effective_on",
    columns=[
        Column("title", _("Tên"), css="name", is_link=True),
        Column("effective_on", _("Ngày hiệu lực"), sort=["effective_on"], css="num"),
        Column("state", _("Trạng thái"), cell=lambda row: row.get_state_display()),
        Column("prepared_by", _("Người lập"), css="hide-s"),
        Column("approved_by", _("Người duyệt"), css="hide-s"),
    ],
    filters=[
        ChoiceFilter("trang-thai", _("Trạng thái"), Reorganisation.State.choices, field="state")
    ],
    row_address=lambda row: reverse("directory:reorganisation", args=[row.pk]),
    row_name=lambda row: row.title,
    nothing_yet=EmptyText(_("Chưa có đợt sắp xếp nào"), _("Lập phương án để bắt đầu.")),
)
