"""The module's permissions, and which roles have them from the start."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions

permissions.declare(
    {
        "procedures.view_catalogue": _("Xem danh mục thủ tục nội bộ"),
        "procedures.export_catalogue": _("Xuất danh mục thủ tục"),
        "procedures.load_catalogue": _("Nhập danh mục thủ tục quốc gia"),
        "procedures.draft_version": _("Soạn phiên bản thủ tục"),
        "procedures.approve_version": _("Phê duyệt phiên bản thủ tục"),
        "procedures.draft_overlay": _("Soạn quy định của tỉnh cho thủ tục"),
        "procedures.approve_overlay": _("Phê duyệt quy định của tỉnh cho thủ tục"),
        "procedures.move_service": _("Chuyển thủ tục sang hệ thống của Bộ hoặc về tỉnh"),
        "procedures.draft_form": _("Soạn biểu mẫu điện tử"),
        "procedures.approve_form": _("Phê duyệt biểu mẫu điện tử"),
    }
)

ROLE_DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "counter_clerk": ("procedures.view_catalogue",),
    "specialist": ("procedures.view_catalogue",),
    "division_head": ("procedures.view_catalogue",),
    "leader": ("procedures.view_catalogue", "procedures.export_catalogue"),
    "procedure_controller": (
        "procedures.view_catalogue",
        "procedures.export_catalogue",
        "procedures.load_catalogue",
        "procedures.draft_version",
        "procedures.approve_version",
        "procedures.draft_overlay",
        "procedures.approve_overlay",
        "procedures.move_service",
        "procedures.draft_form",
        "procedures.approve_form",
    ),
    "province_admin": (
        "procedures.view_catalogue",
        "procedures.export_catalogue",
        "procedures.load_catalogue",
        "procedures.draft_version",
        "procedures.approve_version",
        "procedures.draft_overlay",
        "procedures.approve_overlay",
        "procedures.move_service",
        "procedures.draft_form",
        "procedures.approve_form",
    ),
}
