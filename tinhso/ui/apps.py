"""Django's name for the look of the product."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "tinhso.ui"
    label = "ui"
