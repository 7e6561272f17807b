"""Making a case: one way for all channels, so that code, search and history are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.command import note
from tinhso.kernel.crypto import lookup_hash
from tinhso.kernel.numbering import next_number
from tinhso.kernel.text import fold
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.errors import WrongOrganisation
from tinhso.modules.cases.events import CaseSubmitted
from tinhso.modules.cases.models import Case, CasePaper
from tinhso.modules.cases.queries import routing
from tinhso.modules.cases.rules import codes
from tinhso.modules.cases.rules.states import State, Sync
from tinhso.modules.directory import public as directory
from tinhso.modules.identity import public as identity
from tinhso.modules.procedures import public as procedures


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whose dossier it is. `kind` is citizen or business; `number` the personal or tax number."""

    name: str
    kind: str = "citizen"
    number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    account_id: int | None = None
    submitter_name: str = ""


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper that comes with a submission. `kind`, `source`: see CasePaper."""

    code: str
    name: str
    kind: str
    source: str
    file_id: int | None = None
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Registration:
    """Everything a new case starts with."""

    version: procedures.VersionCard
    channel: str
    applicant: Applicant
    answers: Mapping[str, Any]
    receiving_organisation_id: int
    papers: Sequence[NewPaper] = ()
    return_method: str = "counter"
    return_address: str = ""
    handling_organisation_id: int | None = None
    assisting_organisation_id: int | None = None
    submission_key: str | None = None
    summary: str = ""
    portal_code: str = ""
    sets_of_papers: int = 1


def register(new: Registration, *, by: Actor, at: datetime) -> Case:
    """Create the case in state “Mới đăng ký” with its code, papers and first line of history.

    Runs inside a command. Raises WrongOrganisation, NoProcess.
    """
    on = at.astimezone(ZONE).date()
    receiving, handling = _organisations(new, at)
    process = routing.process_for(
        procedure_code=new.version.code,
        field_code=new.version.field_code,
        level="commune" if handling.kind == "commune_committee" else "province",
        organisation_id=handling.id,
        on=on,
    )
    case = Case.objects.create(
        code=codes.case_code(receiving.code, on, next_number(codes.series_key(receiving.code, on))),
        procedure_id=new.version.procedure_id,
        procedure_version_id=new.version.id,
        procedure_name=new.version.short_name,
        field_code=new.version.field_code,
        process_version=process,
        channel=new.channel,
        return_method=new.return_method,
        return_address=new.return_address,
        state=State.REGISTERED,
        sync=Sync.PENDING if new.portal_code else Sync.LOCAL,
        portal_code=new.portal_code,
        **_applicant_columns(new.applicant),
        summary=new.summary,
        answers=dict(new.answers),
        sets_of_papers=new.sets_of_papers,
        assisting_organisation_id=new.assisting_organisation_id,
        receiving_organisation_id=receiving.id,
        handling_organisation_id=handling.id,
        unit_id=receiving.id,
        submitted_at=at,
        submission_key=new.submission_key,
    )
    case.search_text = search_text(case)
    add_papers(case, new.papers, by=by, at=at, round_number=0)
    moves.move(case, action="submit", title=str(_TITLES[new.channel]), by=by, at=at, is_public=True)
    case.save()
    note(subject=moves.subject_of(case), code=case.code, procedure=new.version.code)
    moves.tell(case, CaseSubmitted(case.id, case.code, case.state, new.channel))
    return case


_TITLES = {
    "online": "Nộp trực tuyến",
    "counter": "Nộp tại quầy",
    "postal": "Nộp qua bưu chính",
    "portal": "Nộp qua Cổng Dịch vụ công quốc gia",
}


def _organisations(
    new: Registration, at: datetime
) -> tuple[directory.OrganisationCard, directory.OrganisationCard]:
    """The receiving and the deciding agency, both alive today."""
    ids = {
        new.receiving_organisation_id,
        new.handling_organisation_id or new.receiving_organisation_id,
    }
    cards = directory.organisation_cards(ids, at.astimezone(ZONE).date())
    if set(cards) != ids:
        raise WrongOrganisation(fields={"receiving_organisation": [str(WrongOrganisation.message)]})
    receiving = cards[new.receiving_organisation_id]
    return receiving, cards[new.handling_organisation_id or receiving.id]


def _applicant_columns(applicant: Applicant) -> dict[str, Any]:
    return {
        "applicant_account_id": applicant.account_id,
        "applicant_name": applicant.name,
        "applicant_kind": applicant.kind,
        "applicant_number": applicant.number,
        "applicant_number_hash": (
            lookup_hash(applicant.number, identity.PERSON_NUMBER) if applicant.number else ""
        ),
        "applicant_phone": applicant.phone,
        "applicant_email": applicant.email,
        "applicant_address": applicant.address,
        "submitter_name": applicant.submitter_name,
    }


def search_text(case: Case) -> str:
    """What full-text search looks in: applicant, procedure, subject; folded. Codes go by prefix."""
    return fold(f"{case.applicant_name} {case.procedure_name} {case.summary}")


def add_papers(
    case: Case, papers: Sequence[NewPaper], *, by: Actor, at: datetime, round_number: int
) -> None:
    """Add papers of a submission round; earlier rounds stay as they were."""
    CasePaper.objects.bulk_create(
        CasePaper(
            case=case,
            paper_code=paper.code,
            name=paper.name,
            kind=paper.kind,
            source=paper.source,
            quantity=paper.quantity,
            file_id=paper.file_id,
            round=round_number,
            added_at=at,
            added_by=by.name,
        )
        for paper in papers
    )
