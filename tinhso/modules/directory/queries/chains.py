"""What units have become, or came from, through any number of changes. Two queries a generation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from tinhso.kernel.temporal import Version
from tinhso.modules.directory.models.succession import Succession

Direction = Literal["forwards", "backwards"]


@dataclass(frozen=True, slots=True)
class Chain:
    """One way from a unit to another that lives on the day asked for."""

    end: int
    kind: str
    extent: str
    is_default: bool
    share: Decimal | None
    since: date


def chains(  # noqa: PLR0913 - two tables and one question
    links: type[Succession],
    versions: type[Version],
    key: str,
    starts: Iterable[int],
    on: date,
    direction: Direction,
    known_at: datetime | None = None,
) -> dict[int, list[Chain]]:
    """For each start, the units alive on the day that it leads to; none where it lives itself.

    A → B (2019) → C (2025) compose: in part if any step is, the default if every step is, with the
    product of the shares where all are known.
    """
    found: dict[int, list[Chain]] = {start: [] for start in starts}
    waiting = {
        (start, start): Chain(
            end=start, kind="", extent="all", is_default=True, share=Decimal(1), since=on
        )
        for start in found
    }
    seen = set(waiting)
    is_first = True
    while waiting:
        ends = {chain.end for chain in waiting.values()}
        alive = set(
            versions.objects.as_of(on, known_at)
            .filter(**{f"{key}__in": ends})
            .values_list(key, flat=True)
        )
        for (start, _end), chain in waiting.items():
            if chain.end in alive and not is_first:
                found[start].append(chain)
        rest = {place: chain for place, chain in waiting.items() if chain.end not in alive}
        waiting = _next(links, rest, on, direction, known_at)
        waiting = {place: chain for place, chain in waiting.items() if place not in seen}
        seen |= set(waiting)
        is_first = False
    return found


def _next(
    links: type[Succession],
    rest: dict[tuple[int, int], Chain],
    on: date,
    direction: Direction,
    known_at: datetime | None,
) -> dict[tuple[int, int], Chain]:
    if not rest:
        return {}
    here, there = ("predecessor_id", "successor_id")
    period = {"effective_on__lte": on}
    if direction == "backwards":
        here, there = there, here
        period = {"effective_on__gt": on}
    ends = {chain.end for chain in rest.values()}
    rows = (
        links.objects.known(known_at)
        .filter(**{f"{here}__in": ends, f"{there}__isnull": False}, **period)
        .order_by("effective_on", "id")
    )
    by_end: dict[int, list[Any]] = {}
    for row in rows:
        by_end.setdefault(getattr(row, here), []).append(row)
    return {
        (start, getattr(row, there)): _longer(chain, row, getattr(row, there))
        for (start, _end), chain in rest.items()
        for row in by_end.get(chain.end, [])
    }


def _longer(chain: Chain, row: Any, end: int) -> Chain:  # noqa: ANN401 - a row of either table
    both = chain.share is not None and (row.share is not None or row.extent == "all")
    part = row.share if row.share is not None else Decimal(1)
    return replace(
        chain,
        end=end,
        kind=row.kind,
        extent="part" if "part" in (chain.extent, row.extent) else "all",
        is_default=chain.is_default and row.is_default,
        share=chain.share * part if both and chain.share is not None else None,
        since=row.effective_on,
    )
