"""Areas of 2023, 2024, the first half of 2025 and since 1/7/2025, and how they became each other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tinhso.kernel.actor import Actor
from tinhso.kernel.text import fold, normal_tone_position, sort_key
from tinhso.modules.directory.models import Area, AreaSuccession, AreaVersion

DATA = Path(__file__).parents[4] / "data"
TWO_TIERS = date(2025, 7, 1)
# Snapshots with the day from which each is taken to hold; the day of November 2024 is that of the
# list, the changes before it are known only as "between 2023-04 and 2024-11".
SNAPSHOTS = (
    ("units_2023.csv", None),
    ("units_2024.csv", date(2024, 11, 1)),
    ("units_2025h1.csv", date(2025, 1, 1)),
    ("units_2025.csv", TWO_TIERS),
)
DECISIONS = {
    None: "Danh mục hành chính năm 2023 (Tổng cục Thống kê)",
    date(2024, 11, 1): "Danh mục tháng 11/2024; thay đổi xảy ra giữa 4/2023 và 11/2024",
    date(2025, 1, 1): "Nghị quyết 1238/NQ-UBTVQH15",
    TWO_TIERS: "Nghị quyết 1686/NQ-UBTVQH15",
}


@dataclass
class Loaded:
    """Area ids by (generation, code): generation "old" until 30/6/2025, "new" since."""

    by_key: dict[tuple[str, str], int] = field(default_factory=dict)
    rows: list[AreaVersion] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Spell:
    """One unit's values from a day until another."""

    key: tuple[str, str]
    start: date | None
    end: date | None
    row: tuple[tuple[str, str], ...]


def rows_of(name: str, provinces: set[str]) -> Iterator[dict[str, str]]:
    """Rows of a unit list that belong to the provinces."""
    with (DATA / "admin" / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["province_code"] in provinces:
                yield row


def load(code: str, *, until: date | None, by: Actor, at: datetime) -> Loaded:
    """Make identities, versions and successions."""
    provinces = {code, "17", "25"}
    spells = [
        spell
        for spell in _spells(provinces)
        if until is None or spell.start is None or spell.start <= until
    ]
    loaded = Loaded()
    keys = sorted({spell.key for spell in spells})
    made = Area.objects.bulk_create(Area() for _ in keys)
    loaded.by_key = {key: area.pk for key, area in zip(keys, made, strict=True)}
    recorded = DateTimeTZRange(at, None)
    loaded.rows = [_version(spell, loaded, until, recorded, by) for spell in spells]
    AreaVersion.objects.bulk_create(loaded.rows, batch_size=1000)
    if until is None or until >= TWO_TIERS:
        _successions(loaded, recorded, by)
    return loaded


def _spells(provinces: set[str]) -> list[_Spell]:
    """Spells of unchanged values, joined over snapshots."""
    found: list[_Spell] = []
    open_spells: dict[tuple[str, str], _Spell] = {}
    ends = [start for _name, start in SNAPSHOTS[1:]] + [None]
    for (name, start), end in zip(SNAPSHOTS, ends, strict=True):
        generation = "new" if start == TWO_TIERS else "old"
        current: dict[tuple[str, str], _Spell] = {}
        for row in rows_of(name, provinces):
            is_province = row["level"] == "province"
            key = ("province" if is_province else generation, row["code"])
            values = tuple(sorted(_values(row).items()))
            before = open_spells.pop(key, None)
            if before is not None and before.row == values:
                current[key] = _Spell(key, before.start, end, values)
            else:
                if before is not None:
                    found.append(before)
                current[key] = _Spell(key, start, end, values)
        found += open_spells.values()
        open_spells = current
    return found + list(open_spells.values())


def _values(row: dict[str, str]) -> dict[str, str]:
    return {
        "level": row["level"],
        "name": normal_tone_position(row["name"]),
        "full_name": normal_tone_position(row["full_name"]),
        "kind": row["type"],
        "name_en": row["name_en"],
        "parent_code": row["parent_code"],
        "province_code": row["province_code"],
        "area_km2": row.get("area_km2") or "",
    }


def _version(
    spell: _Spell, loaded: Loaded, until: date | None, recorded: DateTimeTZRange, by: Actor
) -> AreaVersion:
    values = dict(spell.row)
    generation, code = spell.key
    parent = None
    if values["parent_code"]:
        for kind in (generation, "province"):
            parent = parent or loaded.by_key.get((kind, values["parent_code"]))
    end = None if until is not None and spell.end is not None and spell.end > until else spell.end
    return AreaVersion(
        area_id=loaded.by_key[spell.key],
        code=code,
        level=values["level"],
        name=values["name"],
        full_name=values["full_name"],
        kind=values["kind"],
        name_en=values["name_en"],
        parent_id=parent,
        province_id=loaded.by_key[("province", values["province_code"])],
        area_km2=values["area_km2"] or None,
        search=fold(values["full_name"]),
        sort_key=sort_key(values["name"]),
        validity=DateRange(spell.start, end),
        recorded=recorded,
        recorded_by=by.name,
        decision=DECISIONS[spell.start],
    )


def _successions(loaded: Loaded, recorded: DateTimeTZRange, by: Actor) -> None:
    links = []
    with (DATA / "admin" / "succession.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            old = loaded.by_key.get(("old", row["old_code"]))
            new = loaded.by_key.get(("new", row["new_code"]))
            if old is None or new is None:
                continue
            links.append(
                AreaSuccession(
                    predecessor_id=old,
                    successor_id=new,
                    kind="split" if row["extent"] == "part" else "merged",
                    effective_on=TWO_TIERS,
                    extent=row["extent"],
                    is_default=row["is_default"] == "1",
                    decision=DECISIONS[TWO_TIERS],
                    recorded=recorded,
                    recorded_by=by.name,
                )
            )
    AreaSuccession.objects.bulk_create(links)
