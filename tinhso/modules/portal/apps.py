"""Django's name for the module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "tinhso.modules.portal"
    label = "portal"
    verbose_name = _("Cổng")

    def ready(self) -> None:
        """Plug in the public pages of the header and the foot."""
        from tinhso.ui import navigation
        from tinhso.ui.navigation import NavEntry

        navigation.place("citizen_home", "portal:home")
        navigation.place("help", "portal:help")
        for entry in (
            NavEntry(
                "citizen", _("Trang chủ"), "portal:home", "home", None, face="citizen", order=10
            ),
            NavEntry(
                "foot_help", _("Hướng dẫn nộp hồ sơ"), "portal:help", "help", None, face="citizen"
            ),
            NavEntry(
                "foot_about",
                _("Khả năng tiếp cận"),
                "portal:accessibility",
                "info",
                None,
                face="citizen",
            ),
            NavEntry(
                "foot_about",
                _("Bảo vệ dữ liệu cá nhân"),
                "portal:privacy",
                "lock",
                None,
                face="citizen",
            ),
            NavEntry(
                "foot_about", _("Số liệu"), "portal:public_figures", "chart", None, face="citizen"
            ),
        ):
            navigation.register(entry)
