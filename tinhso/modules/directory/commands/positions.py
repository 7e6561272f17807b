"""Positions of an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.temporal import Span, Stamp, Timeline
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.refusing import refuse
from tinhso.modules.directory.errors import (
    FactsInvalid,
    OrganisationNotFound,
    PositionNotFound,
    StillInUse,
)
from tinhso.modules.directory.models import (
    OrganisationVersion,
    Position,
    PositionVersion,
    PostHolding,
)
from tinhso.modules.directory.rules.facts import wrong_with_position

CHANGEABLE = ("title", "roles", "rank", "seats")


@command(
    permission="directory.manage_directory",
    audits=("organisation_id", "values", "since", "decision"),
)
def add_position(
    organisation_id: int,
    values: Mapping[str, object],
    *,
    since: date,
    decision: str,
    by: Actor,
    at: datetime,
) -> int:
    """Make a position (title, roles, rank, seats); return its id.

    Raises OrganisationNotFound, FactsInvalid.
    """
    require_reach(by, organisation_id)
    alive = OrganisationVersion.objects.as_of(since).filter(organisation_id=organisation_id)
    if not alive.exists():
        raise OrganisationNotFound
    _refuse_unknown(values)
    refuse(wrong_with_position({"title": "", **values}))
    position = Position.objects.create()
    facts = dict(values) | {"organisation_id": organisation_id}
    Timeline(PositionVersion, position_id=position.pk).replace(
        Span(since, None), facts, Stamp(by, at, decision)
    )
    note(subject=f"position:{position.pk}")
    return int(position.pk)


@command(permission="directory.manage_directory", audits=("position_id", "changes", "since"))
def change_position(
    position_id: int,
    changes: Mapping[str, object],
    *,
    since: date,
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Let title, roles, rank or seats change from that day on. Rights follow at once.

    Raises PositionNotFound, FactsInvalid.
    """
    position = require_position(position_id, since)
    require_reach(by, position.organisation_id)
    _refuse_unknown(changes)
    refuse(wrong_with_position(changes))
    Timeline(PositionVersion, position_id=position_id).revise(
        Span(since, None), changes, Stamp(by, at, decision)
    )
    note(
        subject=f"position:{position_id}",
        old={name: getattr(position, name) for name in changes},
    )


@command(permission="directory.manage_directory", audits=("position_id", "on", "decision"))
def end_position(position_id: int, *, on: date, decision: str, by: Actor, at: datetime) -> None:
    """Let a position end that nobody holds any more. Raises PositionNotFound, StillInUse."""
    position = require_position(position_id, on)
    require_reach(by, position.organisation_id)
    held = PostHolding.objects.as_of(on).filter(position_id=position_id).count()
    if held:
        raise StillInUse(what=_("%(n)s người giữ vị trí") % {"n": held})
    Timeline(PositionVersion, position_id=position_id).end(on, Stamp(by, at, decision))
    note(subject=f"position:{position_id}")


def require_position(position_id: int, on: date) -> PositionVersion:
    """The position as of the day. Raises PositionNotFound."""
    rows = PositionVersion.objects.as_of(on).filter(position_id=position_id)
    row: PositionVersion | None = rows.first()
    if row is None:
        raise PositionNotFound
    return row


def _refuse_unknown(values: Mapping[str, object]) -> None:
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise FactsInvalid(fields={name: [str(FactsInvalid.message)] for name in sorted(unknown)})
