"""Django's name for the module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "tinhso.modules.cases"
    label = "cases"
    verbose_name = _("Hồ sơ một cửa")

    def ready(self) -> None:
        """Plug in: reactions, role defaults, the apply address, the part in reorganisations."""
        from tinhso.modules.cases import plug

        plug.everything()
