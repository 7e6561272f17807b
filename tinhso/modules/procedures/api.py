"""JSON routes of the catalogue: public, read-only, as of any day."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tinhso.modules.procedures.errors import ProcedureNotFound
from tinhso.modules.procedures.queries import catalogue
from tinhso.modules.procedures.queries.cards import ProcedureCard, VersionCard
from tinhso.modules.procedures.queries.data_files import SOURCE
from tinhso.modules.procedures.queries.eforms.forms import form_of_version, has_own_form
from tinhso.modules.procedures.queries.eforms.schema import json_schema
from tinhso.modules.procedures.queries.search import Filters, search

router = Router(tags=["Thủ tục hành chính"])


class ProcedureOut(Schema):
    """One line of a search: `reason` says why it was found."""

    code: str
    name: str
    short_name: str
    field_code: str
    field_name: str
    level: str
    levels: list[str]
    online_level: str
    implementing_agency: str
    term_text: str
    term_status: str
    fee_text: str
    is_central: bool
    can_apply: bool
    reason: str


class SearchOut(Schema):
    """A page of a search; `source` names where the data is from and its licence."""

    total: int
    items: list[ProcedureOut]
    source: str


class FeeOut(Schema):
    title: str
    kind: str
    channel: str
    amount: int | None
    listed: int | None
    text: str


class PaperOut(Schema):
    code: str
    name: str
    detail: str
    group: str
    originals: int
    copies: int
    required: bool
    shown_only: bool
    is_application: bool
    component_code: str
    form_code: str


class MethodOut(Schema):
    channel: str
    time_text: str
    note: str


class CodedOut(Schema):
    code: str
    name: str


class VersionOut(Schema):
    """One version of a procedure. `term` is a term of the working-time clock; `term_status` says
    whether the source states it, it was read into it, or nothing is stated."""

    id: int
    number: int
    code: str
    name: str
    short_name: str
    field_code: str
    field_name: str
    level: str
    levels: list[str]
    life_events: list[str]
    online_level: str
    older_level: int
    partial_reason: str
    promulgating_agency: str
    implementing_agency: str
    decision_number: str
    decision_on: date | None
    non_territorial: bool
    is_central: bool
    can_apply: bool
    has_own_form: bool
    origin: str
    valid_from: date | None
    valid_until: date | None
    term: dict[str, Any]
    term_text: str
    term_status: str
    term_reading: str
    supplement_mode: str
    supplement_source: str
    fees: list[FeeOut]
    fee_text: str
    methods: list[MethodOut]
    papers: list[PaperOut]
    results: list[CodedOut]
    subjects: list[CodedOut]
    cases: list[CodedOut]
    legal_bases: list[str]
    steps: str
    requirements: str
    local_note: str
    source: str


class PeriodOut(Schema):
    """When a version is in force; open ends are null."""

    version_id: int
    number: int
    origin: str
    valid_from: date | None
    valid_until: date | None
    decision: str


class FieldOut(Schema):
    code: str
    name: str
    procedures: int


class LifeEventOut(Schema):
    code: str
    name: str
    note: str
    procedures: int


class FormOut(Schema):
    """The e-form of a procedure: JSON Schema of its answers, and the layout of its questions."""

    code: str
    title: str
    is_complete: bool
    legal_form: dict[str, Any]
    answers: dict[str, Any]
    layout: list[dict[str, Any]]
    papers: list[dict[str, Any]]


class Asked(Schema):
    """What narrows a search."""

    q: str = ""
    field: str = ""
    life_event: str = ""
    level: Literal["", "xa", "tinh", "bo"] = ""
    online_level: Literal["", "toan_trinh", "mot_phan", "khong"] = ""
    agency: str = ""
    only_local: bool = False
    as_of: date | None = None
    offset: int = Field(0, ge=0, le=10_000)
    limit: int = Field(20, ge=1, le=100)


def _day(as_of: date | None) -> date:
    return as_of or timezone.localdate()


@router.get("/", response=SearchOut, auth=None)
def search_procedures(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Search the catalogue by words (with or without diacritics) and filters, as of a day."""
    found = search(
        asked.q[:200].replace("\x00", ""),
        on=_day(asked.as_of),
        filters=Filters(
            field_code=asked.field,
            life_event=asked.life_event,
            level=asked.level,
            online_level=asked.online_level,
            agency=asked.agency[:200],
            only_local=asked.only_local,
        ),
        limit=asked.limit,
        offset=asked.offset,
    )
    items: list[ProcedureCard] = list(found.cards)
    return {"total": found.total, "items": items, "source": SOURCE}


@router.get("/fields", response=list[FieldOut], auth=None)
def list_fields(request: HttpRequest, as_of: date | None = None) -> list[dict[str, Any]]:
    """Fields with the number of procedures in force in each."""
    return [
        {"code": row.code, "name": row.name, "procedures": number}
        for row, number in catalogue.fields(_day(as_of))
    ]


@router.get("/life-events", response=list[LifeEventOut], auth=None)
def list_life_events(request: HttpRequest, as_of: date | None = None) -> list[dict[str, Any]]:
    """Life events with the number of procedures under each."""
    return [
        {"code": row.code, "name": row.name, "note": row.note, "procedures": number}
        for row, number in catalogue.life_events(_day(as_of))
    ]


@router.get("/{code}", response=VersionOut, auth=None)
def one_procedure(request: HttpRequest, code: str, as_of: date | None = None) -> dict[str, Any]:
    """The version of a procedure in force on a day."""
    card = catalogue.version_in_force(_plain(code), _day(as_of))
    return _version(card)


@router.get("/{code}/versions", response=list[PeriodOut], auth=None)
def versions_of_procedure(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """Every version of a procedure with the days it is in force, the latest first."""
    periods = catalogue.periods_of(_plain(code))
    if not periods:
        raise ProcedureNotFound
    return [
        {
            "version_id": period.version_id,
            "number": period.version.number,
            "origin": period.version.origin,
            "valid_from": period.valid_from,
            "valid_until": period.valid_to,
            "decision": period.decision,
        }
        for period in periods
    ]


@router.get("/{code}/form", response=FormOut, auth=None)
def form_of_procedure(request: HttpRequest, code: str, as_of: date | None = None) -> dict[str, Any]:
    """The e-form of a procedure as of a day: its own one, or the one made from its papers."""
    day = _day(as_of)
    form = form_of_version(catalogue.version_in_force(_plain(code), day), day)
    return {
        "code": form.code,
        "title": form.title,
        "is_complete": form.is_complete,
        "legal_form": form.legal_form.model_dump(),
        "answers": json_schema(form),
        "layout": [step.model_dump(mode="json", exclude_defaults=True) for step in form.steps],
        "papers": [paper.model_dump(mode="json") for paper in form.papers],
    }


def _plain(code: str) -> str:
    """A code as the database can be asked for it; nothing else is one."""
    if not code.isprintable() or len(code) > 60:
        raise ProcedureNotFound
    return code


def _version(card: VersionCard) -> dict[str, Any]:
    plain = {name: getattr(card, name, None) for name in VersionOut.model_fields}
    return plain | {
        "can_apply": card.can_apply,
        "has_own_form": has_own_form(card.code),
        "fees": list(card.fees),
        "methods": list(card.content.methods),
        "papers": list(card.papers),
        "results": list(card.results),
        "subjects": list(card.content.subjects),
        "cases": list(card.content.cases),
        "steps": card.content.steps,
        "requirements": card.content.requirements,
    }
