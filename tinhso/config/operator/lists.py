"""What the list pages of the operator show."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from tinhso.kernel import command, events
from tinhso.kernel.audit_use import about, export_audit
from tinhso.kernel.http import actor_of
from tinhso.kernel.jobs import registry
from tinhso.kernel.models import EventDelivery, LongTask
from tinhso.kernel.numerals import plain_integer
from tinhso.kernel.queue import STATES
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

# -- events that failed ----------------------------------------------------------------------------


def _of_subject(rows: QuerySet[EventDelivery], text: str) -> QuerySet[EventDelivery]:
    return rows.filter(subject=text)


def _event_names() -> list[tuple[str, str]]:
    return [(name, name) for name in events.reactions()]


LETTERS = ListSpec(
    name="operator.letters",
    title=_("Sự kiện lỗi"),
    unit=_("lượt"),
    order="-id",
    columns=(
        Column("id", _("Số"), sort=["id"], css="num", is_link=True),
        Column("announced_at", _("Lúc"), cell="event.announced_at", css="num"),
        Column("name", _("Sự kiện"), cell="event.name", css="code"),
        Column("subject", _("Về"), css="code"),
        Column("reaction", _("Nơi xử lý"), css="code one hide-s", width="18rem"),
        Column("attempts", _("Số lần thử"), css="num hide-s"),
        Column("state", _("Trạng thái"), cell="get_state_display"),
    ),
    text=TextFilter(_of_subject, label=_("Tìm theo đối tượng"), placeholder="case:7"),
    filters=(
        ChoiceFilter("su-kien", _("Sự kiện"), _event_names, field="event__name"),
        DateRangeFilter("luc", _("Ngày"), field="event__announced_at", is_moment=True),
    ),
    tabs=(
        ListTab("loi", _("Không xử lý được"), lambda rows: rows.filter(state="dead"), tone="late"),
        ListTab("cho", _("Chờ xử lý"), lambda rows: rows.filter(state="pending")),
        ListTab("bo-qua", _("Đã bỏ qua"), lambda rows: rows.filter(state="dropped")),
    ),
    row_address=lambda row: reverse("operator:letter", args=[row.pk]),
    bulk=(
        BulkAct(_("Xử lý lại"), lambda: reverse("operator:letters_replay"), is_main=True),
        BulkAct(_("Bỏ qua"), lambda: reverse("operator:letters_drop")),
    ),
    all_done=EmptyText(_("Không có sự kiện lỗi"), _("Mọi sự kiện đã được xử lý.")),
    nothing_yet=EmptyText(_("Không có sự kiện lỗi"), _("Mọi sự kiện đã được xử lý.")),
)

# -- jobs ------------------------------------------------------------------------------------------


def _by_number(rows: QuerySet[ProcrastinateJob], text: str) -> QuerySet[ProcrastinateJob]:
    number = plain_integer(text)
    return rows.none() if number is None else rows.filter(id=number)


def _job_names() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(registry)]


def _in(*states: str) -> ListTab:
    title = STATES[states[0]]
    tone = "late" if states[0] == "failed" else ""
    return ListTab(states[0], title, lambda rows: rows.filter(status__in=states), tone=tone)


JOBS = ListSpec(
    name="operator.jobs",
    title=_("Việc chạy nền"),
    unit=_("việc"),
    order="-id",
    columns=(
        Column("id", _("Số"), sort=["id"], css="num", is_link=True),
        Column("task_name", _("Việc"), css="code"),
        Column("queue_name", _("Hàng chờ"), css="code hide-s"),
        Column("status", _("Trạng thái"), cell=lambda row: STATES.get(row.status, row.status)),
        Column("attempts", _("Số lần chạy"), css="num"),
        Column("scheduled_at", _("Hẹn chạy"), css="num hide-s"),
    ),
    text=TextFilter(_by_number, label=_("Tìm theo số"), placeholder="1024"),
    filters=(ChoiceFilter("viec", _("Việc"), _job_names, field="task_name"),),
    tabs=(_in("failed"), _in("todo"), _in("doing"), _in("succeeded"), _in("cancelled", "aborted")),
    row_address=lambda row: reverse("operator:job", args=[row.pk]),
    row_name=lambda row: f"{row.task_name} {row.pk}",
    bulk=(
        BulkAct(
            _("Chạy lại"),
            lambda: reverse("operator:jobs_retry"),
            permission="kernel.retry_job",
            is_main=True,
        ),
    ),
    all_done=EmptyText(_("Không có việc nào bị lỗi")),
    nothing_yet=EmptyText(_("Không có việc nào bị lỗi")),
)

LONG_TASKS = ListSpec(
    name="operator.long_tasks",
    title=_("Nhập, xuất, tính lại"),
    unit=_("việc"),
    order="-requested_at",
    columns=(
        Column("title", _("Việc"), css="name", is_link=True),
        Column("started_by_name", _("Người bắt đầu"), css="one", width="18%"),
        Column("requested_at", _("Lúc"), sort=["requested_at", "id"], css="num"),
        Column("done", _("Đã làm"), css="num hide-s"),
        Column("refused", _("Dòng bị từ chối"), css="num hide-s"),
        Column("state", _("Trạng thái"), cell="get_state_display"),
    ),
    filters=(
        ChoiceFilter("trang-thai", _("Trạng thái"), LongTask.State.choices, field="state"),
        DateRangeFilter("luc", _("Ngày"), field="requested_at", is_moment=True),
    ),
    row_address=lambda row: reverse("operator:long_task", args=[row.uuid]),
    row_name=lambda row: row.title,
    nothing_yet=EmptyText(_("Chưa có việc nào")),
)

# -- audit log -------------------------------------------------------------------------------------


def _actions() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(command.registry)]


def _left(request: HttpRequest, kind: str, words: str) -> None:
    export_audit(kind=kind, filter_words=words, by=actor_of(request), at=timezone.now())


AUDIT = ListSpec(
    name="operator.audit",
    title=_("Nhật ký kiểm toán"),
    unit=_("dòng"),
    order="-sequence",
    columns=(
        Column("sequence", _("Dòng"), sort=["sequence"], css="num", is_link=True),
        Column("at", _("Lúc"), css="num"),
        Column("actor_name", _("Ai"), css="one", width="18%"),
        Column("action", _("Việc"), css="code"),
        Column("subject", _("Về"), css="code"),
        Column("outcome", _("Kết quả"), template="operator/outcome.html", export="outcome"),
        Column("account_id", _("Tài khoản"), css="num hide-s"),
    ),
    text=TextFilter(
        about,
        label=_("Tìm trong nhật ký"),
        placeholder=_("case:7, số tài khoản hoặc họ tên đầy đủ"),
    ),
    filters=(
        ChoiceFilter("viec", _("Việc"), _actions, field="action"),
        ChoiceFilter(
            "ket-qua",
            _("Kết quả"),
            (("done", _("Đã làm")), ("refused", _("Bị từ chối"))),
            field="outcome",
        ),
        DateRangeFilter("luc", _("Ngày"), field="at", is_moment=True),
    ),
    page_size=50,
    row_address=lambda row: reverse("operator:audit_line", args=[row.pk]),
    nothing_yet=EmptyText(_("Nhật ký chưa có dòng nào")),
    exported=_left,
)
