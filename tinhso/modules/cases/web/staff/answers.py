"""What the applicant answered in the electronic form, as lines to read."""

from __future__ import annotations

from dataclasses import dataclass

from tinhso.kernel.clock import ZONE
from tinhso.modules.cases.queries.detail import Dossier
from tinhso.modules.identity import public as identity
from tinhso.modules.procedures import public as procedures


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer: its question and what was said; a heading has no answer."""

    question: str
    answer: str
    is_heading: bool = False


def lines(dossier: Dossier) -> list[AnswerLine]:
    """Answers in the order of the form, under the titles of its parts."""
    case = dossier.case
    if not case.answers:
        return []
    on = case.submitted_at.astimezone(ZONE).date()
    form = procedures.form_for(case.procedure_version_id, on)
    found: list[AnswerLine] = []
    for section in procedures.summary(form, case.answers, on):
        found.append(AnswerLine(section.title, "", is_heading=True))
        found += [AnswerLine(line.label, _shown(line.name, line.text)) for line in section.lines]
    return found


def _shown(name: str, text: str) -> str:
    """The answer; a personal number only in part, for showing it whole is put on record."""
    return identity.masked(text) if name.endswith("personal_number") else text
