"""Who holds what on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tinhso.modules.directory.models import OfficerVersion, PositionVersion, PostHolding
from tinhso.modules.directory.queries.cards import OfficerCard, PostCard, officer_card
from tinhso.modules.directory.queries.organisations import subtree


def posts_of_many(officer_ids: Iterable[int], on: date) -> dict[int, list[PostCard]]:
    """Posts of several officers on the day, the highest first. Three queries."""
    wanted = set(officer_ids)
    holdings = list(PostHolding.objects.as_of(on).filter(officer_id__in=wanted)) if wanted else []
    positions = _positions({row.position_id for row in holdings}, on)
    names = _names({row.officer_id for row in holdings}, on)
    found: dict[int, list[PostCard]] = {officer_id: [] for officer_id in wanted}
    for row in holdings:
        position = positions.get(row.position_id)
        if position is not None:
            found[row.officer_id].append(_card(row, position, names.get(row.officer_id, "")))
    for posts in found.values():
        posts.sort(key=lambda post: (post.rank, post.position_id))
    return found


def posts_of(officer_id: int, on: date) -> list[PostCard]:
    """Posts the officer holds on the day, the highest first. Three queries."""
    return posts_of_many([officer_id], on)[officer_id]


def holders(organisation_id: int, role: str, on: date) -> list[PostCard]:
    """Who holds a role at the organisation or below it on the day, by rank. Four queries."""
    places = subtree(organisation_id, on)
    positions = {
        row.position_id: row
        for row in PositionVersion.objects.as_of(on).filter(
            organisation_id__in=places, roles__contains=[role]
        )
    }
    holdings = list(PostHolding.objects.as_of(on).filter(position_id__in=positions))
    names = _names({row.officer_id for row in holdings}, on)
    found = [
        _card(row, positions[row.position_id], names.get(row.officer_id, "")) for row in holdings
    ]
    return sorted(found, key=lambda post: (post.rank, post.officer_id))


def head_of(organisation_id: int, on: date) -> PostCard | None:
    """Who heads the organisation on the day: the holder of its highest position. Three queries.

    Who acts for a head comes after one who holds the position as principal.
    """
    return next(iter(posts_in(organisation_id, on)), None)


def title_held(officer_id: int, on: date) -> str | None:
    """Title of the officer's highest post on that day; None without a post."""
    posts = posts_of(officer_id, on)
    return posts[0].title if posts else None


def officers_in(organisation_ids: Iterable[int] | None, on: date) -> frozenset[int]:
    """Ids of officers with a post in the organisations on the day; None means anywhere."""
    positions = PositionVersion.objects.as_of(on)
    if organisation_ids is not None:
        positions = positions.filter(organisation_id__in=set(organisation_ids))
    rows = PostHolding.objects.as_of(on).filter(position_id__in=positions.values("position_id"))
    return frozenset(rows.values_list("officer_id", flat=True))


def officers_by_code(codes: Iterable[str], on: date) -> dict[str, OfficerCard]:
    """Officers by employee code as of the day. One query."""
    rows = (
        OfficerVersion.objects.as_of(on)
        .filter(officer__employee_code__in=set(codes))
        .select_related("officer")
    )
    return {row.officer.employee_code: officer_card(row) for row in rows}


def posts_in(organisation_id: int, on: date) -> list[PostCard]:
    """Posts of one organisation itself, the highest first. Three queries."""
    positions = {
        row.position_id: row
        for row in PositionVersion.objects.as_of(on).filter(organisation_id=organisation_id)
    }
    holdings = list(PostHolding.objects.as_of(on).filter(position_id__in=positions))
    names = _names({row.officer_id for row in holdings}, on)
    found = [
        _card(row, positions[row.position_id], names.get(row.officer_id, "")) for row in holdings
    ]
    weight = {"principal": 0, "acting": 1, "delegated": 2}
    return sorted(
        found,
        key=lambda post: (post.rank, post.position_id, weight[post.kind], post.officer_id),
    )


def _positions(ids: Iterable[int], on: date) -> dict[int, PositionVersion]:
    rows = PositionVersion.objects.as_of(on).filter(position_id__in=set(ids))
    return {row.position_id: row for row in rows}


def _names(ids: Iterable[int], on: date) -> dict[int, str]:
    rows = OfficerVersion.objects.as_of(on).filter(officer_id__in=set(ids))
    return dict(rows.values_list("officer_id", "full_name"))


def _card(row: PostHolding, position: PositionVersion, name: str) -> PostCard:
    return PostCard(
        officer_id=row.officer_id,
        officer_name=name,
        position_id=row.position_id,
        organisation_id=position.organisation_id,
        title=position.title,
        roles=tuple(position.roles),
        rank=position.rank,
        kind=row.kind,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
