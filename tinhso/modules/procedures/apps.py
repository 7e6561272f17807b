"""Django's name for the module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProceduresConfig(AppConfig):
    name = "tinhso.modules.procedures"
    label = "procedures"
    verbose_name = _("Thủ tục hành chính")

    def ready(self) -> None:
        """Plug in: what roles may do by default, places in the navigation."""
        from tinhso.modules.identity import public as identity
        from tinhso.modules.procedures.definitions.permissions import ROLE_DEFAULTS
        from tinhso.modules.procedures.web import navigation

        for role, permissions in ROLE_DEFAULTS.items():
            identity.grant_by_default(role, permissions)
        navigation.register_entries()
