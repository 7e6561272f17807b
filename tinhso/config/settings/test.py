"""The test suite: the real database engine, cheap password hashing, mail kept in memory."""

import os
import tempfile

os.environ.setdefault("TINHSO_HOME", tempfile.mkdtemp(prefix="tinhso-test-home-"))

from tinhso.config.settings.base import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
SHOW_SPECIMEN = True
