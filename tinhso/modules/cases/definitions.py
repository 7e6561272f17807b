"""What the cases module declares: permissions, shapes of process files, kinds of codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tinhso.kernel import permissions

PERMISSIONS = {
    "cases.submit_case": _("Nộp hồ sơ"),
    "cases.withdraw_case": _("Rút hồ sơ của mình"),
    "cases.receive_case": _("Tiếp nhận hồ sơ tại quầy"),
    "cases.view_case": _("Xem hồ sơ của đơn vị"),
    "cases.process_case": _("Xử lý hồ sơ"),
    "cases.assign_case": _("Giao việc, chuyển người xử lý"),
    "cases.approve_result": _("Duyệt kết quả"),
    "cases.answer_opinion": _("Trả lời ý kiến phối hợp"),
    "cases.return_result": _("Trả kết quả"),
    "cases.collect_fee": _("Thu phí, lệ phí"),
    "cases.export_cases": _("Xuất danh sách hồ sơ"),
    "cases.view_statistics": _("Xem thống kê hồ sơ"),
    "cases.reveal_personal_number": _("Xem đầy đủ số định danh trong hồ sơ"),
    "cases.draft_process": _("Soạn quy trình xử lý"),
    "cases.approve_process": _("Duyệt quy trình xử lý"),
    "cases.receive_intake": _("Nhận hồ sơ từ Cổng Dịch vụ công quốc gia"),
    "cases.take_over_cases": _("Nhận lại việc khi người giữ thôi vị trí"),
}
permissions.declare(PERMISSIONS)

# What each role holds by default; identity keeps local changes on top.
ROLE_GRANTS: Mapping[str, tuple[str, ...]] = {
    "citizen": ("cases.submit_case", "cases.withdraw_case"),
    "business": ("cases.submit_case", "cases.withdraw_case"),
    "counter_clerk": (
        "cases.receive_case",
        "cases.view_case",
        "cases.process_case",
        "cases.return_result",
        "cases.collect_fee",
        "cases.reveal_personal_number",
    ),
    "specialist": (
        "cases.view_case",
        "cases.process_case",
        "cases.answer_opinion",
        "cases.reveal_personal_number",
    ),
    "division_head": (
        "cases.view_case",
        "cases.process_case",
        "cases.assign_case",
        "cases.answer_opinion",
        "cases.view_statistics",
        "cases.export_cases",
        "cases.reveal_personal_number",
    ),
    "leader": (
        "cases.view_case",
        "cases.process_case",
        "cases.assign_case",
        "cases.approve_result",
        "cases.answer_opinion",
        "cases.view_statistics",
        "cases.export_cases",
    ),
    "clerk": ("cases.view_case", "cases.process_case"),
    "cashier": ("cases.view_case", "cases.collect_fee"),
    "procedure_controller": (
        "cases.view_case",
        "cases.view_statistics",
        "cases.export_cases",
        "cases.draft_process",
    ),
    "unit_admin": ("cases.view_statistics", "cases.assign_case", "cases.view_case"),
    "province_admin": (
        "cases.view_statistics",
        "cases.draft_process",
        "cases.approve_process",
        "cases.export_cases",
        "cases.take_over_cases",
    ),
    "report_viewer": ("cases.view_statistics",),
}

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ConditionDefinition(_Shape):
    """Holds when the answer to the form's field is one of the values."""

    answer: str
    one_of: list[str | int | bool]


class ActionDefinition(_Shape):
    """One way out of a step."""

    code: Code
    title: Text
    kind: Literal["forward", "back", "approve", "finish"] = "forward"
    to: str = "end"
    when: ConditionDefinition | None = None
    needs_note: bool = False


class StepDefinition(_Shape):
    """One step: who (role), where (kind of unit), how long (norm in working minutes)."""

    code: Code
    title: Text
    role: str = ""
    unit: Literal["division", "service_centre", "office", "leadership"] = "division"
    norm_minutes: int | None = Field(default=None, ge=1, le=480 * 250)
    drafts_result: bool = False
    allows: list[str] = []
    actions: list[ActionDefinition] = []


class BindingDefinition(_Shape):
    """Which procedures follow the process; an empty one is the default of its level."""

    level: Literal["commune", "province", ""] = ""
    procedures: list[str] = []
    fields: list[str] = []


class ProcessDefinition(_Shape):
    """One process file, sound by shape; `rules.process.check` tells whether by meaning too."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    title: Text
    legal_basis: str = ""
    valid_from: date | None = None
    start: str
    steps: Annotated[list[StepDefinition], Field(min_length=1, max_length=40)]
    bindings: list[BindingDefinition] = []


class RoutingDefinition(_Shape):
    """Which unit of an agency handles a field: the first whose name holds one of the words."""

    fields: list[str]
    units: list[str]
