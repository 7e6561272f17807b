"""Django's name for the module."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "tinhso.modules.portal"
    label = "portal"
