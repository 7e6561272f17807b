"""Django's name for the module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "tinhso.modules.identity"
    label = "identity"
    verbose_name = _("Tài khoản và quyền")

    def ready(self) -> None:
        # Imported here because they need the tables of all modules.
        from tinhso.modules.identity import definitions, reactions, tasks  # noqa: F401
        from tinhso.modules.identity.commands import letters, second_factors  # noqa: F401
        from tinhso.modules.identity.web import navigation

        definitions.grant_own_defaults()
        navigation.register_entries()
