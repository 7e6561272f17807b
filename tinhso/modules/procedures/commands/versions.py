"""Versions written here: drafted by one person, approved by another, in force from a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.events import announce
from tinhso.kernel.numerals import short_date
from tinhso.kernel.temporal import Span, Stamp
from tinhso.modules.procedures.commands import overlaying
from tinhso.modules.procedures.commands.periods import end_periods, put_in_force
from tinhso.modules.procedures.commands.search_words import more_words, search_columns
from tinhso.modules.procedures.definitions.content import Content
from tinhso.modules.procedures.errors import (
    ContentInvalid,
    NotADraft,
    ProcedureNotFound,
    ReasonNeeded,
    SecondPersonNeeded,
    VersionNotFound,
    VersionStartsTooEarly,
)
from tinhso.modules.procedures.events import ProcedureClosed, ServiceMoved, VersionApproved
from tinhso.modules.procedures.models import Procedure, ProcedureVersion, VersionPeriod
from tinhso.modules.procedures.rules import fees, terms

# Columns a person may set; everything else follows from them or comes from the source.
EDITABLE = frozenset(
    {
        "name",
        "short_name",
        "online_level",
        "partial_reason",
        "implementing_agency",
        "decision_number",
        "decision_on",
        "supplement_mode",
        "supplement_source",
        "non_territorial",
        "local_note",
    }
)


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What a draft says differently from the version it begins with.

    `columns` (see EDITABLE), `content` (parts of definitions.content.Content), `term` as (amount,
    unit, source) with unit same_day, working_days, days, hours or months.
    """

    valid_from: date
    columns: Mapping[str, Any] = field(default_factory=dict)
    content: Mapping[str, Any] = field(default_factory=dict)
    term: tuple[int, str, str] | None = None


@command(permission="procedures.draft_version", audits=("code",))
def draft_version(code: str, change: VersionChange, *, by: Actor, at: datetime) -> ProcedureVersion:
    """Draft a version from the one now latest. Raises ProcedureNotFound, ContentInvalid."""
    base = _latest(code)
    draft = ProcedureVersion(
        procedure_id=base.procedure_id,
        number=overlaying.next_number(base.procedure_id),
        state=ProcedureVersion.State.DRAFT,
        origin=ProcedureVersion.Origin.LOCAL,
        based_on=base,
        content=base.content,
        written_at=at,
        written_by=by.name,
        written_by_account=by.account_id,
        **overlaying.copied(base),
    )
    _apply(draft, change, code)
    draft.save()
    note(subject=f"procedure:{base.procedure_id}", version_id=draft.pk, from_version=base.pk)
    return draft


@command(permission="procedures.draft_version", audits=("version_id",))
def revise_draft(
    version_id: int, change: VersionChange, *, by: Actor, at: datetime
) -> ProcedureVersion:
    """Change a draft; whoever changes it last counts as its writer. Raises NotADraft."""
    draft = _draft(version_id)
    draft.written_at, draft.written_by, draft.written_by_account = at, by.name, by.account_id
    _apply(draft, change, draft.procedure.code)
    draft.save()
    note(subject=f"procedure:{draft.procedure_id}")
    return draft


@command(permission="procedures.draft_version", audits=("version_id",))
def discard_draft(version_id: int, *, by: Actor, at: datetime) -> None:
    """Put a draft aside; it stays readable. Raises NotADraft."""
    draft = _draft(version_id)
    draft.state = ProcedureVersion.State.DISCARDED
    draft.save(update_fields=["state"])
    note(subject=f"procedure:{draft.procedure_id}")


@command(permission="procedures.approve_version", audits=("version_id",))
def approve_version(version_id: int, *, by: Actor, at: datetime) -> ProcedureVersion:
    """Put a draft in force from its day; dossiers that run keep the version they started with.

    Raises NotADraft, SecondPersonNeeded, ReasonNeeded, VersionStartsTooEarly.
    """
    draft = _draft(version_id)
    require_second_person(draft.written_by_account, by)
    _require_reason(draft)
    day = draft.planned_from
    if day is None:
        raise ContentInvalid(fields={"valid_from": [str(ContentInvalid.message)]})
    _require_later(draft.procedure_id, day)
    draft.state, draft.approved_at, draft.approved_by = "approved", at, by.name
    draft.save(update_fields=["state", "approved_at", "approved_by"])
    put_in_force(draft, Span(day), Stamp(by, at, draft.decision_number))
    overlaying.lay_again(draft.procedure_id, day, by=by, at=at)
    note(subject=f"procedure:{draft.procedure_id}", valid_from=day)
    announce(
        VersionApproved(draft.procedure_id, draft.pk, draft.procedure.code, day.isoformat()),
        subject=f"procedure:{draft.procedure_id}",
    )
    return draft


