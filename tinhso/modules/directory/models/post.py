"""Positions, officers, and who holds what from when to when."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.temporal import Version, no_overlap
from tinhso.modules.directory.models.organisation import Organisation


class Position(models.Model):
    """The identity of a position (vị trí việc làm)."""

    def __str__(self) -> str:
        return f"Position {self.pk}"


class PositionVersion(Version):
    """What a position is called, where it belongs and which roles come with it."""

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="versions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("chức danh"), max_length=150)
    roles = ArrayField(models.CharField(max_length=40), verbose_name=_("vai trò"), default=list)
    rank = models.PositiveSmallIntegerField(_("thứ bậc"), default=50)
    """1 is the head of the organisation, 2 a deputy, 50 staff: the order people are shown in."""
    seats = models.PositiveSmallIntegerField(_("số người tối đa"), null=True, blank=True)

    class Meta(Version.Meta):
        verbose_name = _("vị trí việc làm")
        constraints = [
            *Version.Meta.constraints,
            no_overlap("directory_position_once", "position"),
        ]
        indexes = [
            models.Index("organisation", "rank", name="directory_position_org"),
            GinIndex("roles", name="directory_position_roles"),
        ]

    def __str__(self) -> str:
        return self.title


class Officer(models.Model):
    """The identity of a civil servant or public employee."""

    employee_code = models.CharField(_("mã cán bộ"), max_length=30, unique=True, db_collation="C")
    is_demo = models.BooleanField(_("dữ liệu mẫu"), default=False)

    def __str__(self) -> str:
        return self.employee_code


class OfficerVersion(Version):
    """The record of an officer for a span of days. The personal number is kept by identity only."""

    class Gender(models.TextChoices):
        MALE = "male", _("Nam")
        FEMALE = "female", _("Nữ")

    class Standing(models.TextChoices):
        CIVIL_SERVANT = "civil_servant", _("Công chức")
        PUBLIC_EMPLOYEE = "public_employee", _("Viên chức")
        CONTRACT = "contract", _("Hợp đồng lao động")

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="versions")
    full_name = models.CharField(_("họ và tên"), max_length=100)
    born_on = models.DateField(_("ngày sinh"), null=True, blank=True)
    gender = models.CharField(_("giới tính"), max_length=6, choices=Gender, blank=True)
    standing = models.CharField(
        _("diện"), max_length=15, choices=Standing, default=Standing.CIVIL_SERVANT
    )
    grade = models.CharField(_("ngạch"), max_length=60, blank=True)
    qualification = models.CharField(_("trình độ"), max_length=120, blank=True)
    recruited_on = models.DateField(_("ngày tuyển dụng"), null=True, blank=True)
    email = models.EmailField(_("thư công vụ"), blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    search = models.CharField(max_length=250)
    sort_key = models.CharField(max_length=400, db_collation="C")

    class Meta(Version.Meta):
        verbose_name = _("hồ sơ cán bộ")
        constraints = [
            *Version.Meta.constraints,
            no_overlap("directory_officer_once", "officer"),
        ]
        indexes = [
            models.Index("sort_key", name="directory_officer_order"),
            GinIndex(SearchVector("search", config="simple"), name="directory_officer_search"),
        ]

    def __str__(self) -> str:
        return self.full_name


class PostHolding(Version):
    """An officer holds a position: as its principal, acting for it, or by delegation."""

    class Kind(models.TextChoices):
        PRINCIPAL = "principal", _("Chính thức")
        ACTING = "acting", _("Phụ trách, quyền")
        DELEGATED = "delegated", _("Được ủy quyền")

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="posts")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="holdings")
    kind = models.CharField(_("cách giữ"), max_length=10, choices=Kind, default=Kind.PRINCIPAL)
    delegated_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta(Version.Meta):
        verbose_name = _("việc giữ vị trí")
        constraints = [
            *Version.Meta.constraints,
            no_overlap("directory_post_once", "officer", "position"),
            models.CheckConstraint(
                name="directory_post_delegated_iff_by_someone",
                condition=Q(kind="delegated", delegated_by__isnull=False)
                | ~Q(kind="delegated") & Q(delegated_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} @ {self.position_id}"


class PostNotice(models.Model):
    """That others were told of a post that began or ended: once for each, on its day."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=5, choices=[("began", "began"), ("ended", "ended")])
    on = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "position", "what", "on"], name="directory_post_notice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.what} {self.on}"
