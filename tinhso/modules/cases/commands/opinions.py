"""Opinions of other agencies, with a time limit each; a mandatory one blocks approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE, Paused, Received, Resumed, reckon, working_days
from tinhso.kernel.command import command, note
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.errors import (
    ActionNotOffered,
    CaseOfAnotherOffice,
    OpinionClosed,
    OpinionNotFound,
    ReasonMissing,
    WrongOrganisation,
)
from tinhso.modules.cases.events import OpinionAnswered, OpinionAsked
from tinhso.modules.cases.models import Case, Opinion
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.cases.queries import routing
from tinhso.modules.cases.rules.states import State
from tinhso.modules.directory import public as directory

ANSWER = "cases.answer_opinion"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whom, until when (whole working days of the asked agency)."""

    organisation_id: int
    text: str
    working_days: int = 3
    is_mandatory: bool = True


@command(permission="cases.process_case", audits=("case_id",))
def ask_opinion(case_id: int, *, question: Question, by: Actor, at: datetime) -> Opinion:
    """Ask another agency for its opinion; the citizen's clock goes on, the agency's own stops.

    Raises ReasonMissing, WrongOrganisation, NotTheHolder, ActionNotOffered, StateForbids.
    """
    if not question.text.strip():
        raise ReasonMissing(fields={"text": ["Nhập nội dung cần xin ý kiến."]})
    case = moves.lock(case_id, by, "cases.process_case")
    moves.require_state(case, State.ACCEPTED, State.PROCESSING)
    moves.require_holder(case, by)
    _require_allowed(case, "opinion")
    on = at.astimezone(ZONE).date()
    asked = directory.organisation_cards([question.organisation_id], on).get(
        question.organisation_id
    )
    if asked is None or asked.id == case.handling_organisation_id:
        raise WrongOrganisation(fields={"organisation": [str(WrongOrganisation.message)]})
    calendar = directory.calendar_of(asked.id, on)
    due = reckon(working_days(question.working_days), [Received(at)], calendar, at).due
    opinion = Opinion.objects.create(
        case=case,
        organisation_id=asked.id,
        organisation_name=asked.name,
        question=question.text,
        is_mandatory=question.is_mandatory,
        asked_at=at,
        asked_by_officer_id=by.officer_id,
        asked_by_name=by.name,
        asking_organisation_id=case.handling_organisation_id,
        due_at=due,
    )
    case.waiting_for = "opinion"
    moves.move(
        case,
        action="ask_opinion",
        title=f"Xin ý kiến {asked.name}",
        text=question.text,
        is_public=True,
        facts={"opinion": opinion.id, "due": due.isoformat()},
        by=by,
        at=at,
    )
    event = Paused(at, reason=f"Chờ ý kiến {asked.name}", key=f"opinion:{opinion.id}")
    moves.record_on_clocks(case, event, at, kinds=("agency",))
    case.save()
    note(organisation=asked.id, mandatory=question.is_mandatory)
    moves.tell(case, OpinionAsked(case.id, case.code, case.state, opinion.id, asked.id))
    return opinion


def _require_allowed(case: Case, side_action: str) -> None:
    _row, process = routing.process_version(case.process_version_id)
    if side_action not in process.step(case.step_code).allows:
        raise ActionNotOffered(step=case.step_title)


def _locked(opinion_id: int, by: Actor) -> Opinion:
    opinion = Opinion.objects.select_for_update().filter(id=opinion_id).first()
    if opinion is None:
        raise OpinionNotFound
    if not by.may(ANSWER, opinion.organisation_id):
        raise CaseOfAnotherOffice
    if opinion.answered_at or opinion.cancelled_at:
        raise OpinionClosed
    return opinion


@command(permission=ANSWER, audits=("opinion_id",))
def confirm_opinion(opinion_id: int, *, by: Actor, at: datetime) -> Opinion:
    """Confirm that the question arrived. Raises OpinionClosed, OpinionNotFound."""
    opinion = _locked(opinion_id, by)
    if opinion.received_at is None:
        opinion.received_at, opinion.received_by_officer_id = at, by.officer_id
        opinion.save(update_fields=["received_at", "received_by_officer_id"])
    return opinion


@command(permission=ANSWER, audits=("opinion_id", "answer"))
def answer_opinion(
    opinion_id: int,
    *,
    answer: str,
    text: str,
    file_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Opinion:
    """Answer for one's agency. Raises ReasonMissing, OpinionClosed, OpinionNotFound."""
    if answer not in Opinion.Answer.values or not text.strip():
        raise ReasonMissing(fields={"text": ["Nhập ý kiến của cơ quan."]})
    first = Opinion.objects.filter(id=opinion_id).values_list("case_id", flat=True).first()
    if first is None:
        raise OpinionNotFound
    # The case is locked before its opinion, as everywhere: two commands never wait crosswise.
    case = case_queries.case(first, for_update=True)
    opinion = _locked(opinion_id, by)
    opinion.answered_at, opinion.answer, opinion.text = at, answer, text
    opinion.received_at = opinion.received_at or at
    opinion.answered_by_name, opinion.answered_by_title = by.name, by.position_title
    opinion.file_id = file_id
    opinion.save()
    _after_answer(case, opinion, by=by, at=at)
    note(subject=moves.subject_of(case), late=at > opinion.due_at)
    moves.tell(case, OpinionAnswered(case.id, case.code, case.state, opinion.id))
    return opinion


def _after_answer(case: Case, opinion: Opinion, *, by: Actor, at: datetime) -> None:
    moves.move(
        case,
        action="answer_opinion",
        title=f"{opinion.organisation_name} đã trả lời",
        text=f"{opinion.get_answer_display()}: {opinion.text}",
        is_public=True,
        facts={"opinion": opinion.id},
        by=by,
        at=at,
    )
    moves.record_on_clocks(case, Resumed(at, key=f"opinion:{opinion.id}"), at, kinds=("agency",))
    still = case.opinions.filter(answered_at__isnull=True, cancelled_at__isnull=True)
    if case.waiting_for == "opinion" and not still.exists():
        case.waiting_for = ""
    case.save()


@command(permission="cases.process_case", audits=("opinion_id", "reason"))
def cancel_opinion(opinion_id: int, *, reason: str, by: Actor, at: datetime) -> Opinion:
    """Take a question back, for example when the asked agency stays silent past its time.

    Raises ReasonMissing, OpinionNotFound, OpinionClosed, NotTheHolder.
    """
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [str(ReasonMissing.message)]})
    opinion = Opinion.objects.filter(id=opinion_id).first()
    if opinion is None:
        raise OpinionNotFound
    case = moves.lock(opinion.case_id, by, "cases.process_case")
    moves.require_holder(case, by)
    opinion = Opinion.objects.select_for_update().get(id=opinion_id)
    if opinion.answered_at or opinion.cancelled_at:
        raise OpinionClosed
    opinion.cancelled_at = at
    opinion.save(update_fields=["cancelled_at"])
    moves.move(
        case,
        action="cancel_opinion",
        title=f"Thôi chờ ý kiến {opinion.organisation_name}",
        text=reason,
        is_public=True,
        facts={"opinion": opinion.id},
        by=by,
        at=at,
    )
    moves.record_on_clocks(case, Resumed(at, key=f"opinion:{opinion.id}"), at, kinds=("agency",))
    if not case.opinions.filter(answered_at__isnull=True, cancelled_at__isnull=True).exists():
        case.waiting_for = ""
    case.save()
    return opinion
