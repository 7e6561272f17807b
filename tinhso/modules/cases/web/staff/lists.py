"""The lists of officers: my work, my unit's, everything I may look up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.kernel.actor import Actor
from tinhso.kernel.http import actor_of
from tinhso.modules.cases.commands.on_record import note_export
from tinhso.modules.cases.models import Case, CaseStep
from tinhso.modules.cases.models.case import STATE_NAMES, Channel
from tinhso.modules.cases.queries import searching, worklist
from tinhso.modules.cases.queries.rows import CaseRow, case_rows
from tinhso.modules.cases.web.staff.chips import promise_chip, step_chip
from tinhso.ui.lists import (
    BulkAct,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyText,
    ListSpec,
    ListTab,
    TextFilter,
)
from tinhso.ui.shown import Due

EXPORT = "cases.export_cases"
SUBMIT = pgettext_lazy("việc của hồ sơ", "Trình duyệt")
STEPS_SHOWN = 40


def prepared(cases: list[Case]) -> list[CaseRow]:
    """Lines of the page, as of now."""
    return case_rows(cases, at=timezone.now())


def dossier_address(row: CaseRow) -> str:
    return reverse("cases:dossier", args=[row.public_id])


def exported(request: HttpRequest, kind: str, words: str) -> None:
    """An export leaves a line: which list and format, not what was typed (it may be a name)."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    note_export(name or "", kind, by=actor_of(request), at=timezone.now())


def _step_due(row: CaseRow) -> Due | None:
    return step_chip(row, timezone.now())


def _promise(row: CaseRow) -> Due | None:
    return promise_chip(row, timezone.now())


CODE = Column("code", _("Mã hồ sơ"), sort=("code",), css="code", width="12rem", is_link=True)
APPLICANT = Column(
    "applicant", _("Người nộp"), cell="case.applicant_name", css="name one", width="15%"
)
PROCEDURE = Column("procedure", _("Thủ tục"), cell="case.procedure_name", css="one", width="21%")
STEP = Column(
    "step",
    _("Bước"),
    cell="case.step_title",
    template="cases/staff/cells/step.html",
    css="nowrap hide-s",
)
RECEIVED = Column(
    "received",
    _("Nhận"),
    cell="submitted_at",
    template="cases/staff/cells/received.html",
    sort=("submitted_at",),
    css="num nowrap hide-s",
    width="6.5rem",
)
STEP_DUE = Column(
    "due",
    _("Hạn bước này"),
    cell=_step_due,
    sort=("step_due_at",),
    css="duecell",
    width="11.5rem",
    export="step_due_at",
)
PROMISED = Column(
    "promised",
    _("Hẹn trả"),
    cell="due_at",
    template="cases/staff/cells/day.html",
    sort=("due_at",),
    css="num hide-s",
)
PROMISE_DUE = Column(
    "promise",
    _("Hẹn trả"),
    cell=_promise,
    sort=("due_at",),
    css="duecell",
    width="11.5rem",
    export="due_at",
)
HOLDER = Column("holder", _("Người giữ"), cell="holder_name", css="one hide-s", width="12%")
UNIT = Column("unit", _("Đơn vị"), cell="unit_name", css="one hide-s", width="12%")
HANDLER = Column(
    "handler", _("Cơ quan giải quyết"), cell="handler_name", css="one hide-s", width="14%"
)
STATE = Column(
    "state", _("Trạng thái"), cell="case.get_state_display", css="one hide-s", width="12%"
)
NEWEST = Column(
    "newest", _("Nhận"), cell="submitted_at", template="cases/staff/cells/received.html",
    sort=("submitted_at",), css="num nowrap hide-s", width="6.5rem", export="submitted_at",
)  # fmt: skip

TEXT = TextFilter(
    searching.matching,
    label=_("Tìm theo mã, tên, số cuối điện thoại, số định danh"),
    placeholder=_("Lọc theo mã, tên…"),
)
CHANNELS = ChoiceFilter("kenh", _("Kênh"), Channel.choices, field="channel")
STATES = ChoiceFilter(
    "trang-thai", _("Trạng thái"), [(str(int(code)), name) for code, name in STATE_NAMES],
    field="state",
)  # fmt: skip
SUBMITTED = DateRangeFilter("nhan", _("Ngày nhận"), field="submitted_at", is_moment=True)


def _choices_of(rows: QuerySet[Case], field: str, name: str) -> list[tuple[str, str]]:
    found = rows.order_by().values_list(field, name).distinct()[:STEPS_SHOWN]
    return sorted(((str(key), str(title)) for key, title in found if key), key=lambda one: one[1])


