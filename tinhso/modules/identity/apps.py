"""Django's name for the module."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "tinhso.modules.identity"
    label = "identity"
