"""The socket of reorganisations: what a module answers when areas and organisations change.

class OpenCases:
    code, title = "cases.open_cases", _("Hồ sơ đang giải quyết")
    def touched(self, change_set, on): ...
    def execute(self, change_set, choices, *, by, at): ...
    def verify(self, change_set): ...

register_reorganisation_part(OpenCases())     # in AppConfig.ready()
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.actor import Actor
from tinhso.modules.directory.rules.change_set import Change


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """A reorganisation as its parts see it.

    `ending_areas`, `ending_organisations`: ids that live until the day before `effective_on` and no
    longer; units inside an ending agency are among them. `successors` and `all_successors`: what
    each organisation becomes (the default one; all of them) and `area_successors` the same for
    areas: empty before the execution, when the new ones have no ids yet.
    """

    id: int
    title: str
    decision: str
    effective_on: date
    changes: tuple[Change, ...] = ()
    ending_areas: frozenset[int] = frozenset()
    ending_organisations: frozenset[int] = frozenset()
    successors: Mapping[int, int] = field(default_factory=dict)
    all_successors: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    area_successors: Mapping[int, int] = field(default_factory=dict)
    results: Mapping[int, int] = field(default_factory=dict)
    """Number of a line → the id of the unit it made or kept, once executed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question a person may answer before the execution, with the answer taken otherwise."""

    code: str
    title: str | Promise
    options: tuple[tuple[str, str | Promise], ...]
    default: str


@dataclass(frozen=True, slots=True)
class Touched:
    """What would be touched in a module: how many, a few to look at, what to choose."""

    count: int
    samples: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    waiting: tuple[str, ...] = ()
    """What a person must decide, because no rule can; shown, never guessed."""


class Part(Protocol):
    """What a module plugs in."""

    @property
    def code(self) -> str:
        """The code under which a report names it."""

    @property
    def title(self) -> str | Promise:
        """What people read."""

    @property
    def words(self) -> Mapping[str, str | Promise]:
        """What the counts in its result are called in the report."""

    def touched(self, change_set: ChangeSet, on: date) -> Touched:
        """What would be touched; changes nothing."""

    def execute(
        self, change_set: ChangeSet, choices: Mapping[str, str], *, by: Actor, at: datetime
    ) -> Mapping[str, object]:
        """Do it, inside the one transaction; again changes nothing. Returns JSON for the report."""

    def verify(self, change_set: ChangeSet) -> list[str]:
        """What is not as it should be afterwards, as sentences; empty when all is well."""


_parts: dict[str, Part] = {}


def register_reorganisation_part(part: Part) -> None:
    """Plug a part in; the same code again replaces the former."""
    _parts[part.code] = part


def reorganisation_parts() -> tuple[Part, ...]:
    """Every part of other modules in the order they were plugged in."""
    return tuple(_parts.values())


# What the counts of the directory's own parts are called; other parts bring their own words.
OWN_WORDS: dict[str, dict[str, str | Promise]] = {
    "directory.structure": {
        "ended_areas": _("Địa bàn kết thúc"),
        "made_areas": _("Địa bàn mới"),
        "ended_organisations": _("Cơ quan, đơn vị kết thúc"),
        "made_organisations": _("Cơ quan, đơn vị mới"),
        "made_positions": _("Vị trí việc làm mới"),
    },
    "directory.posts": {
        "ended": _("Lượt thôi giữ vị trí cũ"),
        "begun": _("Lượt nhận vị trí mới"),
    },
    "directory.series": {"closed": _("Dãy số đã khóa")},
}
