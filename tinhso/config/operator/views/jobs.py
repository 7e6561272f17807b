"""The queue of background jobs, and long tasks with their progress."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.config.operator.forms import chosen_ids
from tinhso.config.operator.lists import JOBS, LONG_TASKS
from tinhso.kernel import permissions
from tinhso.kernel.files import file_response
from tinhso.kernel.http import actor_of
from tinhso.kernel.long_tasks import (
    LongTaskCard,
    LongTaskNotFound,
    cancel_long_task,
    long_task_card,
    refused_rows,
)
from tinhso.kernel.models import LongTask
from tinhso.kernel.queue import JobNotFailed, JobNotFound, queued_job, queued_jobs, retry_job
from tinhso.ui.lists import list_page


def jobs(request: HttpRequest) -> HttpResponseBase:
    """Every job the queue still knows, failed ones first."""
    permissions.require(actor_of(request), "kernel.view_jobs")
    return list_page(request, JOBS, queued_jobs())


def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job: its arguments, what happened, why it failed."""
    by = actor_of(request)
    permissions.require(by, "kernel.view_jobs")
    shown = queued_job(job_id)
    context = {
        "shown": shown,
        "arguments": json.dumps(shown.job.args, ensure_ascii=False, indent=2),
        "may_retry": shown.job.status == "failed" and by.may("kernel.retry_job"),
    }
    return render(request, "operator/job.html", context)


@require_POST
def jobs_retry(request: HttpRequest) -> HttpResponse:
    """Run the chosen failed jobs once more."""
    by = actor_of(request)
    permissions.require(by, "kernel.retry_job")
    done = 0
    for job_id in chosen_ids(request.POST):
        try:
            retry_job(job_id, by=by, at=timezone.now())
        except (JobNotFound, JobNotFailed):
            continue
        done += 1
    messages.success(request, _("Đã đưa %(done)s việc về hàng chờ.") % {"done": done})
    return redirect("operator:jobs")


def long_tasks(request: HttpRequest) -> HttpResponseBase:
    """Imports, exports and recalculations that people started."""
    permissions.require(actor_of(request), "kernel.view_jobs")
    return list_page(request, LONG_TASKS, LongTask.objects.all())


def long_task(request: HttpRequest, task_uuid: UUID) -> HttpResponse:
    """One long task: progress, refused rows, result; for whoever started it and the operator."""
    card = _visible(request, task_uuid)
    context = {
        "task": card,
        "refused": refused_rows(card.id),
        "result": card.result.items(),
        "sees_trace": actor_of(request).may("kernel.view_jobs"),
    }
    return render(request, "operator/long_task.html", context)


def long_task_progress(request: HttpRequest, task_uuid: UUID) -> HttpResponse:
    """The part of the page that changes; it stops asking when the task has ended."""
    card = _visible(request, task_uuid)
    answer = render(request, "operator/long_task_progress.html", {"task": card})
    if not card.is_open and request.headers.get("HX-Request"):
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def long_task_cancel(request: HttpRequest, task_uuid: UUID) -> HttpResponse:
    """Ask the work to stop."""
    card = _visible(request, task_uuid)
    cancel_long_task(card.id, by=actor_of(request), at=timezone.now())
    messages.success(request, _("Đã yêu cầu dừng."))
    return redirect("operator:long_task", task_uuid)


def long_task_file(request: HttpRequest, task_uuid: UUID) -> HttpResponseBase:
    """The file a finished task made."""
    card = _visible(request, task_uuid)
    if card.result_file_id is None:
        raise LongTaskNotFound
    return file_response(request, card.result_file_id)


def _visible(request: HttpRequest, task_uuid: UUID) -> LongTaskCard:
    """The task, if this person started it or may see all; else it does not exist for them."""
    by = actor_of(request)
    permissions.require(by, "kernel.cancel_own_long_task")
    card = long_task_card(task_uuid)
    if not by.may("kernel.view_jobs") and (
        by.account_id is None or card.started_by_id != by.account_id
    ):
        raise LongTaskNotFound
    return card
