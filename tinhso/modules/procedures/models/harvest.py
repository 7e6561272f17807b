"""Readings-in of the national catalogue and what each changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Harvest(models.Model):
    """One reading-in: which files, when, and how many procedures it touched."""

    label = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_collation="C")
    effective_on = models.DateField(null=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("lần nhập danh mục")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.label


class HarvestLine(models.Model):
    """What a harvest did to one procedure: added, changed (which parts), closed, refused (why)."""

    class Change(models.TextChoices):
        ADDED = "added", _("Thêm mới")
        CHANGED = "changed", _("Thay đổi")
        CLOSED = "closed", _("Hết hiệu lực")
        REFUSED = "refused", _("Không nhận")

    harvest = models.ForeignKey(Harvest, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=60, db_collation="C")
    name = models.CharField(max_length=300)
    change = models.CharField(max_length=10, choices=Change.choices)
    parts = models.JSONField(default=list)

    class Meta:
        verbose_name = _("dòng báo cáo nhập")
        indexes = [models.Index(fields=["harvest", "change", "id"], name="procedures_harvest_line")]

    def __str__(self) -> str:
        return f"{self.code}: {self.change}"
