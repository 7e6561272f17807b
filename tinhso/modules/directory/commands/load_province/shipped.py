"""The files that ship with the product: where they are and how their rows are read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tinhso.kernel.text import normal_tone_position
from tinhso.modules.directory.rules.succession import Link

DATA = Path(__file__).parents[4] / "data"
LISTED_SINCE = date(2023, 1, 1)
NOVEMBER_2024 = date(2024, 11, 1)
NEW_YEAR_2025 = date(2025, 1, 1)
TWO_TIERS = date(2025, 7, 1)
"""The day districts ended: two tiers of local government since."""

# Provinces whose lists of 2023 and 2024 we have; of the others only those of 2025.
WITH_HISTORY = frozenset({"38", "17"})


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as a list has it. Names with tone marks in one spelling: Hoá and Hóa both occur."""

    code: str
    level: str
    name: str
    full_name: str
    kind: str
    name_en: str
    parent_code: str
    province_code: str
    area_km2: str


def rows(*place: str) -> Iterator[dict[str, str]]:
    """Rows of a CSV file below the data folder."""
    with DATA.joinpath(*place).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def units(name: str) -> Iterator[UnitFacts]:
    """Units of a list."""
    for row in rows("admin", name):
        yield UnitFacts(
            code=row["code"],
            level=row["level"],
            name=normal_tone_position(row["name"]),
            full_name=normal_tone_position(row["full_name"]),
            kind=_kind(row),
            name_en=row["name_en"],
            parent_code=row["parent_code"],
            province_code=row["province_code"],
            area_km2=row.get("area_km2") or "",
        )


def _kind(row: dict[str, str]) -> str:
    """The kind; the older lists name cities under the central government differently."""
    if row["level"] == "province" and row["type"] == "Thành phố":
        return "Thành phố trực thuộc trung ương"
    return row["type"]


def commune_links() -> list[Link]:
    """Which commune of 30/6/2025 went into which of 1/7/2025, for the whole country."""
    return [
        Link(
            old=row["old_code"],
            new=row["new_code"],
            extent="part" if row["extent"] == "part" else "all",
            is_default=row["is_default"] == "1",
        )
        for row in rows("admin", "national_succession_2025.csv")
    ]


def province_links() -> list[Link]:
    """Which of the 63 provinces went into which of the 34."""
    return [
        Link(old=row["old_code"], new=row["new_code"], extent="all", is_default=True)
        for row in rows("admin", "province_succession_2025.csv")
    ]


@dataclass(frozen=True, slots=True)
class Abolished:
    """A commune that ended before 1/7/2025 and whose successor the data does not name."""

    code: str
    full_name: str
    district: str
    on: date


def abolished_without_successor() -> list[Abolished]:
    """The open questions of 2023–2025: the text of Nghị quyết 1238 was not found."""
    return [
        Abolished(
            code=row["code"],
            full_name=normal_tone_position(row["old_full_name"]),
            district=normal_tone_position(row["old_district"]),
            on=day_of_change(row["effective"]),
        )
        for row in rows("admin", "changes_2023_2025h1.csv")
        if row["change"] == "abolished" and not row["new_full_name"]
    ]


def day_of_change(written: str) -> date:
    """The day of a change; "between 2023-04 and 2024-11" is taken as the day of the later list."""
    return NOVEMBER_2024 if written.startswith("between") else date.fromisoformat(written)


def eventual_successors() -> Iterator[tuple[tuple[str, str], str]]:
    """((name, district) of a commune that ended before 2025, code of what the place is now)."""
    for row in rows("admin", "aliases_before_2025.csv"):
        name = normal_tone_position(row["old_full_name"])
        yield (name, normal_tone_position(row["old_district"])), row["new_code"]


def agency_code_of(province_code: str) -> str:
    """Identifier code of a province's people's committee: "38" → "H56". Raises LookupError."""
    for row in rows("org", "province_agencies.csv"):
        if row["province_code"] == province_code:
            return row["agency_code"]
    raise LookupError(f"no agency code for province {province_code}")
