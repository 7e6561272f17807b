"""Positions and invented officers, the same at every load; marked as demonstration data."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tinhso.kernel.temporal import Span, Stamp, date_range
from tinhso.kernel.text import fold, name_sort_key
from tinhso.modules.directory.commands.load_province import departments, shipped, structure
from tinhso.modules.directory.commands.load_province.copying import copy_rows
from tinhso.modules.directory.commands.load_province.organisations import (
    Offices,
    OrganisationSpell,
)
from tinhso.modules.directory.commands.load_province.shipped import TWO_TIERS
from tinhso.modules.directory.commands.load_province.structure import Seat
from tinhso.modules.directory.models import (
    Officer,
    OfficerVersion,
    Position,
    PositionVersion,
    PostHolding,
)

SEED = 1686
DEMO = "Dữ liệu mẫu"
# People of the demonstration, by the code of their agency, their unit and title: they keep these
# names, and pages, tests and the list of sample people know them. A new one has a middle name that
# is not among those of invented people, so that nobody else is called so.
NAMED = {
    ("H56.14797", "TTHCC", "Cán bộ tiếp nhận"): "Trịnh Thu Hà",
    ("H56.14797", "VP", "Công chức tư pháp - hộ tịch"): "Lê Thị Hồng",
    ("H56.14797", "KT", "Chuyên viên"): "Lê Văn Thành",
    ("H56.14797", "KT", "Trưởng phòng"): "Trần Quốc Bảo",
    ("H56.14797", "", "Chủ tịch"): "Nguyễn Minh Tuấn",
    ("H56.14797", "VP", "Văn thư"): "Phạm Thị Nga",
    ("Sở Y tế", "NV", "Chuyên viên"): "Đỗ Thị Minh",
    ("Sở Y tế", "NV", "Trưởng phòng"): "Hoàng Trọng Sơn",
    ("Sở Y tế", "", "Giám đốc"): "Bùi Gia Huy",
    ("Sở Y tế", "VP", "Văn thư"): "Mai Hồng Thu",
    (departments.OFFICE, "", "Quản trị hệ thống"): "Vũ Đức Long",
    (departments.OFFICE, "", "Chánh Văn phòng"): "Đặng Tuyết Mai",
}
# Where they work when the province is loaded as it stood before 1/7/2025.
NAMED_BEFORE = {
    ("H56.14797", "MC", "Cán bộ tiếp nhận"): "Trịnh Thu Hà",
    ("H56.14797", "", "Công chức tư pháp - hộ tịch"): "Lê Thị Hồng",
    ("H56.14797", "", "Công chức địa chính - xây dựng"): "Lê Văn Thành",
    ("H56.14797", "", "Phó Chủ tịch"): "Trần Quốc Bảo",
    ("H56.14797", "", "Công chức văn phòng - thống kê"): "Phạm Thị Nga",
    **{place: name for place, name in NAMED.items() if place[0] != "H56.14797" or not place[1]},
}
QUALIFICATIONS = ("Đại học Luật", "Đại học Hành chính", "Đại học Kinh tế", "Thạc sĩ Quản lý công")


@dataclass(frozen=True, slots=True)
class _Person:
    """An invented officer."""

    full_name: str
    gender: str
    born_on: date
    recruited_on: date
    qualification: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A position with the people who hold it."""

    organisation: str
    seat: Seat
    span: Span
    people: tuple[_Person, ...]


def load(offices: Offices, *, until: date | None, stamp: Stamp) -> int:
    """Make positions, officers and who holds what; return how many officers."""
    places = list(_places(offices, until))
    _write(places, offices, stamp)
    return sum(len(place.people) for place in places)


def _places(offices: Offices, until: date | None) -> Iterator[_Place]:
    invented = _Inventor()
    names = NAMED_BEFORE if _is_before(until) else NAMED
    alive = {spell.key: spell for spell in offices.spells if spell.span.end is None}
    for spell in alive.values():
        for seat in _seats_of(spell, until):
            key = f"{spell.key}/{seat.unit}" if seat.unit else spell.key
            where = alive[key]
            known = spell.code if spell.code.startswith(f"{offices.agency}.1") else spell.key
            named = names.get((known, seat.unit, seat.title))
            people = tuple(
                invented.person(named if number == 0 else None) for number in range(seat.people)
            )
            span = Span(TWO_TIERS, None) if _began_with_two_tiers(spell, until) else where.span
            yield _Place(where.key, seat, span, people)


def _began_with_two_tiers(spell: OrganisationSpell, until: date | None) -> bool:
    return spell.kind == "commune_committee" and not _is_before(until)


def _is_before(until: date | None) -> bool:
    return until is not None and until < TWO_TIERS


