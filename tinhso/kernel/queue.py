"""The queue of background jobs as the operator sees it: what waits, what failed and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from tinhso.kernel import permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.errors import Conflict, NotFound
from tinhso.kernel.models import JobFailure

permissions.declare(
    {
        "kernel.view_jobs": _("Xem việc chạy nền"),
        "kernel.retry_job": _("Chạy lại việc nền bị lỗi"),
    }
)

STATES = {
    "todo": _("Chờ chạy"),
    "doing": _("Đang chạy"),
    "succeeded": _("Đã xong"),
    "failed": _("Bị lỗi"),
    "cancelled": _("Đã hủy"),
    "aborted": _("Bị ngắt"),
}


class JobNotFound(NotFound):
    code = "job_not_found"
    message = _("Không có việc này trong hàng chờ.")


class JobNotFailed(Conflict):
    code = "job_not_failed"
    message = _("Việc này không bị lỗi nên không chạy lại.")


@dataclass(frozen=True, slots=True)
class JobPage:
    """One job with what happened to it and why its attempts failed, newest first."""

    job: ProcrastinateJob
    state_title: str
    events: list[ProcrastinateEvent]
    failures: list[JobFailure]


def queued_jobs() -> QuerySet[ProcrastinateJob]:
    """Every job the queue still knows, as a query set for the list page."""
    return ProcrastinateJob.objects.all()


def queued_job(job_id: int) -> JobPage:
    """One job. Raises JobNotFound. Three queries."""
    found = ProcrastinateJob.objects.filter(id=job_id).first()
    if found is None:
        raise JobNotFound
    return JobPage(
        job=found,
        state_title=str(STATES.get(found.status, found.status)),
        events=list(ProcrastinateEvent.objects.filter(job_id=job_id).order_by("-id")[:50]),
        failures=list(JobFailure.objects.filter(job_id=job_id).order_by("-id")[:20]),
    )


@command(permission="kernel.retry_job", audits=("job_id",))
def retry_job(job_id: int, *, by: Actor, at: datetime) -> None:
    """Put a failed job back in the queue, to run once more. Raises JobNotFound, JobNotFailed."""
    found = ProcrastinateJob.objects.select_for_update().filter(id=job_id).first()
    if found is None:
        raise JobNotFound
    if found.status != "failed":
        raise JobNotFailed
    note(subject=f"job:{job_id}", name=found.task_name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, at])
