"""A list that leaves as a file leaves a line."""

from __future__ import annotations

from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command


@command(permission="identity.export_accounts", audits=("what", "kind"))
def note_export(what: str, kind: str, *, by: Actor, at: datetime) -> None:
    """Put on record that accounts or rights were taken out as a file.

    Not by which filter: what was typed there may be a name.
    """
