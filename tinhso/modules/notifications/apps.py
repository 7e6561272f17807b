"""Django's name for the module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "tinhso.modules.notifications"
    label = "notifications"
    verbose_name = _("Thông báo")

    def ready(self) -> None:
        """Plug in: who may what by default."""
        from tinhso.modules.identity import public as identity
        from tinhso.modules.notifications import definitions  # noqa: F401 - declares permissions
        from tinhso.modules.notifications.web import navigation

        identity.grant_by_default("account_holder", ["notifications.read_own"])
        identity.grant_by_default("province_admin", ["notifications.change_texts"])
        identity.grant_by_default(
            "operator", ["notifications.view_deliveries", "notifications.resend_message"]
        )
        navigation.register_entries()
