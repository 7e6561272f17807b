"""What leaves as a file is put on record."""

from __future__ import annotations

from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note


@command(permission="directory.export_directory", audits=("what", "kind"))
def note_export(what: str, kind: str, *, by: Actor, at: datetime) -> None:
    """A list left as a file: which one, in which format; never what was searched for."""
    note(subject=f"list:{what}")
