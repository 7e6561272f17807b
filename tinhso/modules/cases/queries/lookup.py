"""Public look-up: the code alone opens nothing; with a second factor it shows progress only."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from tinhso.modules.cases.errors import LookupNotFound
from tinhso.modules.cases.models import Case, CaseMovement
from tinhso.modules.cases.rules.codes import is_case_code


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One line of progress without names of people."""

    at: datetime
    title: str
    organisation: str


@dataclass(frozen=True, slots=True)
class PublicProgress:
    """What anybody with the receipt may see: no name, no paper, no answer (TTHC-21)."""

    code: str
    procedure: str
    state: int
    state_name: str
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    step: str
    waiting_for: str
    lines: tuple[PublicLine, ...]


def public_progress(*, code: str, phone_end: str) -> PublicProgress:
    """Progress of the dossier whose code and last four digits of the phone are given.

    Raises LookupNotFound in the same way for a wrong code and a wrong number. Two queries.
    """
    case = (
        Case.objects.filter(code=code.strip().upper()).first()
        if is_case_code(code.strip().upper())
        else None
    )
    known = case.applicant_phone[-4:] if case else "----"
    if (
        case is None
        or len(known) != 4
        or not hmac.compare_digest(known.encode(), phone_end.strip().encode())
    ):
        raise LookupNotFound
    lines = CaseMovement.objects.filter(case=case, is_public=True).order_by("id")
    return PublicProgress(
        code=case.code,
        procedure=case.procedure_name,
        state=case.state,
        state_name=case.get_state_display(),
        submitted_at=case.submitted_at,
        accepted_at=case.accepted_at,
        due_at=case.due_at,
        finished_at=case.finished_at,
        step=case.step_title,
        waiting_for=case.waiting_for,
        lines=tuple(PublicLine(line.at, line.title, line.organisation_name) for line in lines),
    )
