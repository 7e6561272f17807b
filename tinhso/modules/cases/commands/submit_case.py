"""Online applications: drafts that save themselves, and their submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.command import command, note
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.commands.register_case import (
    Applicant,
    NewPaper,
    Registration,
    register,
)
from tinhso.modules.cases.errors import (
    AnswersInvalid,
    NotOnline,
    PapersMissing,
    ServedCentrally,
    WrongOrganisation,
)
from tinhso.modules.cases.models import Case, Draft, DraftPaper
from tinhso.modules.cases.models.case import Channel
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.identity import public as identity
from tinhso.modules.procedures import public as procedures


@dataclass(frozen=True, slots=True)
class DraftChange:
    """What a page of the form changes; None leaves a value as it is."""

    answers: Mapping[str, Any] | None = None
    step: int | None = None
    receiving_organisation_id: int | None = None
    return_method: str | None = None


@command(permission="cases.submit_case", audits=("procedure_code",))
def start_draft(procedure_code: str, *, by: Actor, at: datetime) -> Draft:
    """Begin an application, or go on with the one already begun for the same procedure.

    Raises ProcedureNotFound, ServedCentrally, NotOnline.
    """
    version = procedures.version_in_force(procedure_code, at.astimezone(ZONE).date())
    _require_online(version)
    if by.account_id is None:
        raise NotOnline
    found = Draft.objects.filter(
        account_id=by.account_id, procedure_id=version.procedure_id
    ).first()
    if found is not None:
        return found
    draft = Draft.objects.create(
        account_id=by.account_id,
        procedure_id=version.procedure_id,
        procedure_version_id=version.id,
        procedure_name=version.short_name,
        created_at=at,
        saved_at=at,
    )
    note(subject=f"draft:{draft.id}")
    return draft


def _require_online(version: procedures.VersionCard) -> None:
    if version.is_central:
        raise ServedCentrally
    if version.online_level == "khong":
        raise NotOnline


@command(permission="cases.submit_case", audits=("draft_id",))
def save_draft(draft_id: UUID, *, change: DraftChange, by: Actor, at: datetime) -> Draft:
    """Keep what has been filled in so far, right or wrong. Raises DraftNotFound."""
    draft = case_queries.draft_for(draft_id, by, for_update=True)
    if change.answers is not None:
        draft.answers = {**draft.answers, **change.answers}
    if change.step is not None:
        draft.step = change.step
    if change.receiving_organisation_id is not None:
        draft.receiving_organisation_id = change.receiving_organisation_id
    if change.return_method is not None:
        draft.return_method = change.return_method
    draft.saved_at = at
    draft.save()
    return draft


@command(permission="cases.submit_case", audits=("draft_id", "paper_code", "file_id"))
def attach_to_draft(
    draft_id: UUID, *, paper_code: str, name: str, file_id: int, by: Actor, at: datetime
) -> DraftPaper:
    """Attach a stored file as one of the papers. Raises DraftNotFound."""
    draft = case_queries.draft_for(draft_id, by, for_update=True)
    draft.saved_at = at
    draft.save(update_fields=["saved_at"])
    return DraftPaper.objects.create(
        draft=draft, paper_code=paper_code, name=name, file_id=file_id, added_at=at
    )


@command(permission="cases.submit_case", audits=("draft_id", "paper_id"))
def detach_from_draft(draft_id: UUID, *, paper_id: int, by: Actor, at: datetime) -> None:
    """Take an attached paper away again. Raises DraftNotFound."""
    draft = case_queries.draft_for(draft_id, by, for_update=True)
    draft.papers.filter(id=paper_id).delete()


@command(permission="cases.submit_case", audits=("draft_id",))
def discard_draft(draft_id: UUID, *, by: Actor, at: datetime) -> None:
    """Give the application up. Raises DraftNotFound."""
    case_queries.draft_for(draft_id, by, for_update=True).delete()


@dataclass(frozen=True, slots=True)
class Application:
    """A whole application in one call, as a program sends it; the key makes it idempotent."""

    key: str
    procedure_code: str
    receiving_organisation_id: int
    answers: Mapping[str, Any]
    files: tuple[tuple[str, str, int], ...] = ()
    """(paper code, name, file id)"""
    return_method: str = "online"


@command(permission="cases.submit_case", audits=("draft_id",))
def submit_case(draft_id: UUID, *, by: Actor, at: datetime) -> Case:
    """Submit the draft: checked as a whole, given its code, handed to the receiving agency.

    The draft's id is the submission's key: sent twice, the second answer is the same case. Raises
    DraftNotFound, AnswersInvalid with the fields, PapersMissing, WrongOrganisation,
    ServedCentrally.
    """
    done = _already(f"draft:{draft_id}", by)
    if done is not None:
        return done
    draft = case_queries.draft_for(draft_id, by, for_update=True)
    if draft.receiving_organisation_id is None:
        raise WrongOrganisation(fields={"receiving_organisation": [str(WrongOrganisation.message)]})
    application = Application(
        key=f"draft:{draft_id}",
        procedure_code="",
        receiving_organisation_id=draft.receiving_organisation_id,
        answers=draft.answers,
        files=tuple((paper.paper_code, paper.name, paper.file_id) for paper in draft.papers.all()),
        return_method=draft.return_method,
    )
    version = procedures.version_card(draft.procedure_version_id)
    case = _submit(version, application, by=by, at=at)
    draft.delete()
    return case


@command(permission="cases.submit_case", audits=())
def apply_at_once(application: Application, *, by: Actor, at: datetime) -> Case:
    """Submit without a draft. The same key of the same account gives the same case.

    Raises ProcedureNotFound, AnswersInvalid, PapersMissing, WrongOrganisation, ServedCentrally.
    """
    key = f"api:{by.account_id}:{application.key}"
    done = _already(key, by)
    if done is not None:
        return done
    version = procedures.version_in_force(application.procedure_code, at.astimezone(ZONE).date())
    return _submit(version, replace(application, key=key), by=by, at=at)


def _already(key: str, by: Actor) -> Case | None:
    done = Case.objects.filter(submission_key=key, applicant_account_id=by.account_id).first()
    if done is not None:
        note(subject=moves.subject_of(done), code=done.code, repeated=True)
    return done


def _submit(
    version: procedures.VersionCard, application: Application, *, by: Actor, at: datetime
) -> Case:
    _require_online(version)
    applicant = _applicant(by, at)
    answers = _checked_answers(version.id, application.answers, applicant, at)
    _require_papers(version.id, answers, {code for code, _name, _file in application.files}, at)
    new = Registration(
        version=version,
        channel=Channel.ONLINE,
        applicant=applicant,
        answers=answers,
        receiving_organisation_id=application.receiving_organisation_id,
        papers=[
            NewPaper(code, name, "electronic", "uploaded", file_id)
            for code, name, file_id in application.files
        ],
        return_method=application.return_method,
        submission_key=application.key,
    )
    return register(new, by=by, at=at)


def _applicant(by: Actor, at: datetime) -> Applicant:
    """The applicant as the account knows them: nothing known is asked again."""
    account_id = by.account_id or 0
    card = identity.citizen_card(account_id)
    return Applicant(
        name=card.name,
        kind=card.kind,
        number=identity.reveal_personal_number(
            account_id, reason="Nộp hồ sơ của mình", by=by, at=at
        ),
        phone=card.phone,
        email=card.email,
        address=card.address,
        account_id=by.account_id,
    )


def _checked_answers(
    version_id: int, answers: Mapping[str, Any], applicant: Applicant, at: datetime
) -> dict[str, Any]:
    """The answers as the form understands them. Raises AnswersInvalid."""
    on = at.astimezone(ZONE).date()
    profile = procedures.profile_of_account(
        applicant.account_id or 0, personal_number=applicant.number, at=at
    )
    bound = procedures.bind(procedures.form_for(version_id, on), answers, prefill=profile, on=on)
    if bound.errors:
        raise AnswersInvalid(fields={name: list(texts) for name, texts in bound.errors.items()})
    return dict(bound.cleaned)


def _require_papers(
    version_id: int, answers: Mapping[str, Any], given: set[str], at: datetime
) -> None:
    needed = procedures.required_papers(version_id, answers, at.astimezone(ZONE).date())
    missing = [paper.name for paper in needed if paper.required and paper.code not in given]
    if missing:
        raise PapersMissing(names="; ".join(missing), fields={"papers": missing})
