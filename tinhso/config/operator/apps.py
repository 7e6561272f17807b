"""Django's name for the operator pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperatorConfig(AppConfig):
    name = "tinhso.config.operator"
    label = "operator"
    verbose_name = _("Vận hành")

    def ready(self) -> None:
        """Say who may what by default, and where the pages are."""
        from tinhso.config.operator import navigation, rights

        rights.grant_defaults()
        navigation.register_entries()
