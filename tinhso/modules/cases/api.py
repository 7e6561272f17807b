"""JSON routes of the cases module."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from tinhso.kernel.actor import Actor, system_actor
from tinhso.kernel.http import actor_of
from tinhso.kernel.json_text import read_json
from tinhso.kernel.permissions import require
from tinhso.modules.cases.commands import intake as intake_commands
from tinhso.modules.cases.commands import submit_case
from tinhso.modules.cases.errors import IntakeRefused, SignatureWrong
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.cases.queries import why as why_queries
from tinhso.modules.cases.rules import intake as intake_rules

router = Router(tags=["Hồ sơ"])


class CaseOut(Schema):
    """One dossier: its four states, its times, where it is."""

    public_id: UUID
    code: str
    procedure_name: str
    state: int
    state_name: str
    finance: str
    delivery: str
    channel: str
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    step_title: str
    waiting_for: str


class ApplicationIn(Schema):
    """A whole application; `key` makes sending it again harmless."""

    key: str = Field(min_length=8, max_length=60, pattern=r"^[A-Za-z0-9_.:-]+$")
    procedure_code: str = Field(max_length=40)
    receiving_organisation_id: int = Field(ge=1, le=2**62)
    answers: dict[str, Any]
    return_method: str = Field("online", pattern="^(online|counter|postal)$")


class WhyDayOut(Schema):
    """One day of the account of a due date."""

    day: str
    kind: str
    counted_minutes: int
    reason: str
    entry: str
    source: str


class WhyOut(Schema):
    """Why the dossier is due then."""

    due_at: datetime
    is_firm: bool
    term_source: str
    calendar_name: str
    days: list[WhyDayOut]


def _out(case: Case) -> dict[str, object]:
    names = CaseOut.model_fields.keys() - {"state_name"}
    return {name: getattr(case, name) for name in names} | {"state_name": case.get_state_display()}


def _applicant(request: HttpRequest) -> Actor:
    """Who may apply; asked before the body is read, so a stranger learns nothing of its shape."""
    by = actor_of(request)
    require(by, "cases.submit_case")
    return by


def _reader(request: HttpRequest) -> Actor:
    """An applicant reads their own dossiers, an officer those of the agency."""
    by = actor_of(request)
    if not by.may("cases.submit_case"):
        require(by, case_queries.VIEW)
    return by


@router.post("/applications", response={201: CaseOut}, auth=_applicant)
def apply(request: HttpRequest, body: ApplicationIn) -> Status[Any]:
    """Submit an application as the signed-in citizen."""
    case = submit_case.apply_at_once(
        submit_case.Application(
            key=body.key,
            procedure_code=body.procedure_code,
            receiving_organisation_id=body.receiving_organisation_id,
            answers=body.answers,
            return_method=body.return_method,
        ),
        by=actor_of(request),
        at=timezone.now(),
    )
    return Status(201, _out(case))


@router.get("/", response=list[CaseOut], auth=_reader)
def cases(
    request: HttpRequest, after: UUID | None = None, limit: int = 20
) -> list[dict[str, object]]:
    """Dossiers the caller may see, newest first, by key."""
    by = actor_of(request)
    rows = case_queries.visible_to(by).order_by("-submitted_at", "-id")
    if after is not None:
        last = case_queries.case_for(after, by)
        rows = rows.filter(submitted_at__lte=last.submitted_at).exclude(
            submitted_at=last.submitted_at, id__gte=last.id
        )
    return [_out(case) for case in rows[: max(1, min(limit, 50))]]


@router.get("/{uuid:public_id}", response=CaseOut, auth=_reader)
def one_case(request: HttpRequest, public_id: UUID) -> dict[str, object]:
    """One dossier the caller may see."""
    return _out(case_queries.case_for(public_id, actor_of(request)))


@router.get("/{uuid:public_id}/why", response={200: WhyOut, 204: None}, auth=_reader)
def why(request: HttpRequest, public_id: UUID) -> Status[Any]:
    """The account of the due date; 204 before the clock started."""
    case = case_queries.case_for(public_id, actor_of(request))
    found = why_queries.why_due(case)
    if found is None:
        return Status(204, None)
    days = [
        {
            "day": day.day.isoformat(),
            "kind": day.kind,
            "counted_minutes": day.counted_minutes,
            "reason": day.reason,
            "entry": day.entry,
            "source": day.source,
        }
        for day in found.days
    ]
    return Status(
        200,
        {
            "due_at": found.due_at,
            "is_firm": found.is_firm,
            "term_source": found.term_source,
            "calendar_name": found.calendar_name,
            "days": days,
        },
    )


class IntakeIn(Schema):
    """One message of the national portal."""

    kind: str = Field(max_length=30)
    portal_code: str = Field(min_length=1, max_length=60)
    ordinal: int = Field(ge=1, le=100_000)
    body: dict[str, Any]


class IntakeOut(Schema):
    """What became of a message: received, applied, waiting for an earlier one, or refused."""

    message_id: str
    status: str
    problem: str
    case_code: str | None


@router.post("/intake", response={202: IntakeOut}, auth=None)
def intake(request: HttpRequest) -> Status[Any]:
    """Take a signed message of the national portal; acknowledged only when it is kept."""
    message = _verified(request)
    by, at = system_actor("Cổng Dịch vụ công quốc gia"), timezone.now()
    intake_commands.keep_message(message, by=by, at=at)
    intake_commands.apply_messages(message.portal_code, by=by, at=at)
    row = intake_commands.message_row(message.message_id)
    return Status(
        202,
        {
            "message_id": row.message_id,
            "status": row.status,
            "problem": row.problem,
            "case_code": row.case.code if row.case else None,
        },
    )


def _verified(request: HttpRequest) -> intake_commands.Message:
    message_id = request.headers.get("X-Message-Id", "")[:100]
    if not settings.PORTAL_SECRET or not message_id:
        raise SignatureWrong
    if not intake_rules.signature_holds(
        settings.PORTAL_SECRET.encode(),
        request.headers.get("X-Signature", ""),
        message_id=message_id,
        timestamp=request.headers.get("X-Timestamp", ""),
        body=request.body,
        now=timezone.now(),
    ):
        raise SignatureWrong
    try:
        parsed = IntakeIn.model_validate(read_json(request.body))
    except ValueError as wrong:
        raise IntakeRefused(reason="nội dung không đúng cấu trúc") from wrong
    return intake_commands.Message(
        message_id=message_id,
        kind=parsed.kind,
        portal_code=parsed.portal_code,
        ordinal=parsed.ordinal,
        body=parsed.body,
    )
