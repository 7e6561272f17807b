"""Background jobs of the kernel itself; the schedule is in tinhso.config.schedule."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from tinhso.kernel.audit_use import check_chain
from tinhso.kernel.files import collect_garbage
from tinhso.kernel.files.scanning import scan_stored_file, scan_waiting_files
from tinhso.kernel.jobs import job
from tinhso.kernel.long_tasks import fail_abandoned, run_long_task
from tinhso.kernel.models import JobFailure

__all__ = [
    "check_chain",
    "collect_unused_files",
    "forget_old_jobs",
    "heal_long_tasks",
    "run_long_task",
    "scan_stored_file",
    "scan_waiting_files",
]

logger = logging.getLogger(__name__)

# Failed jobs stay longer: a person looks at them in the operator pages.
KEPT_DONE = timedelta(days=7)
KEPT_FAILED = timedelta(days=90)


@job(name="kernel.collect_unused_files", queue="files", alone=True)
def collect_unused_files() -> None:
    """Delete files that nothing refers to and contents that no file needs."""
    collected = collect_garbage(now=timezone.now())
    logger.info(
        "unused files: %s rows, %s contents, %s leftovers",
        collected.files,
        collected.contents,
        collected.leftovers,
    )


@job(name="kernel.heal_long_tasks", alone=True)
def heal_long_tasks() -> None:
    """Mark long tasks failed whose process no longer gives a sign of life."""
    fail_abandoned(at=timezone.now())


@job(name="kernel.forget_old_jobs", alone=True)
def forget_old_jobs() -> None:
    """Delete finished jobs of the queue, and reasons of failures, past their keeping time."""
    now = timezone.now()
    with connection.cursor() as cursor:
        for states, kept in (
            (["succeeded", "cancelled", "aborted"], KEPT_DONE),
            (["failed"], KEPT_FAILED),
        ):
            cursor.execute(_FORGET, [states, now - kept])
    JobFailure.objects.filter(failed_at__lt=now - KEPT_FAILED).delete()


# By the job's last event; the events go with their job.
_FORGET = """
DELETE FROM procrastinate_jobs job
WHERE job.status = ANY(%s::procrastinate_job_status[])
  AND NOT EXISTS (
    SELECT 1 FROM procrastinate_events event WHERE event.job_id = job.id AND event.at >= %s)
"""
