"""Telling others of posts that began or ended: on the day, once each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils.timezone import localdate

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.events import announce_all
from tinhso.modules.directory.events import PostBegan, PostEnded
from tinhso.modules.directory.models import PositionVersion, PostHolding, PostNotice

# The nightly round looks back this far: a server that was off for a month misses nothing.
LOOKS_BACK = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A post that begins on a day, or ends (the first day it is no longer held)."""

    officer_id: int
    position_id: int
    organisation_id: int
    what: Literal["began", "ended"]
    on: date


def tell(boundaries: Iterable[Boundary], *, at: datetime) -> int:
    """Announce those whose day has come and that were not told before; return how many.

    Future ones wait for the nightly round. Two queries, whatever the number.
    """
    today = localdate(at)
    due = [boundary for boundary in boundaries if boundary.on <= today]
    told = set(
        PostNotice.objects.filter(
            officer_id__in={b.officer_id for b in due}, on__in={b.on for b in due}
        ).values_list("officer_id", "position_id", "what", "on")
    )
    new = [b for b in due if (b.officer_id, b.position_id, b.what, b.on) not in told]
    PostNotice.objects.bulk_create(
        (
            PostNotice(
                officer_id=b.officer_id, position_id=b.position_id, what=b.what, on=b.on, told_at=at
            )
            for b in new
        ),
        ignore_conflicts=True,
    )
    announce_all((_fact(boundary), f"officer:{boundary.officer_id}") for boundary in new)
    return len(new)


def _fact(boundary: Boundary) -> PostBegan | PostEnded:
    kind = PostBegan if boundary.what == "began" else PostEnded
    return kind(
        officer_id=boundary.officer_id,
        position_id=boundary.position_id,
        organisation_id=boundary.organisation_id,
        on=boundary.on,
    )


@command(permission="directory.tell_of_posts")
def tell_of_due_posts(*, by: Actor, at: datetime) -> int:
    """The nightly round: tell of posts that begin or end today, entered in advance."""
    told = tell_of_recent_posts(at=at)
    note(told=told)
    return told


def tell_of_recent_posts(*, at: datetime) -> int:
    """Tell of every post that began or ended lately and was not told; return how many."""
    today = localdate(at)
    return tell(_boundaries(today - LOOKS_BACK, today), at=at)


def _boundaries(first: date, last: date) -> list[Boundary]:
    current = PostHolding.objects.current()
    began = current.filter(validity__startswith__gt=first, validity__startswith__lte=last)
    ended = current.filter(validity__endswith__gt=first, validity__endswith__lte=last)
    keys: list[tuple[int, int, Literal["began", "ended"], date]] = [
        *((row.officer_id, row.position_id, "began", row.valid_from) for row in began),
        *((row.officer_id, row.position_id, "ended", row.valid_to) for row in ended),
    ]
    places = dict(
        PositionVersion.objects.current()
        .filter(position_id__in={key[1] for key in keys})
        .values_list("position_id", "organisation_id")
    )
    edges = set(keys)
    # A spell that goes on in the next row (another kind of holding) neither ended nor began.
    return [
        Boundary(officer_id, position_id, places[position_id], what, on)
        for officer_id, position_id, what, on in keys
        if (officer_id, position_id, "began" if what == "ended" else "ended", on) not in edges
        and position_id in places
    ]
