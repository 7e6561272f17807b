"""Long tasks that a person watches, and the errors of background jobs."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobFailure(models.Model):
    """Why one attempt of a background job failed; the queue itself keeps no reason."""

    job_id = models.BigIntegerField()
    name = models.CharField(max_length=128, db_collation="C")
    attempt = models.PositiveIntegerField()
    failed_at = models.DateTimeField()
    error = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["job_id", "id"], name="kernel_jobfailure_job")]

    def __str__(self) -> str:
        return f"{self.name} {self.job_id}"


class LongTask(models.Model):
    """Work of minutes, started by a person who watches its progress and may cancel it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ chạy")
        RUNNING = "running", _("Đang chạy")
        DONE = "done", _("Đã xong")
        FAILED = "failed", _("Bị lỗi")
        CANCELLED = "cancelled", _("Đã hủy")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=100, db_collation="C")
    key = models.CharField(max_length=200, blank=True, db_collation="C")
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    refused = models.BigIntegerField(default=0)
    stage = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    result_file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    error = models.TextField(blank=True)
    is_cancel_asked = models.BooleanField(default=False)
    started_by_id = models.BigIntegerField(null=True)
    started_by_name = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # A second start of the same work joins the first one.
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="kernel_longtask_one_at_a_time",
                condition=models.Q(state__in=["waiting", "running"]),
            ),
            models.CheckConstraint(
                name="kernel_longtask_finished_iff_ended",
                condition=models.Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | models.Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["-requested_at", "-id"], name="kernel_longtask_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class LongTaskRefusal(models.Model):
    """A row that a long task could not take, with the sentence that says why."""

    task = models.ForeignKey(LongTask, on_delete=models.CASCADE, related_name="refusals")
    row = models.CharField(max_length=100)
    code = models.CharField(max_length=60, blank=True, db_collation="C")
    sentence = models.TextField()

    def __str__(self) -> str:
        return f"{self.row}: {self.sentence}"
