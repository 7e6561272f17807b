"""What the hash chain costs: commands that do nothing else, by 1, 4 and 16 threads."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import timezone

from bench.measure import report
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

    for clients in (1, 4, 16):
        report("audited command", clients, 400 // clients, act)
    connection.close()
