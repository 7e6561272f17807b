"""The officer's draft of an opinion on a dossier."""

from __future__ import annotations

from tinhso.kernel.actor import Actor
from tinhso.modules.cases.commands.work_notes import keep_note
from tinhso.modules.cases.models import Case, WorkNote

keep = keep_note


def kept(case: Case, by: Actor) -> WorkNote | None:
    """What this officer has typed and not sent. One query."""
    if by.officer_id is None:
        return None
    return WorkNote.objects.filter(case=case, officer_id=by.officer_id).first()
