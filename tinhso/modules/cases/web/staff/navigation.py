"""Where the officers' pages stand in the navigation, with what waits there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.http import actor_of
from tinhso.modules.cases.queries import worklist
from tinhso.modules.cases.queries.worklist import WorkCounts
from tinhso.ui.navigation import NavEntry, place, register


def counts_of(request: HttpRequest) -> WorkCounts:
    """Counted once for each page, however many entries show a number."""
    known: WorkCounts | None = getattr(request, "_work_counts", None)
    if known is None:
        known = worklist.work_counts(actor_of(request), timezone.now())
        request._work_counts = known  # type: ignore[attr-defined]
    return known


def _count(name: str) -> Callable[[HttpRequest], int]:
    def count(request: HttpRequest) -> int:
        number: int = getattr(counts_of(request), name)
        return number

    return count


PROCESS, RECEIVE = "cases.process_case", "cases.receive_case"
STATISTICS = "cases.view_statistics"
ENTRIES = (
    NavEntry("cases", _("Việc của tôi"), "cases:my_work", "inbox", PROCESS,
             count=_count("mine"), order=10, also=("cases:dossier", "cases:why")),
    NavEntry("cases", _("Việc của phòng"), "cases:unit_work", "users", PROCESS,
             count=_count("unit"), order=20),
    NavEntry("cases", _("Chờ tiếp nhận"), "cases:to_accept", "plus", RECEIVE,
             count=_count("to_accept"), order=30, also=("cases:check", "cases:refuse")),
    NavEntry("cases", _("Tiếp nhận tại quầy"), "cases:reception", "queue", RECEIVE,
             order=32, also=("cases:receive", "cases:received")),
    NavEntry("cases", _("Chờ bổ sung"), "cases:to_supplement", "attach", RECEIVE,
             order=34, also=("cases:receive_supplement",)),
    NavEntry("cases", _("Trả kết quả"), "cases:to_return", "share", "cases.return_result",
             count=_count("to_return"), order=36, also=("cases:return_result",)),
    NavEntry("cases", _("Quá hạn"), "cases:overdue", "clock", PROCESS,
             count=_count("late_in_unit"), order=40, late=True),
    NavEntry("cases", _("Ý kiến được hỏi"), "cases:opinions", "chat", "cases.answer_opinion",
             count=_count("opinions"), order=50,
             also=("cases:opinion",)),
    NavEntry("cases", _("Chờ nhận bàn giao"), "cases:handovers", "briefcase", PROCESS,
             count=_count("handovers"), order=52, also=("cases:handover",)),
    NavEntry("approval", _("Chờ tôi duyệt"), "cases:approvals", "edit", "cases.approve_result",
             count=_count("to_approve"), order=10),
    NavEntry("steering", _("Tổng quan hồ sơ"), "cases:overview", "chart", STATISTICS,
             order=10, also=("cases:overview_group", "cases:overview_agency")),
    NavEntry("lookup", _("Tất cả hồ sơ"), "cases:all_cases", "search", "cases.view_case",
             order=10),
    NavEntry("figures", _("Thống kê hồ sơ"), "cases:statistics", "list", STATISTICS,
             order=20, also=("cases:figure_list", "cases:register")),
    NavEntry("organisation", _("Quy trình"), "cases:processes", "network", "cases.draft_process",
             order=40, also=("cases:process", "cases:process_version", "cases:process_text",
                             "cases:process_table", "cases:approve_process")),
)  # fmt: skip


def register_entries() -> None:
    """Tell the frames where the officers' pages are."""
    for entry in ENTRIES:
        register(entry)
    place("staff_home", "cases:my_work")
    place("find", "cases:all_cases")
