"""The reorganisation of 1/7/2025, prepared from the table of successions that ships."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.directory.commands.load_province import shipped, structure
from tinhso.modules.directory.commands.load_province.areas import OF_COMMUNES, area_values
from tinhso.modules.directory.commands.load_province.organisations import committee_name
from tinhso.modules.directory.commands.load_province.shipped import TWO_TIERS, UnitFacts
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.reorganisation.preparing import (
    PREPARE,
    prepare_reorganisation,
    set_changes,
)
from tinhso.modules.directory.errors import NothingToReorganise
from tinhso.modules.directory.models import AreaVersion, OrganisationVersion, Reorganisation
from tinhso.modules.directory.queries.organisations import COMMITTEES
from tinhso.modules.directory.rules.change_set import Change, Origin
from tinhso.modules.directory.rules.succession import Becoming, Plan, plan_of

LAST_DAY = TWO_TIERS - timedelta(days=1)


@command(permission=PREPARE, audits=("code",))
def prepare_two_tiers(code: str = "38", *, by: Actor, at: datetime) -> Reorganisation:
    """Make the plan of 1/7/2025 for a province that stands as on 30/6/2025: districts end, old
    communes go into the new ones, each with its committee, units and positions.

    Every line comes from the table of successions; nothing is decided here. Raises
    NothingToReorganise when the province has no districts on 30/6/2025 or none end after it.
    """
    require_reach(by, None, PREPARE)
    before, after = (
        AreaVersion.objects.as_of(day).filter(level="district", province__versions__code=code)
        for day in (LAST_DAY, TWO_TIERS)
    )
    if not before.exists() or not after.exists():
        raise NothingToReorganise
    made = prepare_reorganisation(
        title="Tổ chức chính quyền địa phương hai cấp từ ngày 01/7/2025",
        decision=OF_COMMUNES,
        effective_on=TWO_TIERS,
        by=by,
        at=at,
    )
    changes = _Builder(code).changes()
    set_changes(int(made.pk), changes, by=by, at=at)
    note(subject=f"reorganisation:{made.pk}")
    return Reorganisation.objects.get(pk=made.pk)


class _Builder:
    """Turns the plan into lines."""

    def __init__(self, code: str) -> None:
        rows = list(
            AreaVersion.objects.as_of(LAST_DAY).filter(province__versions__code=code).distinct()
        )
        self.old = {row.code: row for row in rows}
        self.province = self.old[code].area_id
        self.agency = shipped.agency_code_of(code)
        committees = OrganisationVersion.objects.as_of(LAST_DAY).filter(
            area_id__in=[row.area_id for row in rows], kind__in=COMMITTEES
        )
        self.committees = {row.area_id: row.organisation_id for row in committees}
        self.units_now = list(
            OrganisationVersion.objects.as_of(LAST_DAY).filter(
                parent_id__in=self.committees.values(), kind="counter"
            )
        )
        self.new = {
            unit.code: unit
            for unit in _present()
            if unit.level == "commune" and unit.province_code == code
        }
        self.plan: Plan = plan_of(
            [row.code for row in rows if row.level == "commune"],
            self.new,
            shipped.commune_links(),
        )
        self.lines: list[Change] = []

    def changes(self) -> list[Change]:
        """Every line: areas, then organisations of each, then what ends."""
        for found in self.plan.becomings:
            self._commune(found)
        for row in self.old.values():
            if row.level == "district":
                self._end_district(row)
        return self.lines

    def _add(self, **line: object) -> int:
        number = len(self.lines) + 1
        self.lines.append(Change(number=number, **line))  # type: ignore[arg-type]
        return number

    def _commune(self, found: Becoming) -> None:
        facts = self.new[found.new]
        area = self._area(found, facts)
        committee = self._committee(found, facts, area)
        place = f"{facts.full_name[0].lower()}{facts.full_name[1:]}"
        for order, unit in enumerate(structure.commune_units(facts.kind), start=1):
            self._add(
                subject="organisation",
                kind="create",
                title=f"{unit.name} {place}",
                values={
                    "code": f"{self.agency}.{facts.code}.{unit.code}",
                    "code_is_provisional": True,
                    "kind": unit.kind,
                    "name": f"{unit.name} {place}",
                    "short_name": unit.name,
                    "order": order,
                    "positions": _positions(unit.code),
                    **committee,
                },
            )

    def _area(self, found: Becoming, facts: UnitFacts) -> int:
        if found.goes_on:
            before = self.old[found.new]
            renamed = before.full_name != facts.full_name
            values: dict[str, object] = {"parent_id": self.province}
            if facts.area_km2:
                values["area_km2"] = facts.area_km2
            if renamed:
                values |= {"name": facts.name, "full_name": facts.full_name, "kind": facts.kind}
            return self._add(
                subject="area",
                kind="transfer",
                unit=before.area_id,
                title=facts.full_name,
                values=values,
            )
        made = {
            name: value
            for name, value in area_values(facts).items()
            if name not in ("search", "sort_key")
        }
        return self._add(
            subject="area",
            kind=found.kind,
            origins=self._origins(found, {c: row.area_id for c, row in self.old.items()}),
            title=facts.full_name,
            values={**made, "parent_id": self.province},
        )

    def _committee(self, found: Becoming, facts: UnitFacts, area: int) -> dict[str, object]:
        """The committee's line; returns what its units say of their parent."""
        top = self.committees[self.province]
        name = committee_name(facts.full_name)
        short = f"UBND {facts.full_name[0].lower()}{facts.full_name[1:]}"
        if found.goes_on:
            unit = self.committees[self.old[found.new].area_id]
            self._end_counters(unit)
            values: dict[str, object] = {"parent_id": top, "positions": _positions("")}
            if self.old[found.new].full_name != facts.full_name:
                values |= {"name": name, "short_name": short}
            self._add(subject="organisation", kind="transfer", unit=unit, title=name, values=values)
            return {"parent_id": unit}
        by_code = {c: self.committees[row.area_id] for c, row in self.old.items()}
        number = self._add(
            subject="organisation",
            kind=found.kind,
            origins=self._origins(found, by_code),
            title=name,
            values={
                "code": f"{self.agency}.{facts.code}",
                "code_is_provisional": True,
                "kind": "commune_committee",
                "name": name,
                "short_name": short,
                "parent_id": top,
                "area_change": area,
                "positions": _positions(""),
            },
        )
        return {"parent_change": number}

    def _end_counters(self, committee: int) -> None:
        for row in self.units_now:
            if row.parent_id == committee:
                self._add(
                    subject="organisation",
                    kind="abolish",
                    unit=row.organisation_id,
                    title=row.name,
                )

    def _origins(self, found: Becoming, ids: dict[str, int]) -> tuple[Origin, ...]:
        return tuple(
            Origin(id=ids[link.old], extent=link.extent, is_default=link.is_default)
            for link in found.links
        )

    def _end_district(self, row: AreaVersion) -> None:
        self._add(subject="area", kind="abolish", unit=row.area_id, title=row.full_name)
        self._add(
            subject="organisation",
            kind="abolish",
            unit=self.committees[row.area_id],
            title=committee_name(row.full_name),
        )


def _present() -> Iterator[UnitFacts]:
    yield from shipped.units("units_2025.csv")


def _positions(unit: str) -> list[dict[str, object]]:
    """Positions of a unit of the new structure as JSON."""
    return [
        {
            "title": seat.title,
            "roles": list(seat.roles),
            "rank": seat.rank,
            "seats": seat.seats,
            "takes": list(seat.takes),
        }
        for seat in structure.COMMUNE_SEATS
        if seat.unit == unit
    ]
