"""What the list pages of the module show."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.http import actor_of
from tinhso.modules.directory import public as directory
from tinhso.modules.identity import definitions
from tinhso.modules.identity.commands.exports import note_export
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries.listing import AccountRow, account_rows, matching
from tinhso.modules.identity.queries.matrix import MatrixRow
from tinhso.modules.identity.rules.presence import SLEEPS_AFTER
from tinhso.ui.lists import (
    ChoiceFilter,
    Column,
    EmptyText,
    ListSpec,
    ListTab,
    ReferenceFilter,
    TextFilter,
)

EXPORT = "xuat"
"""The parameter with which a list page is asked for a file."""


def _address(row: AccountRow) -> str:
    return reverse("identity:account", args=[row.pk])


def _of_unit(rows: QuerySet[Account], code: str) -> QuerySet[Account]:
    """Accounts of officers with a post in the organisation or below it today."""
    today = localdate()
    unit = directory.organisation_by_code(code, today)
    if unit is None:
        return rows.none()
    officers = directory.officers_in(directory.subtree(unit.id, today), today)
    return rows.filter(officer_id__in=officers)


def _unit_name(code: str) -> str:
    unit = directory.organisation_by_code(code, localdate())
    return unit.name if unit is not None else code


def _accounts_left(request: HttpRequest, kind: str, _words: str) -> None:
    note_export("accounts", kind, by=actor_of(request), at=timezone.now())


def _matrix_left(request: HttpRequest, kind: str, _words: str) -> None:
    note_export("matrix", kind, by=actor_of(request), at=timezone.now())


_NAME = Column("name", _("Họ tên"), cell="full_name", sort=["name_sort"], css="name")
_USERNAME = Column("username", _("Tên đăng nhập"), sort=["username"], css="code")
_TYPE = Column("type", _("Kiểu tài khoản"), css="hide-s")
_UNIT = Column("unit", _("Đơn vị"), css="one", width="18rem")
_ROLES = Column("roles", _("Vai trò"), css="one hide-s", width="12rem")
_STATE = Column("state", _("Trạng thái"), template="identity/account_state.html", export="state")
_LAST = Column("last_active_on", _("Dùng lần cuối"), sort=["last_active_on"], css="num")

ACCOUNTS = ListSpec(
    name="identity.accounts",
    title=_("Tài khoản"),
    unit=_("tài khoản"),
    order="name",
    columns=[_NAME, _USERNAME, _TYPE, _UNIT, _ROLES, _STATE, _LAST],
    text=TextFilter(
        matching,
        label=_("Tìm tài khoản"),
        placeholder=_("Tên, tên đăng nhập, thư, điện thoại"),
    ),
    filters=[
        ChoiceFilter("loai", _("Loại"), Account.Kind.choices, field="kind"),
        ChoiceFilter("kieu", _("Kiểu tài khoản"), Account.Type.choices, field="type"),
        ChoiceFilter("nguon", _("Nguồn định danh"), Account.Source.choices, field="source"),
        ReferenceFilter("don-vi", _("Đơn vị"), apply=_of_unit, label_of=_unit_name),
    ],
    tabs=[
        ListTab("", _("Đang dùng"), lambda rows: rows.filter(is_active=True)),
        ListTab("khoa", _("Đang khóa"), lambda rows: rows.filter(is_active=False)),
        ListTab(
            "sap-ngu",
            _("Lâu không dùng"),
            lambda rows: rows.filter(
                is_active=True,
                kind=Account.Kind.OFFICER,
                last_active_on__lt=localdate() - SLEEPS_AFTER / 2,
            ),
            tone="warn",
        ),
        ListTab("tat-ca", _("Tất cả"), lambda rows: rows),
    ],
    row_address=_address,
    row_name=lambda row: row.full_name,
    prepare=lambda rows: account_rows(rows, at=timezone.now()),
    export_permission="identity.export_accounts",
    exported=_accounts_left,
    nothing_yet=EmptyText(_("Chưa có tài khoản nào"), _("Mở tài khoản từ danh sách cán bộ.")),
)

# What leaves as a file says everything that a review of accounts needs (SEC-25).
ACCOUNTS_FILE = replace(
    ACCOUNTS,
    columns=[
        _NAME,
        _USERNAME,
        Column("kind", _("Loại")),
        _TYPE,
        _UNIT,
        Column("title", _("Chức vụ")),
        _ROLES,
        Column("second_factor", _("Lớp thứ hai")),
        _STATE,
        _LAST,
        Column("activated_on", _("Ngày mở")),
        Column("deactivated_on", _("Ngày khóa")),
        Column("reason", _("Lý do khóa"), cell="deactivation_reason"),
        Column("manager", _("Người quản lý")),
        Column("system", _("Hệ thống")),
        Column("source", _("Nguồn định danh")),
    ],
)


def _role_columns() -> list[Column]:
    return [
        Column(
            code,
            role.title,
            cell=partial(_mark, role=code),
            template="identity/matrix_cell.html",
            phone_label=role.title,
            export=partial(_word, role=code),
        )
        for code, role in definitions.roles().items()
    ]


def _word(row: MatrixRow, role: str) -> str:
    return str(_("Có")) if row.given[role] else ""


def _mark(row: MatrixRow, role: str) -> dict[str, object]:
    """What the cell draws: given or not, changed here or as declared."""
    return {
        "given": row.given[role],
        "changed": role in row.changed,
        "address": reverse("identity:change_role", args=[role, row.pk]),
        "role": definitions.roles()[role].title,
    }


def _in_words(rows: list[MatrixRow], text: str) -> list[MatrixRow]:
    typed = text.lower()
    return [row for row in rows if typed in row.title.lower() or typed in row.pk]


MATRIX = ListSpec(
    name="identity.matrix",
    title=_("Ai được làm gì"),
    unit=_("quyền"),
    order="permission",
    columns=[
        Column(
            "permission",
            _("Việc"),
            cell="pk",
            sort=["pk"],
            template="identity/matrix_title.html",
            width="18rem",
        ),
        *_role_columns(),
    ],
    text=TextFilter(_in_words, label=_("Tìm quyền"), placeholder=_("Việc hoặc mã quyền")),
    page_size=25,
    row_name=lambda row: row.title,
    export_permission="identity.export_accounts",
    exported=_matrix_left,
)

MATRIX_FILE = replace(
    MATRIX,
    columns=[
        Column("title", _("Việc")),
        Column("permission", _("Quyền"), cell="pk", sort=["pk"]),
        *_role_columns(),
    ],
)
