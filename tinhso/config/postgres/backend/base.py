"""A connection attempt is repeated while the server restarts, so that a crash costs a second."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError

_PATIENCE_SECONDS = 5.0
# No server at the address yet, or one that still recovers; anything else is a true refusal.
_COMING_BACK = ("starting up", "recovery mode", "shutting down", "No such file", "refused")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own wrapper with a patient `get_new_connection`."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection[Any]:
        """Connect, trying again for some seconds while the server comes back."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                connection: Connection[Any] = super().get_new_connection(conn_params)
                return connection
            except OperationalError as problem:
                returning = any(sign in str(problem) for sign in _COMING_BACK)
                host = str(conn_params.get("host", ""))
                if host.startswith("/") and not Path(host).is_dir():
                    returning = False  # no server was ever made for this data folder
                if not returning or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
