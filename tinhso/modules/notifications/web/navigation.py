"""Where the pages of the module stand in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tinhso.modules.notifications.web.own import unread_at
from tinhso.ui.navigation import NavEntry, place, register


def register_entries() -> None:
    """Tell the frames of the pages where messages are, and how many are unread."""
    place("notifications", "notifications:inbox", count=unread_at)
    register(
        NavEntry(
            group="operation",
            title=_("Lời thông báo"),
            url_name="notifications:texts",
            icon="bell",
            permission="notifications.change_texts",
            order=70,
            also=("notifications:text_change",),
        )
    )
    register(
        NavEntry(
            group="operation",
            title=_("Nhật ký gửi thông báo"),
            url_name="notifications:deliveries",
            icon="send",
            permission="notifications.view_deliveries",
            order=75,
        )
    )
