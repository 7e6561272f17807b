"""Positions and invented officers, the same at every load; marked as demonstration data."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tinhso.kernel.actor import Actor
from tinhso.kernel.text import fold, name_sort_key
from tinhso.modules.directory.commands.load_province.areas import DATA, TWO_TIERS
from tinhso.modules.directory.commands.load_province.organisations import Offices
from tinhso.modules.directory.models import (
    Officer,
    OfficerVersion,
    Position,
    PositionVersion,
    PostHolding,
)

SEED = 1686
COMMUNE_POSTS = (
    ("", "Chủ tịch", ("leader",), 1, 1),
    ("", "Phó Chủ tịch", ("leader",), 2, 1),
    ("VP", "Chánh Văn phòng", ("division_head", "unit_admin"), 1, 1),
    ("VP", "Công chức tư pháp - hộ tịch", ("specialist",), 50, 2),
    ("VP", "Văn thư", ("clerk",), 60, 1),
    ("KT", "Trưởng phòng", ("division_head",), 1, 1),
    ("KT", "Chuyên viên", ("specialist",), 50, 2),
    ("VHXH", "Trưởng phòng", ("division_head",), 1, 1),
    ("VHXH", "Chuyên viên", ("specialist",), 50, 1),
    ("TTHCC", "Giám đốc Trung tâm", ("division_head", "procedure_controller"), 1, 1),
    ("TTHCC", "Cán bộ tiếp nhận", ("counter_clerk",), 50, 2),
    ("TTHCC", "Kế toán, thủ quỹ", ("cashier",), 60, 1),
)
DEPARTMENT_POSTS = (
    ("", "Giám đốc", ("leader",), 1, 1),
    ("VP", "Chánh Văn phòng", ("division_head", "unit_admin"), 1, 1),
    ("VP", "Cán bộ tiếp nhận", ("counter_clerk",), 50, 1),
    ("VP", "Văn thư", ("clerk",), 60, 1),
    ("NV", "Trưởng phòng", ("division_head",), 1, 1),
    ("NV", "Chuyên viên", ("specialist",), 50, 3),
)
# People of the demonstration, by the place of their post: they keep these names.
NAMED = {
    ("14797", "TTHCC", "Cán bộ tiếp nhận"): "Trịnh Thu Hà",
    ("14797", "VP", "Công chức tư pháp - hộ tịch"): "Lê Thị Hồng",
    ("14797", "KT", "Chuyên viên"): "Lê Văn Thành",
    ("14797", "KT", "Trưởng phòng"): "Trần Quốc Bảo",
    ("14797", "", "Chủ tịch"): "Nguyễn Minh Tuấn",
    ("14797", "VP", "Văn thư"): "Phạm Thị Nga",
    ("Sở Y tế", "NV", "Chuyên viên"): "Đỗ Thị Minh",
    ("Sở Y tế", "NV", "Trưởng phòng"): "Hoàng Văn Sơn",
}
ADMIN = ("Quản trị hệ thống", ("province_admin", "operator", "auditor"), "Vũ Đức Long")


@dataclass
class _Seat:
    organisation_id: int
    title: str
    roles: tuple[str, ...]
    rank: int
    name: str
    span: DateRange


def load(offices: Offices, *, until: date | None, by: Actor, at: datetime) -> None:
    """Make positions, officers and who holds what."""
    names = _names()
    seats = list(_seats(offices, names, until))
    recorded = DateTimeTZRange(at, None)
    positions = Position.objects.bulk_create(Position() for _ in seats)
    officers = Officer.objects.bulk_create(
        Officer(employee_code=f"TH{place:06d}", is_demo=True)
        for place, _ in enumerate(seats, start=1)
    )
    PositionVersion.objects.bulk_create(
        (
            PositionVersion(
                position=position,
                organisation_id=seat.organisation_id,
                title=seat.title,
                roles=list(seat.roles),
                rank=seat.rank,
                validity=seat.span,
                recorded=recorded,
                recorded_by=by.name,
            )
            for position, seat in zip(positions, seats, strict=True)
        ),
        batch_size=1000,
    )
    OfficerVersion.objects.bulk_create(
        (
            OfficerVersion(
                officer=officer,
                full_name=seat.name,
                search=fold(seat.name),
                sort_key=name_sort_key(seat.name),
                validity=DateRange(None, None),
                recorded=recorded,
                recorded_by=by.name,
            )
            for officer, seat in zip(officers, seats, strict=True)
        ),
        batch_size=1000,
    )
    PostHolding.objects.bulk_create(
        (
            PostHolding(
                officer=officer,
                position=position,
                validity=seat.span,
                recorded=recorded,
                recorded_by=by.name,
            )
            for officer, position, seat in zip(officers, positions, seats, strict=True)
        ),
        batch_size=1000,
    )


def _seats(offices: Offices, names: Iterator[str], until: date | None) -> Iterator[_Seat]:
    start = TWO_TIERS if until is None or until >= TWO_TIERS else None
    span = DateRange(start, None)
    committees = sorted({committee for committee, _unit in offices.units})
    for committee in committees:
        place = offices.names[committee]
        key = "14797" if place == "Phường Hạc Thành" else place
        is_department = committee in offices.departments.values()
        posts = DEPARTMENT_POSTS if is_department else COMMUNE_POSTS
        mine = DateRange(None, None) if is_department else span
        for unit, title, roles, rank, seats in posts:
            where = offices.units[(committee, unit)] if unit else committee
            for number in range(seats):
                named = NAMED.get((key, unit, title)) if number == 0 else None
                yield _Seat(where, title, roles, rank, named or next(names), mine)
    yield _Seat(offices.office, ADMIN[0], ADMIN[1], 50, ADMIN[2], DateRange(None, None))
    yield _Seat(
        offices.province,
        "Chủ tịch",
        ("leader", "report_viewer"),
        1,
        next(names),
        DateRange(None, None),
    )


def _names() -> Iterator[str]:
    dice = random.Random(SEED)  # noqa: S311 - invented people, the same at every load

    def rows(name: str) -> list[dict[str, str]]:
        with (DATA / "names" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    families, given = (
        rows("family_names_national_share.csv"),
        rows("given_names_dak_lak_sample.csv"),
    )
    surnames = [row["family_name"] for row in families]
    weights = [float(row["percent"]) for row in families]
    middles = {"M": ["Văn", "Đức", "Quang", "Minh", "Xuân"], "F": ["Thị", "Thu", "Ngọc", "Thanh"]}
    while True:
        first = dice.choice(given)
        middle = dice.choice(middles[first["sex"]])
        yield f"{dice.choices(surnames, weights)[0]} {middle} {first['given_name']}"
