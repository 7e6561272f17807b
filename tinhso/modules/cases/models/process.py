"""Versioned process definitions and which procedure uses which."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProcessVersion(models.Model):
    """One version of a process: data that the engine follows; running cases stay on theirs."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        APPROVED = "approved", _("Đã duyệt")
        RETIRED = "retired", _("Thôi dùng")

    code = models.CharField(max_length=60, db_collation="C")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    definition = models.JSONField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    valid_from = models.DateField(null=True)
    decision = models.CharField(max_length=300, blank=True)
    drafted_by_account_id = models.BigIntegerField(null=True)
    drafted_at = models.DateTimeField()
    approved_by_account_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="cases_process_version"),
            models.CheckConstraint(
                name="cases_process_approved_iff_dated",
                condition=Q(status="draft", approved_at__isnull=True)
                | (~Q(status="draft") & Q(approved_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class ProcessBinding(models.Model):
    """Which process a procedure follows at an agency of a level; the most particular row wins."""

    process_code = models.CharField(max_length=60, db_collation="C")
    procedure_code = models.CharField(max_length=40, blank=True, db_collation="C")
    field_code = models.CharField(max_length=40, blank=True, db_collation="C")
    level = models.CharField(max_length=10, blank=True, db_collation="C")
    organisation_id = models.BigIntegerField(null=True)
    validity = DateRangeField()

    def __str__(self) -> str:
        return f"{self.procedure_code or self.field_code or '*'} → {self.process_code}"
