"""Working calendars: weekly hours by season, exceptions by date, and the counter of changes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.temporal import (
    NullableKeyRange,
    Recorded,
    Version,
    no_overlap,
)
from tinhso.modules.directory.models.organisation import Organisation


class WeeklyHours(Version):
    """Hours of a week, for an organisation and all below it, or (without one) for the province.

    `week` is a list of seven days, Monday first; a day is a list of ["07:30", "11:30"] pairs.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField(_("tên"), max_length=100)
    week = models.JSONField(_("giờ làm việc"))

    class Meta(Version.Meta):
        verbose_name = _("giờ làm việc")
        constraints = [
            *Version.Meta.constraints,
            no_overlap("directory_hours_once", NullableKeyRange(F("organisation"))),
        ]

    def __str__(self) -> str:
        return self.name


class DayException(Recorded):
    """One date that is not like its weekday; for an organisation and all below it, or for all.

    `ranges`: hours worked on a swapped workday, or hours shut by a partial closure, as pairs.
    """

    class Kind(models.TextChoices):
        STATUTORY = "statutory", _("Nghỉ lễ, tết")
        OBSERVED = "observed", _("Nghỉ bù")
        SWAPPED_OFF = "swap", _("Nghỉ hoán đổi")
        SWAPPED_WORKDAY = "workday", _("Làm bù")
        CLOSURE = "closure", _("Đóng cửa tại chỗ")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    day = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    name = models.CharField(_("tên"), max_length=150)
    ranges = models.JSONField(_("khoảng giờ"), default=list)
    works_like = models.PositiveSmallIntegerField(
        _("làm theo giờ của thứ"), default=0, help_text=_("0 là thứ hai")
    )

    class Meta:
        verbose_name = _("ngày đặc biệt")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "day",
                condition=Q(recorded__upper_inf=True),
                name="directory_day_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(works_like__lte=6), name="directory_day_works_like_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class DirectoryStamp(models.Model):
    """One row that gets new marks when calendars or the tree of organisations change.

    Processes keep what they read beside the marks they read it under. Marks are random, so that
    neither a rollback nor a restored backup can make an old one look current.
    """

    calendars = models.UUIDField(default=uuid.uuid4)
    tree = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="directory_stamp_single"),
        ]

    def __str__(self) -> str:
        return f"{self.calendars}/{self.tree}"
