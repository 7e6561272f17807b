"""Django's name for the module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProceduresConfig(AppConfig):
    name = "tinhso.modules.procedures"
    label = "procedures"
    verbose_name = _("Thủ tục hành chính")

    def ready(self) -> None:
        """Declare the permissions."""
        from tinhso.modules.procedures.definitions import permissions  # noqa: F401
