"""A province that people depend on: hosts must be named, HTTPS is expected in front."""

from django.core.exceptions import ImproperlyConfigured

from tinhso.config.settings.base import *  # noqa: F403

if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("TINHSO_HOSTS phải nêu ít nhất một tên miền, ví dụ dvc.tinh.gov.vn")
