"""`make run`: a province on this machine, reachable on the loopback address."""

from tinhso.config.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ALLOWED_HOSTS]
SHOW_SPECIMEN = True

# People to try it with, their passwords made for this installation; production has none (SEC-30).
SAMPLE_ACCOUNTS = True
INTERNAL_NETWORKS = ["127.0.0.0/8", "::1/128", *INTERNAL_NETWORKS]
