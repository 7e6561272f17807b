"""Django's name for the module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "tinhso.modules.cases"
    label = "cases"
    verbose_name = _("Hồ sơ một cửa")

    def ready(self) -> None:
        """Plug in: reactions, jobs, what roles hold by default, the part in reorganisations."""
        from tinhso.modules.cases import definitions, reactions, tasks  # noqa: F401
        from tinhso.modules.cases.commands.reorganisation_part import UnfinishedCases
        from tinhso.modules.cases.web import citizen
        from tinhso.modules.cases.web.staff import navigation
        from tinhso.modules.directory import public as directory
        from tinhso.modules.identity import public as identity

        for role, permissions in definitions.ROLE_GRANTS.items():
            identity.grant_by_default(role, permissions)
        navigation.register_entries()
        citizen.register_entries()
        directory.register_reorganisation_part(UnfinishedCases())
