"""Versions of e-form definitions that were edited here; shipped ones are files."""

from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.modules.procedures.models.approval import one_approved_a_day


class EForm(models.Model):
    """The identity of an e-form; its code names the file it was shipped as."""

    code = models.CharField(max_length=60, unique=True, db_collation="C")

    class Meta:
        verbose_name = _("biểu mẫu điện tử")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class FormVersion(models.Model):
    """One definition of an e-form with the time it is used; `definition` is the YAML as data.

    The files shipped with the product are loaded as version 1 of each form. Approved ones of one
    form never overlap in validity (exclusion constraint).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        APPROVED = "approved", _("Đã phê duyệt")
        DISCARDED = "discarded", _("Đã bỏ")

    form = models.ForeignKey(EForm, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    procedure_codes = ArrayField(models.CharField(max_length=60, db_collation="C"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    validity = DateRangeField()
    recorded = DateTimeRangeField()
    definition = models.JSONField()
    content_hash = models.CharField(max_length=64, db_collation="C")
    is_shipped = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=200)
    written_by_account = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("phiên bản biểu mẫu")
        ordering = ["form", "-number"]
        constraints = [
            one_approved_a_day("procedures_one_form_a_day", "form"),
            models.UniqueConstraint(fields=["form", "number"], name="procedures_form_numbered"),
            models.CheckConstraint(
                name="procedures_form_approved_iff_dated",
                condition=Q(state="approved", approved_at__isnull=False)
                | (~Q(state="approved") & Q(approved_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
