"""What a reorganisation says: values that loading and executing share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Literal

Kind = Literal["merge", "split", "rename", "transfer", "abolish", "create"]
Subject = Literal["area", "organisation"]
Extent = Literal["all", "part"]

SUCCESSION = {"merge": "merged", "split": "split", "rename": "renamed"}
"""How each kind with an origin is written in the succession."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A unit that goes into the new one, wholly or in part. `share`: of its figures, if known."""

    id: int
    extent: Extent = "all"
    is_default: bool = True
    share: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line. `origins` go into a new unit that has `values`; or `unit` gets some new values.

    merge: several origins or one wholly under a new identity; split: one origin, in part; create:
    none. rename, transfer: `unit` keeps its identity; abolish: `unit` ends without successor.
    `values` may name "parent_change": the number of the line that makes the parent, and (for an
    organisation) "area_change": the line that makes its area.
    """

    number: int
    subject: Subject
    kind: Kind
    origins: tuple[Origin, ...] = ()
    unit: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    title: str = ""

    @property
    def makes_identity(self) -> bool:
        """Whether a new unit comes into being."""
        return self.kind in ("merge", "split", "create")

    def content(self) -> dict[str, object]:
        """The JSON that is kept."""
        return {
            "origins": [asdict(origin) for origin in self.origins],
            "unit": self.unit,
            "values": dict(self.values),
            "title": self.title,
        }


def change_of(number: int, subject: Subject, kind: Kind, content: Mapping[str, object]) -> Change:
    """The reverse of `Change.content`."""
    origins = content["origins"]
    values = content["values"]
    unit = content["unit"]
    assert isinstance(origins, list)  # noqa: S101 - what we wrote ourselves
    assert isinstance(values, Mapping)  # noqa: S101
    assert unit is None or isinstance(unit, int)  # noqa: S101
    return Change(
        number=number,
        subject=subject,
        kind=kind,
        origins=tuple(Origin(**origin) for origin in origins),
        unit=unit,
        values=values,
        title=str(content["title"]),
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line (0: with the whole), as a code and the ids it is about."""

    number: int
    code: str
    about: tuple[int, ...] = ()


def problems_of(changes: Iterable[Change]) -> list[Problem]:
    """What keeps a list of changes from being carried out. Empty when it may be.

    Every unit that ends does so once and wholly: either in full to one successor or in parts, of
    which one is the default; known shares of a unit sum to 1; a line refers to earlier lines only.
    """
    lines = list(changes)
    found: list[Problem] = []
    seen: set[int] = set()
    for line in lines:
        found += _problems_of_line(line, seen)
        seen.add(line.number)
    for subject in ("area", "organisation"):
        found += _problems_of_units([line for line in lines if line.subject == subject])
    return found


def _problems_of_line(line: Change, seen: set[int]) -> list[Problem]:
    found: list[Problem] = []
    shape = {
        "merge": bool(line.origins) and line.unit is None,
        "split": bool(line.origins) and line.unit is None,
        "create": not line.origins and line.unit is None,
        "rename": not line.origins and line.unit is not None,
        "transfer": not line.origins and line.unit is not None,
        "abolish": not line.origins and line.unit is not None and not line.values,
    }
    if not shape[line.kind]:
        found.append(Problem(line.number, "shape"))
    if line.number in seen:
        found.append(Problem(line.number, "number_twice"))
    for reference in ("parent_change", "area_change"):
        earlier = line.values.get(reference)
        if earlier is not None and earlier not in seen:
            found.append(Problem(line.number, "refers_to_later_line"))
    return found


def _problems_of_units(lines: list[Change]) -> list[Problem]:
    found: list[Problem] = []
    parts: dict[int, list[Origin]] = {}
    kept: dict[int, int] = {}
    for line in lines:
        for origin in line.origins:
            parts.setdefault(origin.id, []).append(origin)
        if line.unit is not None:
            if line.unit in kept:
                found.append(Problem(line.number, "unit_twice", (line.unit,)))
            kept[line.unit] = line.number
    for unit, origins in parts.items():
        found += [Problem(0, code, (unit,)) for code in _wrong_with(origins)]
        if unit in kept:
            found.append(Problem(kept[unit], "ends_and_goes_on", (unit,)))
    return found


def _wrong_with(origins: list[Origin]) -> list[str]:
    wrong = []
    whole = [origin for origin in origins if origin.extent == "all"]
    if whole and len(origins) > 1:
        wrong.append("whole_and_more")
    if len(origins) == 1 and not whole:
        wrong.append("one_part_only")
    if sum(origin.is_default for origin in origins) != 1:
        wrong.append("default_successor")
    shares = [Decimal(origin.share) for origin in origins if origin.share is not None]
    if shares and (len(shares) != len(origins) or sum(shares) != 1):
        wrong.append("shares")
    return wrong
