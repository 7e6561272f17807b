"""Where people of an ended position go on: the seat of the successor that fits best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seat:
    """A position of the new structure. `takes`: titles of before that lead here; None: no limit."""

    position_id: int
    title: str
    roles: tuple[str, ...]
    rank: int
    seats: int | None = None
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A post that ends: whose, which title and roles. `is_main`: of the main predecessor."""

    officer_id: int
    title: str
    roles: tuple[str, ...]
    rank: int
    is_main: bool


def place_people(
    held: Iterable[Held], seats: Sequence[Seat], *, taken: Mapping[int, int] | None = None
) -> tuple[dict[int, int], list[int]]:
    """(officer → position) and the officers no seat is left for, whom a person must place.

    The highest first and, among equals, those of the main predecessor: its head takes the only
    seat of a head, the other heads what fits next.
    """
    used: Counter[int] = Counter(taken or {})
    placed: dict[int, int] = {}
    left: list[int] = []
    for post in sorted(held, key=lambda post: (post.rank, not post.is_main, post.officer_id)):
        if post.officer_id in placed:
            continue
        seat = _best(post, [seat for seat in seats if _is_free(seat, used)])
        if seat is None:
            left.append(post.officer_id)
            continue
        placed[post.officer_id] = seat.position_id
        used[seat.position_id] += 1
    return placed, [officer for officer in left if officer not in placed]


def _is_free(seat: Seat, used: Counter[int]) -> bool:
    return seat.seats is None or used[seat.position_id] < seat.seats


def _best(post: Held, free: Sequence[Seat]) -> Seat | None:
    """The same title, else a title that leads there, else a seat with one of the same roles."""
    for fits in (
        lambda seat: seat.title == post.title and set(seat.roles) & set(post.roles),
        lambda seat: seat.title == post.title,
        lambda seat: post.title in seat.takes,
        lambda seat: set(seat.roles) & set(post.roles),
    ):
        found = [seat for seat in free if fits(seat)]
        if found:
            return min(found, key=lambda seat: (seat.rank, seat.position_id))
    return None
