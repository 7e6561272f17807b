"""Who holds which position: appointed, moved, acting, delegated, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.temporal import Span, Stamp, Timeline, span_of
from tinhso.modules.directory.commands.positions import require_position
from tinhso.modules.directory.commands.post_notices import Boundary, tell
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.refusing import refuse
from tinhso.modules.directory.errors import (
    DelegatedToSelf,
    NotYourPost,
    OfficerNotFound,
    PositionFull,
    PostHeldAlready,
    PostNotFound,
)
from tinhso.modules.directory.models import Officer, PostHolding


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who takes which position, from when, until when (None: open), in which way."""

    officer_id: int
    position_id: int
    since: date
    until: date | None = None
    kind: str = "principal"
    delegated_by: int | None = None


@command(permission="directory.manage_directory", audits=("appointment", "decision"))
def appoint(appointment: Appointment, *, decision: str, by: Actor, at: datetime) -> None:
    """Let an officer hold a position, as its principal or acting for it.

    Raises OfficerNotFound, PositionNotFound, PositionFull, PostHeldAlready, FactsInvalid.
    """
    position = require_position(appointment.position_id, appointment.since)
    require_reach(by, position.organisation_id)
    _hold(appointment, Stamp(by, at, decision))


@command(permission="directory.manage_directory", audits=("officer_id", "position_id", "on"))
def end_post(
    officer_id: int, position_id: int, *, on: date, decision: str, by: Actor, at: datetime
) -> None:
    """Let a post end: `on` is the first day the officer no longer holds it. Raises PostNotFound."""
    position = require_position(position_id, on - timedelta(days=1))
    require_reach(by, position.organisation_id)
    _end(officer_id, position_id, on, Stamp(by, at, decision))


@command(
    permission="directory.manage_directory", audits=("from_position_id", "appointment", "decision")
)
def move_officer(
    from_position_id: int, appointment: Appointment, *, decision: str, by: Actor, at: datetime
) -> None:
    """Move an officer from one position to another on one day: the old rights end as it begins.

    Raises what `appoint` and `end_post` raise.
    """
    day, stamp = appointment.since, Stamp(by, at, decision)
    before = require_position(from_position_id, day - timedelta(days=1))
    after = require_position(appointment.position_id, day)
    require_reach(by, before.organisation_id)
    require_reach(by, after.organisation_id)
    _end(appointment.officer_id, from_position_id, day, stamp)
    _hold(appointment, stamp)


@command(
    permission="directory.delegate_own_post",
    audits=("position_id", "to_officer_id", "since", "until", "decision"),
)
def delegate_post(  # noqa: PLR0913 - a delegation says all of this
    position_id: int,
    to_officer_id: int,
    *,
    since: date,
    until: date,
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Give another officer the rights of one's own position for some days.

    `until` is the first day without them. Raises NotYourPost, DelegatedToSelf, OfficerNotFound,
    PostHeldAlready, FactsInvalid.
    """
    own = PostHolding.objects.as_of(since).filter(
        officer_id=by.officer_id, position_id=position_id, kind="principal"
    )
    if by.officer_id is None or not own.exists():
        raise NotYourPost
    if to_officer_id == by.officer_id:
        raise DelegatedToSelf(fields={"to_officer_id": [str(DelegatedToSelf.message)]})
    _hold(
        Appointment(to_officer_id, position_id, since, until, "delegated", by.officer_id),
        Stamp(by, at, decision),
    )


def _hold(appointment: Appointment, stamp: Stamp) -> None:
    since, until = appointment.since, appointment.until
    if until is not None and until <= since:
        refuse({"until": ["order"]})
    if not Officer.objects.filter(id=appointment.officer_id).exists():
        raise OfficerNotFound
    span = Span(since, until)
    position = require_position(appointment.position_id, since)
    history = Timeline(
        PostHolding, officer_id=appointment.officer_id, position_id=appointment.position_id
    )
    if any(span_of(row.validity).overlaps(span) for row in history.rows()):
        raise PostHeldAlready
    if appointment.kind == "principal":
        _require_seat(appointment.position_id, position.seats, span)
    history.replace(
        span,
        {"kind": appointment.kind, "delegated_by_id": appointment.delegated_by},
        stamp,
    )
    note(subject=f"officer:{appointment.officer_id}")
    began = Boundary(
        appointment.officer_id, position.position_id, position.organisation_id, "began", since
    )
    tell([began], at=stamp.at)


def _require_seat(position_id: int, seats: int | None, span: Span) -> None:
    """Refuse when on some day of the span the position would have more principals than seats."""
    if seats is None:
        return
    holdings = PostHolding.objects.current().filter(position_id=position_id, kind="principal")
    spans = [span_of(row.validity) for row in holdings]
    within = [other for other in spans if other.overlaps(span)]
    days = [other.start or date.min for other in within] + [span.start or date.min]
    if any(sum(day in other for other in within) >= seats for day in days if day in span):
        raise PositionFull(seats=seats)


def _end(officer_id: int, position_id: int, on: date, stamp: Stamp) -> None:
    last_day = on - timedelta(days=1)
    held = PostHolding.objects.as_of(last_day).filter(
        officer_id=officer_id, position_id=position_id
    )
    if not held.exists():
        raise PostNotFound
    position = require_position(position_id, last_day)
    Timeline(PostHolding, officer_id=officer_id, position_id=position_id).end(on, stamp)
    # What one delegated ends with the post it came from.
    for row in PostHolding.objects.current().filter(
        position_id=position_id, delegated_by_id=officer_id, validity__endswith__gt=on
    ):
        Timeline(PostHolding, officer_id=row.officer_id, position_id=position_id).end(on, stamp)
        tell(
            [Boundary(row.officer_id, position_id, position.organisation_id, "ended", on)],
            at=stamp.at,
        )
    note(subject=f"officer:{officer_id}", today=localdate(stamp.at))
    tell([Boundary(officer_id, position_id, position.organisation_id, "ended", on)], at=stamp.at)
