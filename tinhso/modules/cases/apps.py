"""Django's name for the module."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tinhso.modules.cases"
    label = "cases"
