"""The test suite: the real database engine, cheap password hashing, mail kept in memory."""

import atexit
import os
import shutil
import tempfile

if "TINHSO_HOME" not in os.environ:
    os.environ["TINHSO_HOME"] = tempfile.mkdtemp(prefix="tinhso-test-home-")
    atexit.register(shutil.rmtree, os.environ["TINHSO_HOME"], ignore_errors=True)

from tinhso.config.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
SHOW_SPECIMEN = True
SAMPLE_ACCOUNTS = True
INTERNAL_NETWORKS = ["127.0.0.0/8"]