@command(permission="procedures.approve_version", audits=("code", "last_day_after"))
def close_procedure(
    code: str, last_day_after: date, *, reason: str, by: Actor, at: datetime
) -> None:
    """End a procedure: from that day on it is not in force. Raises ProcedureNotFound."""
    procedure = _procedure(code)
    current = VersionPeriod.objects.select_for_update().filter(
        procedure=procedure, recorded__upper_inf=True, validity__endswith__isnull=True
    )
    if not current:
        raise ProcedureNotFound
    end_periods(current, last_day_after, Stamp(by, at, reason))
    note(subject=f"procedure:{procedure.pk}")
    announce(
        ProcedureClosed(procedure.pk, code, last_day_after.isoformat()),
        subject=f"procedure:{procedure.pk}",
    )


@command(permission="procedures.move_service", audits=("code", "is_central"))
def move_service(code: str, *, is_central: bool, reason: str, by: Actor, at: datetime) -> Procedure:
    """Say that a ministry's central system serves the procedure, or the province again.

    While it is central local intake is off (NĐ 224/2026 Điều 15.1.i). Raises ProcedureNotFound.
    """
    procedure = _procedure(code)
    procedure.is_central, procedure.central_note, procedure.moved_at = is_central, reason[:300], at
    procedure.save(update_fields=["is_central", "central_note", "moved_at"])
    note(subject=f"procedure:{procedure.pk}")
    announce(ServiceMoved(procedure.pk, code, is_central), subject=f"procedure:{procedure.pk}")
    return procedure


def require_second_person(written_by_account: int | None, by: Actor) -> None:
    """Raise SecondPersonNeeded unless somebody with an account other than the writer acts."""
    if by.account_id is None or by.account_id == written_by_account:
        raise SecondPersonNeeded


def _procedure(code: str) -> Procedure:
    found = Procedure.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise ProcedureNotFound
    return found


def _latest(code: str) -> ProcedureVersion:
    """The latest text in force, without the province's overlay."""
    period = (
        VersionPeriod.objects.filter(procedure__code=code, recorded__upper_inf=True)
        .select_related("version__based_on", "version__procedure")
        .order_by("-validity")
        .first()
    )
    if period is None:
        raise ProcedureNotFound
    version: ProcedureVersion = period.version
    return version.based_on if version.overlay_id and version.based_on else version


def _draft(version_id: int) -> ProcedureVersion:
    found = (
        ProcedureVersion.objects.select_for_update(of=("self",))
        .select_related("procedure")
        .filter(pk=version_id)
        .first()
    )
    if found is None:
        raise VersionNotFound
    if found.state != ProcedureVersion.State.DRAFT:
        raise NotADraft
    return found


def _apply(draft: ProcedureVersion, change: VersionChange, code: str) -> None:
    unknown = set(change.columns) - EDITABLE
    if unknown:
        raise ContentInvalid(fields={name: [str(ContentInvalid.message)] for name in unknown})
    for name, value in change.columns.items():
        setattr(draft, name, value)
    if change.term is not None:
        draft.term = terms.term_of(*change.term)
        draft.term_status, draft.term_reading = terms.STATED, ""
    try:
        content = Content.model_validate({**draft.content, **change.content})
    except ValidationError as wrong:
        raise ContentInvalid(fields={"content": [str(wrong)[:500]]}) from wrong
    draft.content = content.model_dump(mode="json")
    draft.fee_text = fees.words(draft.content)
    draft.planned_from = change.valid_from
    for name, value in search_columns(
        code=code,
        name=draft.name,
        short_name=draft.short_name,
        field_name=draft.field_name,
        agency=draft.implementing_agency,
        more=more_words(draft.content, draft.life_events),
    ).items():
        setattr(draft, name, value)
    draft.content_hash = overlaying.content_hash(overlaying.copied(draft), draft.content)


def _require_reason(draft: ProcedureVersion) -> None:
    """A partly online service says why, and by which law."""
    if draft.online_level != ProcedureVersion.OnlineLevel.PART:
        return
    if not draft.partial_reason.strip() or not draft.content["legal_bases"]:
        raise ReasonNeeded(fields={"partial_reason": [str(ReasonNeeded.message)]})


def _require_later(procedure_id: int, day: date) -> None:
    """Not before the beginning of what is in force: history is not rewritten here."""
    last = (
        VersionPeriod.objects.filter(
            procedure_id=procedure_id, recorded__upper_inf=True, validity__contains=day
        )
        .order_by("-validity")
        .first()
    )
    if last is not None and last.validity.lower is not None and last.validity.lower >= day:
        raise VersionStartsTooEarly(after=short_date(last.validity.lower))