def _seats_of(spell: OrganisationSpell, until: date | None) -> tuple[Seat, ...]:
    before = _is_before(until)
    if spell.key == departments.OFFICE:
        return structure.PROVINCE_OFFICE_SEATS
    if spell.key == departments.CENTRE:
        return structure.PROVINCE_CENTRE_SEATS
    by_kind = {
        "province_committee": structure.PROVINCE_SEATS,
        "department": structure.DEPARTMENT_SEATS,
        "commune_committee": structure.COMMUNE_SEATS_BEFORE if before else structure.COMMUNE_SEATS,
        "district_committee": structure.DISTRICT_SEATS_BEFORE if before else (),
    }
    return by_kind.get(spell.kind, ())


class _Inventor:
    """Makes people out of names that occur, at random but the same every time."""

    def __init__(self) -> None:
        self.dice = random.Random(SEED)  # noqa: S311 - invented people, the same at every load
        families = list(shipped.rows("names", "family_names_national_share.csv"))
        self.families = [row["family_name"].split("/")[0] for row in families]
        self.weights = [float(row["percent"]) for row in families]
        self.given = list(shipped.rows("names", "given_names_dak_lak_sample.csv"))

    def person(self, named: str | None) -> _Person:
        """A new person; with the name given, if one is."""
        gender, full_name = self._name()
        if named is not None:
            full_name, gender = named, "female" if named in _WOMEN else "male"
        born = date(
            self.dice.randint(1968, 1998), self.dice.randint(1, 12), self.dice.randint(1, 28)
        )
        hired = date(born.year + self.dice.randint(23, 26), self.dice.randint(1, 12), 1)
        return _Person(full_name, gender, born, hired, self.dice.choice(QUALIFICATIONS))

    def _name(self) -> tuple[str, str]:
        row = self.dice.choice(self.given)
        women = row["sex"] == "F"
        middle = self.dice.choice(_MIDDLE_WOMEN if women else _MIDDLE_MEN)
        family = self.dice.choices(self.families, self.weights)[0]
        return "female" if women else "male", f"{family} {middle} {row['given_name']}"


_MIDDLE_MEN = ("Văn", "Đức", "Quang", "Minh", "Xuân", "Hữu", "Đình")
_MIDDLE_WOMEN = ("Thị", "Thu", "Ngọc", "Thanh", "Phương")
_WOMEN = frozenset(
    {"Trịnh Thu Hà", "Lê Thị Hồng", "Phạm Thị Nga", "Đỗ Thị Minh", "Đặng Tuyết Mai", "Mai Hồng Thu"}
)


def _write(places: list[_Place], offices: Offices, stamp: Stamp) -> None:
    positions = Position.objects.bulk_create((Position() for _ in places), batch_size=5_000)
    copy_rows(
        PositionVersion,
        (
            PositionVersion(
                position=position,
                organisation_id=offices.ids[place.organisation],
                title=place.seat.title,
                roles=list(place.seat.roles),
                rank=place.seat.rank,
                seats=place.seat.seats,
                validity=date_range(place.span),
                recorded=stamp.recorded,
                recorded_by=stamp.by.name,
                decision=DEMO,
            )
            for position, place in zip(positions, places, strict=True)
        ),
    )
    held = [
        (position, place, person)
        for position, place in zip(positions, places, strict=True)
        for person in place.people
    ]
    officers = Officer.objects.bulk_create(
        (
            Officer(employee_code=f"TH{number:06d}", is_demo=True)
            for number, _ in enumerate(held, start=1)
        ),
        batch_size=5_000,
    )
    copy_rows(
        OfficerVersion,
        (
            _record(officer, person, place.seat.grade, stamp)
            for officer, (_position, place, person) in zip(officers, held, strict=True)
        ),
    )
    copy_rows(
        PostHolding,
        (
            PostHolding(
                officer=officer,
                position=position,
                validity=date_range(place.span),
                recorded=stamp.recorded,
                recorded_by=stamp.by.name,
                decision=DEMO,
            )
            for officer, (position, place, _person) in zip(officers, held, strict=True)
        ),
    )


def _record(officer: Officer, person: _Person, grade: str, stamp: Stamp) -> OfficerVersion:
    return OfficerVersion(
        officer=officer,
        full_name=person.full_name,
        born_on=person.born_on,
        gender=person.gender,
        grade=grade,
        qualification=person.qualification,
        recruited_on=person.recruited_on,
        search=fold(f"{person.full_name} {officer.employee_code}"),
        sort_key=name_sort_key(person.full_name),
        validity=date_range(Span()),
        recorded=stamp.recorded,
        recorded_by=stamp.by.name,
        decision=DEMO,
    )