def steps_filter(rows: QuerySet[Case]) -> ChoiceFilter:
    """Steps that occur in the list; steps of several processes with one title are one choice."""

    def choices() -> list[tuple[str, str]]:
        return _choices_of(rows, "step_title", "step_title")

    return ChoiceFilter("buoc", _("Bước"), choices, field="step_title")


def procedures_filter(rows: QuerySet[Case]) -> ChoiceFilter:
    """Procedures that occur in the list."""

    def choices() -> list[tuple[str, str]]:
        return _choices_of(rows, "procedure_id", "procedure_name")

    return ChoiceFilter("thu-tuc", _("Thủ tục"), choices, field="procedure_id")


def week_start(now: datetime) -> datetime:
    """Monday 00:00 of this week."""
    local = timezone.localtime(now)
    monday = local - timedelta(days=local.weekday())
    return monday.replace(hour=0, minute=0, second=0, microsecond=0)


def my_work_source(by: Actor, now: datetime) -> QuerySet[Case]:
    """What is mine, and what I passed on this week."""
    # Read first: inside the OR below, the subquery has every dossier of the province looked at.
    done = list(
        CaseStep.objects.filter(
            holder_officer_id=by.officer_id, left_at__gte=week_start(now)
        ).values_list("case_id", flat=True)
    )
    mine = Q(holder_officer_id=by.officer_id, state__in=worklist.OPEN_STATES)
    return Case.objects.filter(mine | Q(id__in=done))


_NOTHING_MINE = EmptyText(
    _("Không có hồ sơ nào đang chờ bạn"),
    _("Hồ sơ mới của đơn vị nằm ở “Việc của phòng”, ai đúng vai trò đều nhận được."),
    _("Xem việc của phòng"),
    lambda: reverse("cases:unit_work"),
)
_NOTHING_IN_GROUP = EmptyText(
    _("Không có hồ sơ nào ở nhóm này"),
    _("Các nhóm khác vẫn còn trên thanh phía trên."),
    _("Xem hồ sơ cần xử lý"),
    lambda: reverse("cases:my_work"),
)
_OTHER_TABS = ("sap-den-han", "qua-han", "cho-nguoi-dan", "cho-co-quan", "da-xong")


def my_work_spec(by: Actor, now: datetime, tab: str = "") -> ListSpec:
    """“Việc của tôi”: tabs of what presses, filters, acts on several at once."""
    limit = worklist.soon(by, now)

    def open_ones(rows: QuerySet[Case]) -> QuerySet[Case]:
        return rows.filter(holder_officer_id=by.officer_id, state__in=worklist.OPEN_STATES)

    def late(rows: QuerySet[Case]) -> QuerySet[Case]:
        return worklist.due_before(open_ones(rows), now)

    def soon(rows: QuerySet[Case]) -> QuerySet[Case]:
        past = Q(step_due_at__lt=now) | Q(due_at__lt=now)
        return (
            worklist.due_before(open_ones(rows), limit)
            .exclude(past & Q(step_due_at__isnull=False))
            .exclude(due_at__lt=now)
        )

    def done(rows: QuerySet[Case]) -> QuerySet[Case]:
        return rows.exclude(holder_officer_id=by.officer_id, state__in=worklist.OPEN_STATES)

    mine = worklist.mine(by)
    return ListSpec(
        name="cases.my_work",
        title=_("Việc của tôi"),
        unit=_("hồ sơ"),
        order="due",
        columns=(CODE, APPLICANT, PROCEDURE, STEP, RECEIVED, STEP_DUE, PROMISED),
        text=TEXT,
        filters=(steps_filter(mine), procedures_filter(mine), CHANNELS),
        tabs=(
            ListTab("can-xu-ly", _("Cần xử lý"), open_ones),
            ListTab("sap-den-han", _("Sắp đến hạn"), soon, tone="soon"),
            ListTab("qua-han", _("Quá hạn"), late, tone="late"),
            ListTab(
                "cho-nguoi-dan",
                _("Chờ người dân"),
                lambda rows: open_ones(rows).filter(waiting_for__in=["applicant", "fee"]),
            ),
            ListTab(
                "cho-co-quan",
                _("Chờ cơ quan khác"),
                lambda rows: open_ones(rows).filter(waiting_for__in=["opinion", "handover"]),
            ),
            ListTab("da-xong", _("Đã xong tuần này"), done),
        ),
        page_size=25,
        row_address=dossier_address,
        row_name=lambda row: row.code,
        prepare=prepared,
        bulk=(
            BulkAct(
                SUBMIT, lambda: reverse("cases:bulk_submit"), key="T",
                permission="cases.process_case", is_main=True,
            ),
            BulkAct(
                _("Giao cho…"), lambda: reverse("cases:bulk_assign"), key="G",
                permission="cases.assign_case",
            ),
            BulkAct(
                _("In phiếu kiểm soát"), lambda: reverse("cases:bulk_slips"), key="P",
                permission="cases.view_case",
            ),
        ),
        all_done=_NOTHING_IN_GROUP if tab in _OTHER_TABS else _NOTHING_MINE,
        export_permission=EXPORT,
        exported=exported,
    )  # fmt: skip


