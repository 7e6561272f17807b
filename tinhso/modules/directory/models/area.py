"""Administrative areas: province, district (until 30/6/2025), commune."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.temporal import TextKeyRange, Version, no_overlap, not_twice
from tinhso.modules.directory.models.succession import LINK, Succession


class Area(models.Model):
    """The identity of an area; other tables point here. Its names and codes are in versions."""

    def __str__(self) -> str:
        return f"Area {self.pk}"


class AreaVersion(Version):
    """What an area was called, which code it had and where it belonged, for a span of days.

    A code means an area only together with a day: 14758 was phường Đông Thọ until 30/6/2025 and is
    phường Hàm Rồng since. Codes: QĐ 124/2004/QĐ-TTg, from 1/7/2025 QĐ 19/2025/QĐ-TTg.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("Cấp tỉnh")
        DISTRICT = "district", _("Cấp huyện")
        COMMUNE = "commune", _("Cấp xã")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(_("mã"), max_length=5, db_collation="C")
    level = models.CharField(_("cấp"), max_length=8, choices=Level)
    name = models.CharField(_("tên"), max_length=100)
    full_name = models.CharField(_("tên đầy đủ"), max_length=120)
    kind = models.CharField(_("loại"), max_length=40)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)
    parent = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    province = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_km2 = models.DecimalField(
        _("diện tích (km²)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    search = models.CharField(max_length=250)
    sort_key = models.CharField(max_length=400, db_collation="C")

    class Meta(Version.Meta):
        verbose_name = _("địa bàn")
        constraints = [
            *Version.Meta.constraints,
            no_overlap("directory_area_once", "area"),
            no_overlap("directory_area_code_once", TextKeyRange(F("code"))),
            models.CheckConstraint(
                name="directory_area_code_form",
                condition=Q(level="province", code__regex=r"^\d{2}$")
                | Q(level="district", code__regex=r"^\d{3}$")
                | Q(level="commune", code__regex=r"^\d{5}$"),
            ),
        ]
        indexes = [
            models.Index("code", name="directory_area_code"),
            models.Index("parent", "sort_key", name="directory_area_children"),
            models.Index("province", "level", "sort_key", name="directory_area_province"),
            GinIndex(SearchVector("search", config="simple"), name="directory_area_search"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.full_name}"


class AreaSuccession(Succession):
    """How areas became others."""

    predecessor = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="successions", null=True, blank=True
    )
    successor = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="origins", null=True, blank=True
    )

    class Meta(Succession.Meta):
        abstract = False
        verbose_name = _("kế tiếp của địa bàn")
        constraints = [
            *Succession.Meta.constraints,
            not_twice("directory_area_link_once", *LINK),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.effective_on})"
