"""The counter: receive on behalf, accept, refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.command import command
from tinhso.modules.cases.commands import issue_paper, moves
from tinhso.modules.cases.commands.register_case import Applicant, NewPaper, Registration, register
from tinhso.modules.cases.errors import (
    CaseOfAnotherOffice,
    HandoverOpen,
    PapersMissing,
    ReasonMissing,
    ServedCentrally,
)
from tinhso.modules.cases.events import CaseAccepted, CaseRefused, HandoverSent
from tinhso.modules.cases.models import Case, FeeRequest, Handover
from tinhso.modules.cases.queries import routing
from tinhso.modules.cases.rules.states import Finance, State
from tinhso.modules.directory import public as directory
from tinhso.modules.procedures import public as procedures

RECEIVE = "cases.receive_case"


@dataclass(frozen=True, slots=True)
class Reception:
    """What the clerk takes in: `channel` is counter or postal.

    `receiving_organisation_id` is the agency whose counter this is; another `handling_…` means the
    dossier is received for an agency elsewhere (không phụ thuộc địa giới hành chính).
    """

    procedure_code: str
    applicant: Applicant
    receiving_organisation_id: int
    channel: str = "counter"
    answers: Mapping[str, Any] | None = None
    papers: Sequence[NewPaper] = ()
    handling_organisation_id: int | None = None
    assisting_organisation_id: int | None = None
    return_method: str = "counter"
    return_address: str = ""
    summary: str = ""
    sets_of_papers: int = 1
    submission_key: str | None = None


@command(permission=RECEIVE, audits=())
def receive_case(reception: Reception, *, by: Actor, at: datetime) -> Case:
    """Receive a dossier on paper on behalf of the person at the counter, and accept it.

    The same `submission_key` twice gives the same case. Raises CaseOfAnotherOffice,
    ServedCentrally, PapersMissing, WrongOrganisation, NobodyForStep.
    """
    if not by.may(RECEIVE, reception.receiving_organisation_id):
        raise CaseOfAnotherOffice
    if reception.submission_key:
        done = Case.objects.filter(submission_key=reception.submission_key).first()
        if done is not None:
            return done
    version = procedures.version_in_force(reception.procedure_code, at.astimezone(ZONE).date())
    if version.is_central:
        raise ServedCentrally
    _require_papers(version.id, reception, at)
    case = register(_registration(version, reception), by=by, at=at)
    _accept(case, version, by=by, at=at)
    case.save()
    return case


def _registration(version: procedures.VersionCard, reception: Reception) -> Registration:
    return Registration(
        version=version,
        channel=reception.channel,
        applicant=reception.applicant,
        answers=reception.answers or {},
        receiving_organisation_id=reception.receiving_organisation_id,
        handling_organisation_id=reception.handling_organisation_id,
        assisting_organisation_id=reception.assisting_organisation_id,
        papers=reception.papers,
        return_method=reception.return_method,
        return_address=reception.return_address,
        submission_key=reception.submission_key,
        summary=reception.summary,
        sets_of_papers=reception.sets_of_papers,
    )


def _require_papers(version_id: int, reception: Reception, at: datetime) -> None:
    given = {paper.code for paper in reception.papers}
    needed = procedures.required_papers(
        version_id, reception.answers or {}, at.astimezone(ZONE).date()
    )
    missing = [paper.name for paper in needed if paper.required and paper.code not in given]
    if missing:
        raise PapersMissing(names="; ".join(missing), fields={"papers": missing})


@command(permission=RECEIVE, audits=("case_id",))
def accept_case(case_id: int, *, version: int | None = None, by: Actor, at: datetime) -> Case:
    """Accept a dossier that came online, by post or from the portal; the clock starts now.

    Raises CaseNotFound, CaseOfAnotherOffice, CaseChanged, StateForbids, NobodyForStep.
    """
    case = moves.lock(case_id, by, RECEIVE, version=version)
    moves.require_state(case, State.REGISTERED)
    _accept(case, procedures.version_card(case.procedure_version_id), by=by, at=at)
    case.save()
    return case


def _accept(case: Case, version: procedures.VersionCard, *, by: Actor, at: datetime) -> None:
    case.accepted_at = at
    moves.move(
        case,
        action="accept",
        title="Tiếp nhận, cấp mã hồ sơ",
        to_state=State.ACCEPTED,
        is_public=True,
        by=by,
        at=at,
    )
    _ask_fees(case, version, at)
    if case.handling_organisation_id == case.receiving_organisation_id:
        begin(case, version, by=by, at=at)
    else:
        _hand_to_competent(case, by=by, at=at)
    issue_paper.receipt(case, version, by=by, at=at)
    if case.due_at is not None:
        moves.tell(case, CaseAccepted(case.id, case.code, case.state, case.due_at))


def begin(case: Case, version: procedures.VersionCard, *, by: Actor, at: datetime) -> None:
    """Start the clocks at the competent agency and put the case at its first step."""
    moves.start_clocks(case, version.term, at)
    _row, process = routing.process_version(case.process_version_id)
    moves.enter_step(case, process, process.start, at=at)


def _hand_to_competent(case: Case, *, by: Actor, at: datetime) -> None:
    """Received for another agency: its clock starts when it confirms (NĐ 309/2026/NĐ-CP)."""
    if case.handovers.filter(confirmed_at__isnull=True, refused_at__isnull=True).exists():
        raise HandoverOpen(organisation="")
    card = directory.organisation_cards(
        [case.handling_organisation_id], at.astimezone(ZONE).date()
    )[case.handling_organisation_id]
    Handover.objects.create(
        case=case,
        from_organisation_id=case.receiving_organisation_id,
        to_organisation_id=case.handling_organisation_id,
        to_organisation_name=card.name,
        reason="Tiếp nhận không phụ thuộc địa giới hành chính",
        sent_at=at,
        sent_by_name=by.name,
    )
    case.waiting_for = "handover"
    moves.tell(case, HandoverSent(case.id, case.code, case.state, case.handling_organisation_id))


def _ask_fees(case: Case, version: procedures.VersionCard, at: datetime) -> None:
    """Record the fees that the catalogue fixes for the channel; texts are decided by a person."""
    for fee in version.fees_for(case.channel):
        if isinstance(fee.amount, int) and fee.amount > 0:
            FeeRequest.objects.create(case=case, title=fee.title, amount=fee.amount, asked_at=at)
            case.finance = Finance.OWED


@command(permission=RECEIVE, audits=("case_id",))
def refuse_case(
    case_id: int, *, reason: str, version: int | None = None, by: Actor, at: datetime
) -> Case:
    """Do not accept the dossier; form 03 says why and on what legal basis.

    Raises ReasonMissing, CaseNotFound, CaseOfAnotherOffice, StateForbids.
    """
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [str(ReasonMissing.message)]})
    case = moves.lock(case_id, by, RECEIVE, version=version)
    moves.require_state(case, State.REGISTERED)
    case.finished_at = at
    moves.move(
        case,
        action="refuse",
        title="Từ chối tiếp nhận",
        to_state=State.NOT_ACCEPTED,
        text=reason,
        is_public=True,
        by=by,
        at=at,
    )
    issue_paper.refusal(case, reason, by=by, at=at)
    case.save()
    moves.tell(case, CaseRefused(case.id, case.code, case.state))
    return case