def unit_work_spec(by: Actor, now: datetime) -> ListSpec:
    """“Việc của phòng”: what waits for somebody, and who has the rest."""

    def waits(rows: QuerySet[Case]) -> QuerySet[Case]:
        return rows.filter(holder_officer_id=None).exclude(state=1)

    rows = worklist.of_units(by)
    return ListSpec(
        name="cases.unit_work",
        title=_("Việc của phòng"),
        unit=_("hồ sơ"),
        order="due",
        columns=(CODE, APPLICANT, PROCEDURE, STEP, HOLDER, UNIT, STEP_DUE, PROMISED),
        text=TEXT,
        filters=(steps_filter(rows), procedures_filter(rows), CHANNELS),
        tabs=(
            ListTab("cho-nhan", _("Chờ người nhận"), waits),
            ListTab(
                "dang-giu",
                _("Đang có người giữ"),
                lambda rows: rows.exclude(holder_officer_id=None),
            ),
            ListTab(
                "qua-han",
                _("Quá hạn"),
                lambda rows: worklist.due_before(rows, now),
                tone="late",
            ),
            ListTab("tat-ca", _("Tất cả"), lambda rows: rows),
        ),
        row_address=dossier_address,
        row_name=lambda row: row.code,
        prepare=prepared,
        bulk=(
            BulkAct(
                _("Nhận thụ lý"), lambda: reverse("cases:bulk_take"), key="N",
                permission="cases.process_case", is_main=True,
            ),
            BulkAct(
                _("Giao cho…"), lambda: reverse("cases:bulk_assign"), key="G",
                permission="cases.assign_case",
            ),
        ),
        nothing_yet=EmptyText(_("Đơn vị bạn chưa có hồ sơ nào")),
        all_done=EmptyText(
            _("Không có hồ sơ nào ở nhóm này"),
            _("Mọi hồ sơ của đơn vị đều đã có người nhận."),
            _("Xem tất cả"),
            "?tab=tat-ca",
        ),
        export_permission=EXPORT,
        exported=exported,
    )  # fmt: skip


OVERDUE = ListSpec(
    name="cases.overdue",
    title=_("Hồ sơ quá hạn"),
    unit=_("hồ sơ"),
    order="promise",
    columns=(CODE, APPLICANT, PROCEDURE, STEP, HOLDER, UNIT, PROMISE_DUE),
    text=TEXT,
    filters=(CHANNELS,),
    row_address=dossier_address,
    row_name=lambda row: row.code,
    prepare=prepared,
    nothing_yet=EmptyText(
        _("Không có hồ sơ nào quá hạn"),
        _("Hồ sơ sắp đến hạn nằm ở “Việc của tôi”."),
        _("Xem hồ sơ sắp đến hạn"),
        "/xu-ly/?tab=sap-den-han",
    ),
    export_permission=EXPORT,
    exported=exported,
)

ALL_CASES = ListSpec(
    name="cases.all",
    title=_("Tất cả hồ sơ"),
    unit=_("hồ sơ"),
    order="-newest",
    columns=(CODE, APPLICANT, PROCEDURE, STATE, HANDLER, HOLDER, NEWEST, PROMISE_DUE),
    text=TextFilter(
        searching.matching,
        label=_("Tìm theo mã, tên, số cuối điện thoại, số định danh"),
        placeholder=_("Mã, tên, 4 số cuối, số định danh"),
    ),
    filters=(STATES, CHANNELS, SUBMITTED),
    row_address=dossier_address,
    row_name=lambda row: row.code,
    prepare=prepared,
    nothing_yet=EmptyText(_("Chưa có hồ sơ nào bạn được xem")),
    export_permission=EXPORT,
    exported=exported,
)
