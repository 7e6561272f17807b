"""Drafts of opinions: kept while an officer types, gone once sent."""

from __future__ import annotations

from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.models import WorkNote

LONGEST = 20_000


@command(permission="cases.process_case", audits=("case_id",))
def keep_note(case_id: int, *, text: str, by: Actor, at: datetime) -> None:
    """Keep what the officer has typed so far; nothing typed forgets it. Raises CaseNotFound."""
    case = moves.lock(case_id, by, "cases.process_case")
    note(length=len(text))
    if by.officer_id is None:
        return
    if not text.strip():
        WorkNote.objects.filter(case=case, officer_id=by.officer_id).delete()
        return
    WorkNote.objects.update_or_create(
        case=case, officer_id=by.officer_id, defaults={"text": text[:LONGEST], "saved_at": at}
    )
