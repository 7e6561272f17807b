"""Django's name for the module."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "tinhso.modules.procedures"
    label = "procedures"
