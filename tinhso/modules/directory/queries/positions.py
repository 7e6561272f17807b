"""Positions of an organisation with who holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tinhso.modules.directory.models import PositionVersion
from tinhso.modules.directory.queries.cards import PostCard
from tinhso.modules.directory.queries.posts import posts_in


@dataclass(frozen=True, slots=True)
class PositionCard:
    """A position as of a day; `holders` is empty where names may not be seen."""

    id: int
    organisation_id: int
    title: str
    roles: tuple[str, ...]
    rank: int
    seats: int | None
    holders: tuple[PostCard, ...] = ()
    held: int = 0


def positions_in(organisation_id: int, on: date, *, names: bool = True) -> list[PositionCard]:
    """Positions of the organisation itself, the highest first. Four queries."""
    rows = PositionVersion.objects.as_of(on).filter(organisation_id=organisation_id)
    posts: dict[int, list[PostCard]] = {}
    for post in posts_in(organisation_id, on):
        posts.setdefault(post.position_id, []).append(post)
    return [
        PositionCard(
            id=row.position_id,
            organisation_id=row.organisation_id,
            title=row.title,
            roles=tuple(row.roles),
            rank=row.rank,
            seats=row.seats,
            holders=tuple(posts.get(row.position_id, ())) if names else (),
            held=len(posts.get(row.position_id, ())),
        )
        for row in rows.order_by("rank", "position_id")
    ]


def position_card(position_id: int, on: date) -> PositionCard | None:
    """The position as of the day, without holders; None when there is none. One query."""
    row = PositionVersion.objects.as_of(on).filter(position_id=position_id).first()
    if row is None:
        return None
    return PositionCard(
        id=row.position_id,
        organisation_id=row.organisation_id,
        title=row.title,
        roles=tuple(row.roles),
        rank=row.rank,
        seats=row.seats,
    )
