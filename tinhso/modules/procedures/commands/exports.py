"""A list that leaves as a file leaves a line."""

from __future__ import annotations

from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command


@command(permission="procedures.export_catalogue", audits=("what", "kind", "words"))
def note_export(what: str, kind: str, words: str, *, by: Actor, at: datetime) -> None:
    """Put on record that a list of the catalogue was taken out as a file."""
