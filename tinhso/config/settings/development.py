"""`make run`: a province on this machine, reachable on the loopback address."""

from tinhso.config.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ALLOWED_HOSTS]  # noqa: F405
SHOW_SPECIMEN = True
