"""Committees, departments and the units inside them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tinhso.kernel.actor import Actor
from tinhso.kernel.text import fold, sort_key
from tinhso.modules.directory.commands.load_province.areas import DATA, TWO_TIERS, Loaded
from tinhso.modules.directory.models import (
    AreaSuccession,
    Organisation,
    OrganisationSuccession,
    OrganisationVersion,
)

COMMUNE_UNITS = {
    "VP": ("division", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
    "KT": ("division", "Phòng Kinh tế"),
    "VHXH": ("division", "Phòng Văn hóa - Xã hội"),
    "TTHCC": ("service_centre", "Trung tâm Phục vụ hành chính công"),
}


@dataclass
class Offices:
    """Organisation ids by what they are."""

    province: int = 0
    office: int = 0
    centre: int = 0
    committees: dict[int, int] = field(default_factory=dict)
    """Area id → committee."""
    units: dict[tuple[int, str], int] = field(default_factory=dict)
    """(committee or department id, unit code) → unit."""
    departments: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


class _Writer:
    """Collects organisations, then writes them in two statements."""

    def __init__(self, by: Actor, at: datetime) -> None:
        self.by, self.recorded = by, DateTimeTZRange(at, None)
        self.rows: list[OrganisationVersion] = []

    def add(self, *, code: str, name: str, kind: str, span: DateRange, **more: object) -> int:
        identity = Organisation.objects.create()
        self.rows.append(
            OrganisationVersion(
                organisation=identity,
                code=code,
                name=name,
                short_name=str(more.pop("short_name", name))[:150],
                kind=kind,
                search=fold(name),
                sort_key=sort_key(name),
                validity=span,
                recorded=self.recorded,
                recorded_by=self.by.name,
                **more,
            )
        )
        return int(identity.pk)


def load(code: str, areas: Loaded, *, until: date | None, by: Actor, at: datetime) -> Offices:
    """Make every organisation of the province."""
    writer, offices = _Writer(by, at), Offices()
    province_area = areas.by_key[("province", code)]
    forever = DateRange(None, None)
    offices.province = writer.add(
        code="H56",
        name="Ủy ban nhân dân tỉnh Thanh Hóa",
        short_name="UBND tỉnh",
        kind="province_committee",
        span=forever,
        area_id=province_area,
    )
    offices.office = writer.add(
        code="H56.01",
        name="Văn phòng Ủy ban nhân dân tỉnh",
        short_name="VP UBND tỉnh",
        kind="department",
        span=forever,
        parent_id=offices.province,
        code_is_provisional=True,
    )
    offices.centre = writer.add(
        code="H56.01.01",
        name="Trung tâm Phục vụ hành chính công tỉnh",
        kind="service_centre",
        span=forever,
        parent_id=offices.office,
        code_is_provisional=True,
    )
    _departments(writer, offices)
    _committees(writer, offices, areas, province_area, until)
    OrganisationVersion.objects.bulk_create(writer.rows, batch_size=1000)
    _successions(offices, writer)
    return offices


def _departments(writer: _Writer, offices: Offices) -> None:
    with (DATA / "org" / "departments_2023.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["name"] != "Văn phòng UBND tỉnh"]
    known = {"Sở Tư pháp": "H56.14", "Sở Xây dựng": "H56.17"}
    for place, row in enumerate(rows, start=30):
        name = row["name"].replace("Lao động -Thương", "Lao động - Thương")
        code = known.get(name, f"H56.{place}")
        department = writer.add(
            code=code,
            name=name,
            kind="department",
            span=DateRange(None, None),
            parent_id=offices.province,
            code_is_provisional=name not in known,
        )
        offices.departments[name] = department
        offices.names[department] = name
        for unit, title in (("VP", f"Văn phòng {name}"), ("NV", f"Phòng Nghiệp vụ {name}")):
            offices.units[(department, unit)] = writer.add(
                code=f"{code}.{unit}",
                name=title,
                kind="division",
                span=DateRange(None, None),
                parent_id=department,
                code_is_provisional=True,
                is_demo=True,
            )


def _committees(
    writer: _Writer, offices: Offices, areas: Loaded, province_area: int, until: date | None
) -> None:
    for row in sorted(areas.rows, key=lambda row: (row.level, row.code)):
        if row.level == "province" or row.province_id != province_area:
            continue
        if row.area_id in offices.committees:
            continue
        spells = (
            [other for other in areas.rows if other.area_id == row.area_id]
            if row.level == "x"
            else [row]
        )
        span = DateRange(spells[0].validity.lower, _last(areas, row))
        name = f"Ủy ban nhân dân {row.full_name[0].lower()}{row.full_name[1:]}"
        kind = "commune_committee" if row.level == "commune" else "district_committee"
        committee = writer.add(
            code=f"H56.{row.code}",
            name=name,
            short_name=f"UBND {row.full_name}",
            kind=kind,
            span=span,
            parent_id=offices.province,
            area_id=row.area_id,
            code_is_provisional=True,
        )
        offices.committees[row.area_id] = committee
        offices.names[committee] = row.full_name
        present = row.validity.lower == TWO_TIERS or (until is not None and until < TWO_TIERS)
        if kind == "commune_committee" and present:
            _units(writer, offices, committee, row.code, row.full_name, span)


def _last(areas: Loaded, row: object) -> date | None:
    ends = [other.validity.upper for other in areas.rows if other.area_id == row.area_id]  # type: ignore[attr-defined]
    return None if None in ends else max(ends)


def _units(
    writer: _Writer, offices: Offices, committee: int, code: str, place: str, span: DateRange
) -> None:
    for unit, (kind, title) in COMMUNE_UNITS.items():
        name = title
        if unit == "KT" and place.startswith("Phường"):
            name = "Phòng Kinh tế, Hạ tầng và Đô thị"
        offices.units[(committee, unit)] = writer.add(
            code=f"H56.{code}.{unit}",
            name=f"{name} {place[0].lower()}{place[1:]}",
            short_name=name,
            kind=kind,
            span=span,
            parent_id=committee,
            code_is_provisional=True,
        )


def _successions(offices: Offices, writer: _Writer) -> None:
    links = AreaSuccession.objects.current().exclude(successor=None).exclude(predecessor=None)
    OrganisationSuccession.objects.bulk_create(
        OrganisationSuccession(
            predecessor_id=offices.committees[link.predecessor_id],
            successor_id=offices.committees[link.successor_id],
            kind=link.kind,
            effective_on=link.effective_on,
            extent=link.extent,
            is_default=link.is_default,
            decision=link.decision,
            recorded=writer.recorded,
            recorded_by=writer.by.name,
        )
        for link in links
        if link.predecessor_id in offices.committees and link.successor_id in offices.committees
    )
