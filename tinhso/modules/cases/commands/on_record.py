"""Looking that leaves a line: exports, full personal numbers, people found by their number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.crypto import lookup_hash
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.errors import CaseOfAnotherOffice
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.identity import public as identity


@command(permission="cases.export_cases", audits=("what", "kind"))
def note_export(what: str, kind: str, *, by: Actor, at: datetime) -> None:
    """Put on record that a list of dossiers was taken out as a file; not what was typed in it."""


@command(permission="cases.view_statistics", audits=("what", "kind"))
def note_figures_export(what: str, kind: str, *, by: Actor, at: datetime) -> None:
    """Put on record that figures, without names of people, were taken out as a file."""


@command(permission="cases.reveal_personal_number", audits=("case_id",))
def reveal_number(case_id: int, *, by: Actor, at: datetime) -> str:
    """The applicant's whole personal number; who looked stands in the audit log.

    Raises CaseNotFound, CaseOfAnotherOffice.
    """
    case = case_queries.case(case_id)
    permission = "cases.reveal_personal_number"
    if not (case_queries.is_within(case, by, permission) or case_queries.is_asked(case, by)):
        raise CaseOfAnotherOffice
    note(subject=moves.subject_of(case), code=case.code)
    return str(case.applicant_number)


@dataclass(frozen=True, slots=True)
class KnownApplicant:
    """What an earlier dossier or an account says of a person."""

    name: str
    phone: str
    email: str
    address: str
    account_id: int | None
    source: str


@command(permission="cases.receive_case", audits=())
def find_applicant(number: str, *, by: Actor, at: datetime) -> KnownApplicant | None:
    """Who came before with this personal number; the account first, else the newest dossier.

    The number itself never goes on record, only that somebody was looked for and found.
    """
    account_id = identity.account_id_of_person(number)
    if account_id is not None:
        card = identity.citizen_card(account_id)
        note(subject=f"account:{account_id}", found=True)
        return KnownApplicant(
            card.name, card.phone, card.email, card.address, account_id, "Tài khoản của người nộp"
        )
    case = (
        Case.objects.filter(applicant_number_hash=lookup_hash(number, identity.PERSON_NUMBER))
        .order_by("-submitted_at")
        .first()
    )
    note(subject=moves.subject_of(case) if case else "", found=case is not None)
    if case is None:
        return None
    return KnownApplicant(
        name=case.applicant_name,
        phone=case.applicant_phone,
        email=case.applicant_email,
        address=case.applicant_address,
        account_id=case.applicant_account_id,
        source=f"Hồ sơ {case.code}",
    )
