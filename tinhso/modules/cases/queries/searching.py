"""Finding dossiers by what people type: a code, a name, a phone, a personal number."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.db.models.functions import Reverse, Right

from tinhso.kernel.actor import Actor
from tinhso.kernel.crypto import lookup_hash
from tinhso.kernel.text import tsquery
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries.cases import is_within
from tinhso.modules.cases.rules.codes import is_case_code
from tinhso.modules.cases.rules.states import OPEN
from tinhso.modules.identity import public as identity

_CODE_START = re.compile(r"[A-Z]\d{2}(\.[A-Z0-9]+)*(-\d*)*|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}.*")
_PERSON = re.compile(r"\d{12}")
_PHONE_END = re.compile(r"\d{4,11}")


def matching(rows: QuerySet[Case], text: str) -> QuerySet[Case]:
    """The rows that answer what was typed.

    A code by its beginning, twelve digits as a personal number (by its hash), fewer digits as the
    end of a code or a phone, anything else as words of names, procedure and subject, folded.
    """
    typed = " ".join(text.split())
    upper, digits = typed.upper(), re.sub(r"[\s.\-]", "", typed)
    if _CODE_START.fullmatch(upper):
        return rows.filter(code__startswith=upper)
    if _PERSON.fullmatch(digits):
        return rows.filter(applicant_number_hash=lookup_hash(digits, identity.PERSON_NUMBER))
    if _PHONE_END.fullmatch(digits):
        return _by_digits(rows, digits)
    query = tsquery(typed)
    if not query:
        return rows.none()
    return rows.filter(search_vector=SearchQuery(query, search_type="raw", config="simple"))


def _by_digits(rows: QuerySet[Case], digits: str) -> QuerySet[Case]:
    """Ends of phones; four digits may be the end of a code too."""
    ends = rows.alias(phone_back=Reverse("applicant_phone"), code_end=Right("code", 5))
    by_phone = Q(phone_back__startswith=digits[::-1])
    return ends.filter(by_phone | Q(code_end=f"-{digits}") if len(digits) == 4 else by_phone)


def code_scanned(text: str) -> str:
    """The dossier code in what a reader scanned: the code itself, or the address of a QR code.

    "" when it is neither.
    """
    typed = text.strip()
    if typed.lower().startswith(("http://", "https://")):
        typed = next(iter(parse_qs(urlparse(typed).query).get("ma", [])), "")
    return typed.upper() if is_case_code(typed.upper()) else ""


def by_code(code: str) -> Case | None:
    """The dossier of that code, or of that code on the national portal. One query, or two."""
    if not code:
        return None
    found = Case.objects.filter(code=code).first()
    return found or Case.objects.filter(portal_code=code).first()


def open_twins(*, number: str, procedure_id: int) -> list[Case]:
    """Open dossiers of the same person for the same procedure, the newest first. One query."""
    if not number:
        return []
    return list(
        Case.objects.filter(
            applicant_number_hash=lookup_hash(number, identity.PERSON_NUMBER),
            procedure_id=procedure_id,
            state__in=[int(state) for state in OPEN],
        ).order_by("-submitted_at")[:5]
    )


def may_open(case: Case, by: Actor) -> bool:
    """Whether the actor may open the dossier's page."""
    return is_within(case, by, "cases.view_case")
