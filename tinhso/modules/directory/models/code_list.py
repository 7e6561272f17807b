"""Shared code lists (danh mục dùng chung)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.temporal import Version, no_overlap


class CodeList(models.Model):
    """One list. `source` names the legal text or the keeper it comes from."""

    code = models.CharField(_("mã danh mục"), max_length=60, unique=True, db_collation="C")
    title = models.CharField(_("tên danh mục"), max_length=200)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    kept_by = models.CharField(_("cơ quan quản lý"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("danh mục dùng chung")

    def __str__(self) -> str:
        return self.code


class CodeListItem(models.Model):
    """The identity of a code in its list: a code means one thing for ever."""

    code_list = models.ForeignKey(CodeList, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(_("mã"), max_length=60, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint("code_list", "code", name="directory_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class CodeListItemVersion(Version):
    """What a code meant, for a span of days."""

    item = models.ForeignKey(CodeListItem, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(_("tên"), max_length=300)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)
    parent = models.ForeignKey(
        CodeListItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    order = models.PositiveIntegerField(_("thứ tự"), default=0)
    search = models.CharField(max_length=700)
    sort_key = models.CharField(max_length=1000, db_collation="C")

    class Meta(Version.Meta):
        verbose_name = _("mục của danh mục")
        constraints = [
            *Version.Meta.constraints,
            no_overlap("directory_code_item_once", "item"),
        ]

    def __str__(self) -> str:
        return self.name
