"""Django's name for the module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "tinhso.modules.directory"
    label = "directory"
    verbose_name = _("Danh bạ")

    def ready(self) -> None:
        """Make the permissions and the entries of the navigation known."""
        from tinhso.modules.directory import definitions  # noqa: F401
        from tinhso.modules.directory.web import navigation

        navigation.register_entries()
