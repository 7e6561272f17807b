"""Lists of one day made into histories: a unit's values from a day until another."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[K, V]):
    """What a list says from a day on, until the next list."""

    since: date
    units: Mapping[K, V]


@dataclass(frozen=True, slots=True)
class Spell(Generic[K, V]):
    """A unit's unchanged values from `start` until the day before `end`."""

    unit: K
    start: date
    end: date | None
    values: V


def spells_of(snapshots: Sequence[Snapshot[K, V]], *, end: date | None) -> list[Spell[K, V]]:
    """Join lists that follow one another; what stays the same over several lists is one spell.

    `end` is the day on which the last list stops holding; None while it still holds.
    """
    open_spells: dict[K, tuple[date, V]] = {}
    found: list[Spell[K, V]] = []
    for snapshot in snapshots:
        for unit, (start, values) in list(open_spells.items()):
            if snapshot.units.get(unit) != values:
                found.append(Spell(unit, start, snapshot.since, values))
                del open_spells[unit]
        for unit, values in snapshot.units.items():
            open_spells.setdefault(unit, (snapshot.since, values))
    found += [Spell(unit, start, end, values) for unit, (start, values) in open_spells.items()]
    return found
