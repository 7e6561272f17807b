"""Facts the cases module announces."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.events import Event


@dataclass(frozen=True)
class CaseEvent(Event):
    """Base: every fact of a case carries its id, code and the state it is in now."""

    case_id: int
    code: str
    state: int


@dataclass(frozen=True)
class CaseSubmitted(CaseEvent):
    channel: str


@dataclass(frozen=True)
class CaseAccepted(CaseEvent):
    due_at: datetime


@dataclass(frozen=True)
class CaseRefused(CaseEvent):
    pass


@dataclass(frozen=True)
class SupplementAsked(CaseEvent):
    ordinal: int


@dataclass(frozen=True)
class SupplementReceived(CaseEvent):
    ordinal: int


@dataclass(frozen=True)
class FeeAsked(CaseEvent):
    amount: int


@dataclass(frozen=True)
class FeePaid(CaseEvent):
    amount: int


@dataclass(frozen=True)
class StepEntered(CaseEvent):
    step_id: int
    holder_officer_id: int | None
    unit_id: int


@dataclass(frozen=True)
class OpinionAsked(CaseEvent):
    opinion_id: int
    organisation_id: int


@dataclass(frozen=True)
class OpinionAnswered(CaseEvent):
    opinion_id: int


@dataclass(frozen=True)
class CaseExtended(CaseEvent):
    new_due_at: datetime


@dataclass(frozen=True)
class CaseApologised(CaseEvent):
    promised_at: datetime


@dataclass(frozen=True)
class CaseStopped(CaseEvent):
    pass


@dataclass(frozen=True)
class CaseWithdrawn(CaseEvent):
    pass


@dataclass(frozen=True)
class ResultApproved(CaseEvent):
    result_id: int


@dataclass(frozen=True)
class CaseFinished(CaseEvent):
    late: bool


@dataclass(frozen=True)
class ResultSent(CaseEvent):
    method: str


@dataclass(frozen=True)
class CaseReturned(CaseEvent):
    pass


@dataclass(frozen=True)
class HandoverSent(CaseEvent):
    organisation_id: int


@dataclass(frozen=True)
class HandoverConfirmed(CaseEvent):
    organisation_id: int


@dataclass(frozen=True)
class HandoverRefused(CaseEvent):
    organisation_id: int


@dataclass(frozen=True)
class CaseMovedToSuccessor(CaseEvent):
    from_organisation_id: int
    to_organisation_id: int
