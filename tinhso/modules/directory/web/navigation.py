"""Where the pages of the module stand in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tinhso.ui.navigation import NavEntry, register

VIEW = "directory.view_directory"


def register_entries() -> None:
    """The organisation group of the sidebar: areas, organisations, officers, calendars, lists."""
    entries = (
        ("organisation_list", _("Cơ quan, đơn vị"), "building", VIEW, 10, ("organisation",)),
        ("officer_list", _("Cán bộ"), "users", "directory.view_officers", 20, ("officer",)),
        ("area_list", _("Địa bàn"), "pin", VIEW, 30, ("area", "area_questions")),
        ("calendar_of_province", _("Lịch làm việc"), "calendar", VIEW, 40, ("calendar",)),
        ("code_list_list", _("Danh mục dùng chung"), "book", VIEW, 45, ("code_list",)),
        ("reorganisation_list", _("Sắp xếp đơn vị"), "share", VIEW, 50, ("reorganisation",)),
    )
    for name, title, icon, permission, order, also in entries:
        register(
            NavEntry(
                group="organisation",
                title=title,
                url_name=f"directory:{name}",
                icon=icon,
                permission=permission,
                order=order,
                also=tuple(f"directory:{page}" for page in also),
            )
        )
