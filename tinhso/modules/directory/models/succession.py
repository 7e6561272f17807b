"""What areas and organisations share: how one becomes another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.kernel.temporal import NullableKeyRange, Recorded

# Either end may be empty, and an empty end is a key too.
LINK = (NullableKeyRange(F("predecessor")), NullableKeyRange(F("successor")))


class Succession(Recorded):
    """One link `predecessor → successor`, with the day from which it holds.

    An end without a successor is a link without one: kind `abolished` where the law named none,
    `unknown` where the data at hand does not say (an open question, never filled by guessing).
    `share` is the part of the predecessor's figures that goes along; None while no source says.
    """

    class Kind(models.TextChoices):
        MERGED = "merged", _("Nhập")
        SPLIT = "split", _("Chia, tách")
        RENAMED = "renamed", _("Đổi tên")
        TRANSFERRED = "transferred", _("Chuyển về")
        ABOLISHED = "abolished", _("Giải thể")
        CREATED = "created", _("Thành lập")
        EVENTUAL = "eventual", _("Về sau thuộc")
        UNKNOWN = "unknown", _("Chưa rõ đơn vị kế tiếp")

    class Extent(models.TextChoices):
        ALL = "all", _("Toàn bộ")
        PART = "part", pgettext_lazy("phạm vi kế tiếp", "Một phần")

    kind = models.CharField(_("cách thay đổi"), max_length=12, choices=Kind)
    effective_on = models.DateField(_("từ ngày"))
    extent = models.CharField(_("phạm vi"), max_length=4, choices=Extent, default=Extent.ALL)
    share = models.DecimalField(
        _("tỷ lệ số liệu"), max_digits=9, decimal_places=8, null=True, blank=True
    )
    is_default = models.BooleanField(_("đơn vị kế tiếp mặc định"), default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_links",
                condition=(Q(predecessor__isnull=False) | Q(successor__isnull=False))
                & (
                    Q(predecessor__isnull=True)
                    | Q(successor__isnull=True)
                    | ~Q(predecessor=F("successor"))
                ),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_share",
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1),
            ),
        ]
