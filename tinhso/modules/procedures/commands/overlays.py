"""The province's own figures over a national text: drafted by one person, approved by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.events import announce
from tinhso.modules.procedures.commands import overlaying
from tinhso.modules.procedures.commands.versions import require_second_person
from tinhso.modules.procedures.definitions.content import Channel
from tinhso.modules.procedures.errors import (
    ContentInvalid,
    NotADraft,
    OverlayNotFound,
    OverlayOverlaps,
    ProcedureNotFound,
)
from tinhso.modules.procedures.events import VersionApproved
from tinhso.modules.procedures.models import LocalOverlay, Procedure


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LocalFee(_Part):
    kind: str = Field(default="FEE", pattern="^(FEE|SERVICE_FEE|PRICE_LEVEL)$")
    amount: int | None = Field(default=None, ge=0, lt=10**12)
    note: str = Field(default="", max_length=1_000)


class LocalTerm(_Part):
    amount: int = Field(ge=0, le=1_000)
    unit: str = Field(pattern="^(same_day|working_days|days|hours|months)$")


class LocalChanges(_Part):
    """What the province sets; parts left out stay as the national text has them."""

    fees: dict[Channel, list[LocalFee]] = Field(default_factory=dict)
    term: LocalTerm | None = None
    implementing_agency: str = Field(default="", max_length=1_000)
    partial_reason: str = Field(default="", max_length=2_000)
    note: str = Field(default="", max_length=4_000)


@dataclass(frozen=True, slots=True)
class OverlayChange:
    """One decision of the province on one procedure. `changes` as LocalChanges."""

    decision_number: str
    decision_on: date
    valid_from: date
    valid_until: date | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    receiving_units: Sequence[int] = ()


@command(permission="procedures.draft_overlay", audits=("code",))
def draft_overlay(code: str, change: OverlayChange, *, by: Actor, at: datetime) -> LocalOverlay:
    """Draft an overlay. Raises ProcedureNotFound, ContentInvalid."""
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is None:
        raise ProcedureNotFound
    overlay = LocalOverlay(procedure=procedure, recorded=DateTimeTZRange(at, None))
    _apply(overlay, change, by, at)
    overlay.save()
    note(subject=f"procedure:{procedure.pk}", overlay_id=overlay.pk)
    return overlay


@command(permission="procedures.draft_overlay", audits=("overlay_id",))
def revise_overlay(
    overlay_id: int, change: OverlayChange, *, by: Actor, at: datetime
) -> LocalOverlay:
    """Change a draft; whoever changes it last counts as its writer. Raises NotADraft."""
    overlay = _draft(overlay_id)
    _apply(overlay, change, by, at)
    overlay.save()
    note(subject=f"procedure:{overlay.procedure_id}")
    return overlay


@command(permission="procedures.draft_overlay", audits=("overlay_id",))
def discard_overlay(overlay_id: int, *, by: Actor, at: datetime) -> None:
    """Put a draft aside. Raises NotADraft."""
    overlay = _draft(overlay_id)
    overlay.state = LocalOverlay.State.DISCARDED
    overlay.recorded = DateTimeTZRange(overlay.recorded.lower, at)
    overlay.save(update_fields=["state", "recorded"])
    note(subject=f"procedure:{overlay.procedure_id}")


@command(permission="procedures.approve_overlay", audits=("overlay_id",))
def approve_overlay(overlay_id: int, *, by: Actor, at: datetime) -> LocalOverlay:
    """Lay the overlay over the national text for its time; running dossiers keep their version.

    Raises NotADraft, SecondPersonNeeded, OverlayOverlaps.
    """
    overlay = _draft(overlay_id)
    require_second_person(overlay.written_by_account, by)
    if LocalOverlay.objects.filter(
        procedure_id=overlay.procedure_id,
        state=LocalOverlay.State.APPROVED,
        recorded__upper_inf=True,
        validity__overlap=overlay.validity,
    ).exists():
        raise OverlayOverlaps
    overlay.state, overlay.approved_at, overlay.approved_by = "approved", at, by.name
    overlay.save(update_fields=["state", "approved_at", "approved_by"])
    made = overlaying.lay(overlay, by=by, at=at)
    note(subject=f"procedure:{overlay.procedure_id}", versions=[version.pk for version in made])
    for version in made:
        announce(
            VersionApproved(
                overlay.procedure_id,
                version.pk,
                overlay.procedure.code,
                str(overlay.validity.lower or ""),
            ),
            subject=f"procedure:{overlay.procedure_id}",
        )
    return overlay


@command(permission="procedures.approve_overlay", audits=("overlay_id", "day"))
def end_overlay(overlay_id: int, day: date, *, by: Actor, at: datetime) -> LocalOverlay:
    """End an approved overlay on a day: from then on the national text holds alone again.

    The old row is closed in record time and a shorter one written. Raises OverlayNotFound.
    """
    old = (
        LocalOverlay.objects.select_for_update()
        .filter(pk=overlay_id, state=LocalOverlay.State.APPROVED, recorded__upper_inf=True)
        .first()
    )
    if old is None or not _holds_on(old, day):
        raise OverlayNotFound
    old.recorded = DateTimeTZRange(old.recorded.lower, at)
    old.save(update_fields=["recorded"])
    shorter = LocalOverlay.objects.get(pk=old.pk)
    shorter.pk, shorter.recorded = None, DateTimeTZRange(at, None)
    shorter.validity = DateRange(old.validity.lower, day)
    shorter.save(force_insert=True)
    overlaying.lift(old, day, by=by, at=at)
    note(subject=f"procedure:{old.procedure_id}", overlay_id=shorter.pk)
    return shorter


def _holds_on(overlay: LocalOverlay, day: date) -> bool:
    lower, upper = overlay.validity.lower, overlay.validity.upper
    return (lower is None or lower < day) and (upper is None or day < upper)


def _draft(overlay_id: int) -> LocalOverlay:
    found = (
        LocalOverlay.objects.select_for_update(of=("self",))
        .select_related("procedure")
        .filter(pk=overlay_id)
        .first()
    )
    if found is None:
        raise OverlayNotFound
    if found.state != LocalOverlay.State.DRAFT:
        raise NotADraft
    return found


def _apply(overlay: LocalOverlay, change: OverlayChange, by: Actor, at: datetime) -> None:
    try:
        changes = LocalChanges.model_validate(dict(change.changes))
    except ValidationError as wrong:
        raise ContentInvalid(fields={"changes": [str(wrong)[:500]]}) from wrong
    if change.valid_until is not None and change.valid_until <= change.valid_from:
        raise ContentInvalid(fields={"valid_until": [str(ContentInvalid.message)]})
    overlay.changes = changes.model_dump(mode="json", exclude_defaults=True)
    for lines in overlay.changes.get("fees", {}).values():
        for line in lines:
            line.setdefault("amount", None)
            line.setdefault("note", "")
            line.setdefault("kind", "FEE")
    overlay.validity = DateRange(change.valid_from, change.valid_until)
    overlay.decision_number, overlay.decision_on = change.decision_number, change.decision_on
    overlay.receiving_units = sorted(set(change.receiving_units))
    overlay.written_at, overlay.written_by = at, by.name
    overlay.written_by_account = by.account_id
