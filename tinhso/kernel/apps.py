"""Django's name for the kernel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "tinhso.kernel"
    label = "kernel"
    verbose_name = _("Nền tảng")
