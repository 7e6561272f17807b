"""Organisations: committees, departments, their divisions, service centres and counters."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.temporal import TextKeyRange, Version, no_overlap, not_twice
from tinhso.modules.directory.models.area import Area
from tinhso.modules.directory.models.succession import LINK, Succession


class Organisation(models.Model):
    """The identity of an organisation; other tables point here."""

    def __str__(self) -> str:
        return f"Organisation {self.pk}"


class OrganisationVersion(Version):
    """What an organisation was called and where it stood, for a span of days.

    `code` is the identifier code of QĐ 20/2020/QĐ-TTg: at most 35 characters of A–Z, 0–9 and dots.
    `code_is_provisional` marks codes we had to make up until the province's decision is loaded.
    """

    class Kind(models.TextChoices):
        PROVINCE_COMMITTEE = "province_committee", _("Ủy ban nhân dân cấp tỉnh")
        DEPARTMENT = "department", _("Sở, ban, ngành")
        DISTRICT_COMMITTEE = "district_committee", _("Ủy ban nhân dân cấp huyện")
        COMMUNE_COMMITTEE = "commune_committee", _("Ủy ban nhân dân cấp xã")
        DIVISION = "division", _("Phòng, ban")
        SERVICE_CENTRE = "service_centre", _("Trung tâm Phục vụ hành chính công")
        COUNTER = "counter", _("Quầy tiếp nhận")
        OTHER = "other", _("Đơn vị khác")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="versions"
    )
    code = models.CharField(_("mã định danh"), max_length=35, db_collation="C")
    code_is_provisional = models.BooleanField(_("mã tạm"), default=False)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind)
    name = models.CharField(_("tên"), max_length=250)
    short_name = models.CharField(_("tên ngắn"), max_length=150)
    parent = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=50, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    order = models.PositiveIntegerField(_("thứ tự"), default=0)
    is_demo = models.BooleanField(_("dữ liệu mẫu"), default=False)
    search = models.CharField(max_length=500)
    sort_key = models.CharField(max_length=800, db_collation="C")

    class Meta(Version.Meta):
        verbose_name = _("cơ quan, đơn vị")
        constraints = [
            *Version.Meta.constraints,
            no_overlap("directory_organisation_once", "organisation"),
            no_overlap("directory_organisation_code_once", TextKeyRange(F("code"))),
            models.CheckConstraint(
                name="directory_organisation_code_form",
                condition=Q(code__regex=r"^[A-Z0-9]+(\.[A-Z0-9]+)*$"),
            ),
            models.CheckConstraint(
                name="directory_organisation_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("organisation")),
            ),
        ]
        indexes = [
            models.Index("code", name="directory_org_code"),
            models.Index("parent", "order", "sort_key", name="directory_org_children"),
            models.Index("area", "kind", name="directory_org_area"),
            GinIndex(SearchVector("search", config="simple"), name="directory_org_search"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class OrganisationSuccession(Succession):
    """How organisations became others."""

    predecessor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="successions", null=True, blank=True
    )
    successor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="origins", null=True, blank=True
    )

    class Meta(Succession.Meta):
        abstract = False
        verbose_name = _("kế tiếp của cơ quan")
        constraints = [
            *Succession.Meta.constraints,
            not_twice("directory_org_link_once", *LINK),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.effective_on})"


class OrganisationAlias(Version):
    """Another code by which others know an organisation (a ministry's list, an older scheme)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="aliases")
    scheme = models.CharField(_("hệ mã"), max_length=40, db_collation="C")
    code = models.CharField(_("mã"), max_length=64, db_collation="C")

    class Meta(Version.Meta):
        verbose_name = _("mã khác của cơ quan")
        constraints = [
            *Version.Meta.constraints,
            no_overlap("directory_alias_once", TextKeyRange(F("code"))),
        ]
        indexes = [models.Index("code", name="directory_alias_code")]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.code}"
