"""Versions that result from laying the province's decision over the national text."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from tinhso.kernel.actor import Actor
from tinhso.kernel.temporal import Span, Stamp, span_of
from tinhso.modules.procedures.commands.periods import known_periods, put_in_force
from tinhso.modules.procedures.models import LocalOverlay, ProcedureVersion
from tinhso.modules.procedures.rules.overlay import laid_over

COPIED = (
    "name",
    "short_name",
    "field_code",
    "field_name",
    "level",
    "levels",
    "life_events",
    "online_level",
    "partial_reason",
    "promulgating_agency",
    "promulgating_code",
    "implementing_agency",
    "decision_number",
    "decision_on",
    "is_vertical",
    "is_shared_service",
    "non_territorial",
    "has_forms",
    "term",
    "term_status",
    "term_reading",
    "supplement_mode",
    "supplement_source",
    "receiving_units",
    "local_note",
    "fee_text",
    "source",
    "harvest_id",
    "sort_key",
    "search_name",
    "search_more",
    "search_joined",
    "search_initials",
)


def copied(version: ProcedureVersion) -> dict[str, Any]:
    """The columns of a version that a new one begins with."""
    return {name: getattr(version, name) for name in COPIED}


def next_number(procedure_id: int) -> int:
    """The number of a procedure's next version."""
    last = ProcedureVersion.objects.filter(procedure_id=procedure_id).aggregate(last=Max("number"))
    return (last["last"] or 0) + 1


def content_hash(columns: dict[str, Any], content: dict[str, Any]) -> str:
    """SHA-256 over what a version says."""
    plain = json.dumps([columns, content], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def overlaid_version(
    overlay: LocalOverlay, national: ProcedureVersion, *, by: Actor, at: datetime
) -> ProcedureVersion:
    """Make (and store) the version that the overlay makes of a national text."""
    source = f"Quyết định {overlay.decision_number}"
    columns, content = laid_over(copied(national), national.content, overlay.changes, source)
    columns["receiving_units"] = overlay.receiving_units
    return ProcedureVersion.objects.create(
        procedure_id=national.procedure_id,
        number=next_number(national.procedure_id),
        state=ProcedureVersion.State.APPROVED,
        origin=ProcedureVersion.Origin.OVERLAID,
        based_on=national,
        overlay=overlay,
        content=content,
        content_hash=content_hash(columns, content),
        written_at=overlay.written_at,
        written_by=overlay.written_by,
        written_by_account=overlay.written_by_account,
        approved_at=at,
        approved_by=by.name,
        **columns,
    )


def lay(overlay: LocalOverlay, *, by: Actor, at: datetime) -> list[ProcedureVersion]:
    """Lay an approved overlay over each text in force during its validity."""
    made = []
    for span, period in known_periods(overlay.procedure_id):
        version = period.version
        base = version.based_on if version.overlay_id else version
        common = span.common(span_of(overlay.validity))
        if base is None or common is None:
            continue
        new = overlaid_version(overlay, base, by=by, at=at)
        put_in_force(new, common, Stamp(by, at, overlay.decision_number))
        made.append(new)
    return made


def lay_again(procedure_id: int, day: date | None, *, by: Actor, at: datetime) -> None:
    """After a new text: lay the approved overlays of the procedure over it from the day on."""
    overlays = LocalOverlay.objects.filter(
        procedure_id=procedure_id, state=LocalOverlay.State.APPROVED, recorded__upper_inf=True
    )
    for overlay in overlays:
        wanted = span_of(overlay.validity).common(Span(day))
        for span, period in known_periods(procedure_id):
            common = span.common(wanted) if wanted else None
            if common is None or period.version.overlay_id:
                continue
            version = overlaid_version(overlay, period.version, by=by, at=at)
            put_in_force(version, common, Stamp(by, at, overlay.decision_number))


def lift(overlay: LocalOverlay, day: date, *, by: Actor, at: datetime) -> None:
    """From the day on the texts under an overlay hold by themselves again."""
    for span, period in known_periods(overlay.procedure_id):
        common = span.common(Span(day))
        base = period.version.based_on
        if period.version.overlay_id == overlay.pk and common is not None and base is not None:
            put_in_force(base, common, Stamp(by, at, overlay.decision_number))
