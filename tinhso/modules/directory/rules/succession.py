"""How the old structure becomes the new one: the plan drawn from the table of successions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tinhso.modules.directory.rules.change_set import Extent


@dataclass(frozen=True, slots=True)
class Link:
    """One row of the table: an old unit goes, wholly or in part, into a new one."""

    old: str
    new: str
    extent: Extent
    is_default: bool


@dataclass(frozen=True, slots=True)
class Becoming:
    """What one new unit comes from. `goes_on`: its only origin, wholly, continues as it."""

    new: str
    links: tuple[Link, ...]
    goes_on: bool

    @property
    def kind(self) -> Literal["merge", "split", "create", "goes_on"]:
        """How the new unit came about."""
        if self.goes_on:
            return "goes_on"
        if not self.links:
            return "create"
        return "split" if len(self.links) == 1 and self.links[0].extent == "part" else "merge"


@dataclass(frozen=True, slots=True)
class Plan:
    """Every new unit with its origins; what the table leaves open; targets that do not exist."""

    becomings: tuple[Becoming, ...]
    going_on: frozenset[str]
    """Codes of the units that continue."""
    ended_unknown: tuple[str, ...]
    unknown_targets: tuple[Link, ...]


def plan_of(old: Iterable[str], new: Iterable[str], links: Iterable[Link]) -> Plan:
    """Draw the plan. A unit goes on when it is the whole and only origin and keeps its code.

    Codes alone decide nothing: a new unit that keeps the code of one of several origins is another
    unit (14758 was phường Đông Thọ, and is phường Hàm Rồng since 1/7/2025).
    """
    old_codes, new_codes = set(old), list(new)
    known = set(new_codes)
    by_new: dict[str, list[Link]] = {code: [] for code in new_codes}
    lost: list[Link] = []
    for link in links:
        if link.old not in old_codes:
            continue
        if link.new in known:
            by_new[link.new].append(link)
        else:
            lost.append(link)
    becomings = tuple(
        Becoming(code, tuple(origins), _goes_on(code, origins)) for code, origins in by_new.items()
    )
    followed = {link.old for found in becomings for link in found.links}
    return Plan(
        becomings=becomings,
        going_on=frozenset(found.new for found in becomings if found.goes_on),
        ended_unknown=tuple(sorted(old_codes - followed)),
        unknown_targets=tuple(lost),
    )


def _goes_on(code: str, origins: list[Link]) -> bool:
    return len(origins) == 1 and origins[0].extent == "all" and origins[0].old == code
