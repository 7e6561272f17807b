"""Reorganisations: a planned object with a life, its changes, and each module's part in it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Reorganisation(models.Model):
    """A planned change of areas and organisations that takes effect on one day."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Bản thảo")
        DRY_RUN = "dry_run", _("Đã chạy thử")
        APPROVED = "approved", _("Đã duyệt")
        SCHEDULED = "scheduled", _("Đã hẹn ngày")
        EXECUTED = "executed", _("Đã thực hiện")
        VERIFIED = "verified", _("Đã kiểm tra")

    title = models.CharField(_("tên"), max_length=250)
    decision = models.CharField(_("văn bản quyết định"), max_length=500)
    effective_on = models.DateField(_("ngày hiệu lực"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.DRAFT)
    prepared_by = models.CharField(_("người lập"), max_length=200)
    prepared_by_account = models.BigIntegerField(null=True)
    prepared_at = models.DateTimeField()
    dry_run_at = models.DateTimeField(null=True)
    dry_run_hash = models.CharField(max_length=64, blank=True, db_collation="C")
    approved_by = models.CharField(_("người duyệt"), max_length=200, blank=True)
    approved_by_account = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    scheduled_for = models.DateTimeField(null=True)
    executed_by = models.CharField(_("người thực hiện"), max_length=200, blank=True)
    executed_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("đợt sắp xếp")
        constraints = [
            models.CheckConstraint(
                name="directory_reorganisation_two_people",
                condition=Q(approved_by_account__isnull=True)
                | Q(prepared_by_account__isnull=True)
                | ~Q(approved_by_account=F("prepared_by_account")),
            ),
            models.CheckConstraint(
                name="directory_reorganisation_approved_when_dated",
                condition=Q(state__in=["draft", "dry_run"], approved_at__isnull=True)
                | Q(
                    state__in=["approved", "scheduled", "executed", "verified"],
                    approved_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReorganisationChange(models.Model):
    """One line of a reorganisation, as a value of `rules.change_set`."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("Nhập")
        SPLIT = "split", _("Chia, tách")
        RENAME = "rename", _("Đổi tên")
        TRANSFER = "transfer", _("Chuyển về nơi khác")
        ABOLISH = "abolish", _("Kết thúc hoạt động")
        CREATE = "create", _("Thành lập")

    reorganisation = models.ForeignKey(
        Reorganisation, on_delete=models.PROTECT, related_name="changes"
    )
    number = models.PositiveIntegerField(_("số thứ tự"))
    subject = models.CharField(
        _("đối tượng"),
        max_length=12,
        choices=[("area", _("Địa bàn")), ("organisation", _("Cơ quan"))],
    )
    kind = models.CharField(_("cách thay đổi"), max_length=10, choices=Kind)
    content = models.JSONField()
    result_id = models.BigIntegerField(null=True)
    """The identity this change made or kept, once executed."""

    class Meta:
        constraints = [
            models.UniqueConstraint("reorganisation", "number", name="directory_change_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.kind}"


class ReorganisationPart(models.Model):
    """What one module said it would touch, what it was told to do, and what it did."""

    reorganisation = models.ForeignKey(
        Reorganisation, on_delete=models.PROTECT, related_name="parts"
    )
    part = models.CharField(max_length=60, db_collation="C")
    title = models.CharField(max_length=200)
    touched = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    problems = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint("reorganisation", "part", name="directory_part_once")
        ]

    def __str__(self) -> str:
        return self.part
