"""Where the operator pages stand in the navigation."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.models import EventDelivery
from tinhso.kernel.queue import queued_jobs
from tinhso.ui.navigation import NavEntry, register

_MOST = 100


def register_entries() -> None:
    """One entry for each page; numbers only where something waits for a person."""
    for entry in (
        NavEntry(
            "operation",
            _("Tình trạng hệ thống"),
            "operator:system",
            "chart",
            "kernel.view_system",
            order=10,
        ),
        NavEntry(
            "operation",
            _("Sự kiện lỗi"),
            "operator:letters",
            "inbox",
            "kernel.replay_delivery",
            count=_dead_letters,
            order=20,
            late=True,
            also=("operator:letter", "operator:letters_drop"),
        ),
        NavEntry(
            "operation",
            _("Việc chạy nền"),
            "operator:jobs",
            "queue",
            "kernel.view_jobs",
            count=_failed_jobs,
            order=30,
            late=True,
            also=("operator:job",),
        ),
        NavEntry(
            "operation",
            _("Nhập, xuất, tính lại"),
            "operator:long_tasks",
            "clock",
            "kernel.view_jobs",
            order=40,
            also=("operator:long_task",),
        ),
        NavEntry(
            "operation",
            _("Nhật ký kiểm toán"),
            "operator:audit",
            "history",
            "kernel.view_audit",
            order=50,
            also=("operator:audit_line",),
        ),
    ):
        register(entry)


def _dead_letters(request: HttpRequest) -> int:
    return len(EventDelivery.objects.filter(state="dead").values_list("id", flat=True)[:_MOST])


def _failed_jobs(request: HttpRequest) -> int:
    return len(queued_jobs().filter(status="failed").values_list("id", flat=True)[:_MOST])
