"""What the hash chain costs: commands that do nothing else, against one row and one commit."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import partial

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from bench.measure import report, say
from tinhso.kernel.actor import Actor, system_actor
from tinhso.kernel.command import command


@command(permission="cases.receive_intake")
def leave_a_line(*, by: Actor, at: datetime) -> None:
    """A command that only leaves its audit line."""


def run() -> None:
    """Measure in this process, each thread with a connection of its own."""
    by = system_actor("Đo tốc độ")

    def act(_turn: int) -> None:
        leave_a_line(by=by, at=timezone.now())

    mark = secrets.token_hex(6)
    for clients in (1, 4, 16):
        each = 400 // clients
        bare = report("bare row", clients, each, partial(_row, f"{mark}-{clients}"))
        audited = report("audited command", clients, each, act)
        say(f"audited command ratio to the bare row ({clients} clients)", audited / bare, "x")
    Session.objects.filter(session_key__startswith=mark).delete()
    connection.close()


def _row(mark: str, turn: int) -> None:
    """The least that PostgreSQL can do for good: one row, one commit."""
    key = f"{mark}-{turn}"
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())
