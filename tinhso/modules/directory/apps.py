"""Django's name for the module."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "tinhso.modules.directory"
    label = "directory"
