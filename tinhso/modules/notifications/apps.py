"""Django's name for the module."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "tinhso.modules.notifications"
    label = "notifications"
