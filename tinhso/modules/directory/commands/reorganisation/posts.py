"""People in a reorganisation: posts end with their positions and begin at the successor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tinhso.kernel.temporal import Stamp, date_range, end_many
from tinhso.kernel.temporal.ranges import Span
from tinhso.modules.directory.commands.post_notices import Boundary, tell
from tinhso.modules.directory.definitions.reorganisation_parts import ChangeSet
from tinhso.modules.directory.models import OrganisationVersion, PositionVersion, PostHolding
from tinhso.modules.directory.queries.reorganisations import main_origin
from tinhso.modules.directory.rules.placing import Held, Seat, place_people

HEAD = 1


@dataclass(frozen=True, slots=True)
class EndingPost:
    """A post that ends, at which organisation, with the position's title of that day."""

    officer_id: int
    position_id: int
    organisation_id: int
    title: str
    roles: tuple[str, ...]
    rank: int
    kind: str


def posts_that_end(change_set: ChangeSet) -> list[EndingPost]:
    """Posts at organisations that end, and at positions that kept organisations give up."""
    last_day = change_set.effective_on - timedelta(days=1)
    given_up = _given_up(change_set)
    rows = PositionVersion.objects.as_of(last_day)
    positions = {
        row.position_id: row
        for row in [
            *rows.filter(organisation_id__in=change_set.ending_organisations),
            *rows.filter(position_id__in=given_up),
        ]
    }
    held = PostHolding.objects.as_of(last_day).filter(position_id__in=positions)
    found = [
        EndingPost(
            officer_id=post.officer_id,
            position_id=post.position_id,
            organisation_id=positions[post.position_id].organisation_id,
            title=positions[post.position_id].title,
            roles=tuple(positions[post.position_id].roles),
            rank=positions[post.position_id].rank,
            kind=post.kind,
        )
        for post in held
    ]
    return sorted(found, key=lambda post: (post.organisation_id, post.rank, post.officer_id))


def _given_up(change_set: ChangeSet) -> set[int]:
    """Positions of kept organisations that the list of positions no longer has."""
    gone: set[int] = set()
    last_day = change_set.effective_on - timedelta(days=1)
    for line in change_set.changes:
        wanted = line.values.get("positions")
        if line.subject != "organisation" or line.unit is None or not isinstance(wanted, list):
            continue
        titles = {facts["title"] for facts in wanted}
        rows = PositionVersion.objects.as_of(last_day).filter(organisation_id=line.unit)
        gone |= set(rows.exclude(title__in=titles).values_list("position_id", flat=True))
    return gone


def move_people(
    change_set: ChangeSet, *, places_leaders: bool, stamp: Stamp
) -> Mapping[str, object]:
    """End posts and positions, let people go on where the rule places them; tell everybody."""
    ending = posts_that_end(change_set)
    if not ending:
        return {"ended": 0, "begun": 0, "waiting": []}
    on = change_set.effective_on
    positions = {post.position_id for post in ending} | _positions_that_end(change_set)
    end_many(PostHolding, "position_id", positions, on, stamp)
    end_many(PositionVersion, "position_id", positions, on, stamp)
    placed: dict[int, tuple[int, int]] = {}
    waiting: list[int] = []
    for agency, posts in _by_heir(change_set, ending).items():
        seats, homes = _seats(change_set, agency)
        people = [post for post in posts if places_leaders or post.rank > HEAD or post.is_main]
        left_out = [post.officer_id for post in posts if post not in people]
        found, left = place_people(people, seats, taken=_taken(seats, on))
        placed |= {officer: (seat, homes[seat]) for officer, seat in found.items()}
        waiting += [*left, *left_out]
    waiting = sorted(set(waiting) - set(placed))
    PostHolding.objects.bulk_create(
        (
            PostHolding(
                officer_id=officer,
                position_id=seat,
                validity=date_range(Span(on, None)),
                recorded=stamp.recorded,
                recorded_by=stamp.by.name,
                decision=stamp.decision,
            )
            for officer, (seat, _home) in placed.items()
        ),
        batch_size=2_000,
    )
    tell(
        [
            *(
                Boundary(post.officer_id, post.position_id, post.organisation_id, "ended", on)
                for post in ending
            ),
            *(Boundary(who, seat, home, "began", on) for who, (seat, home) in placed.items()),
        ],
        at=stamp.at,
    )
    return {"ended": len(ending), "begun": len(placed), "waiting": waiting}


def _positions_that_end(change_set: ChangeSet) -> set[int]:
    last_day = change_set.effective_on - timedelta(days=1)
    rows = PositionVersion.objects.as_of(last_day).filter(
        organisation_id__in=change_set.ending_organisations
    )
    return set(rows.values_list("position_id", flat=True)) | _given_up(change_set)


def _by_heir(change_set: ChangeSet, ending: list[EndingPost]) -> dict[int, list[Held]]:
    """Ending posts by the agency that takes their people; 0: nobody does."""
    last_day = change_set.effective_on - timedelta(days=1)
    rows = OrganisationVersion.objects.as_of(last_day)
    above = dict(rows.values_list("organisation_id", "parent_id"))
    codes = dict(rows.values_list("organisation_id", "code"))
    main = {
        origin.id
        for line in change_set.changes
        if line.subject == "organisation" and (origin := main_origin(line, codes)) is not None
    }
    kept = {line.unit for line in change_set.changes if line.values.get("positions") is not None}
    found: dict[int, list[Held]] = {}
    for post in ending:
        if post.kind != "principal":
            continue
        place: int | None = post.organisation_id
        while place is not None and place not in change_set.successors and place not in kept:
            place = above.get(place)
        heir = 0 if place is None else change_set.successors.get(place, place)
        is_main = place in main or place in kept
        held = Held(post.officer_id, post.title, post.roles, post.rank, is_main=is_main)
        found.setdefault(heir, []).append(held)
    return found


def _seats(change_set: ChangeSet, agency: int) -> tuple[list[Seat], dict[int, int]]:
    """Positions of the agency and its units on the first day, and where each is."""
    on = change_set.effective_on
    alive = OrganisationVersion.objects.as_of(on)
    units = set(alive.filter(parent_id=agency).values_list("organisation_id", flat=True))
    takes = {
        (change_set.results.get(line.number), facts["title"]): tuple(facts.get("takes", ()))
        for line in change_set.changes
        for facts in line.values.get("positions") or ()  # type: ignore[attr-defined]
    }
    rows = list(PositionVersion.objects.as_of(on).filter(organisation_id__in={agency, *units}))
    seats = [
        Seat(
            position_id=row.position_id,
            title=row.title,
            roles=tuple(row.roles),
            rank=row.rank,
            seats=row.seats,
            takes=takes.get((row.organisation_id, row.title), ()),
        )
        for row in rows
    ]
    return seats, {row.position_id: row.organisation_id for row in rows}


def _taken(seats: list[Seat], on: date) -> Counter[int]:
    rows = PostHolding.objects.as_of(on).filter(
        position_id__in=[seat.position_id for seat in seats], kind="principal"
    )
    return Counter(rows.values_list("position_id", flat=True))
