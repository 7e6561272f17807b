"""A small world for tests: one commune and one department with people in every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tinhso.kernel.actor import Actor, system_actor
from tinhso.modules.cases.commands.load_processes import load_processes
from tinhso.modules.cases.definitions import ROLE_GRANTS
from tinhso.modules.directory.models import (
    Area,
    AreaVersion,
    DayException,
    DirectoryStamp,
    Officer,
    OfficerVersion,
    Organisation,
    OrganisationVersion,
    Position,
    PositionVersion,
    PostHolding,
    WeeklyHours,
)
from tinhso.modules.directory.public import subtree
from tinhso.modules.identity.public import Details, register_person
from tinhso.modules.procedures.models import Procedure, ProcedureVersion, VersionPeriod

SYSTEM = system_actor("kiểm thử")
EVER = DateRange(None, None)
TERM = {
    "amount": 7,
    "unit": "working_days",
    "start_rule": "next_working_day",
    "due_convention": "end_of_day",
    "source": "Nghị định 175/2024/NĐ-CP",
    "cutoff": None,
    "day": None,
}
DAY = [["07:30", "11:30"], ["13:30", "17:30"]]


@dataclass
class World:
    """Ids of what was made, and actors by role."""

    at: datetime
    commune: int = 0
    department: int = 0
    units: dict[str, int] = field(default_factory=dict)
    officers: dict[str, int] = field(default_factory=dict)

    def officer(self, key: str) -> Actor:
        """The actor of an officer: "counter", "specialist", "head", "leader", "clerk",
        "other_specialist", "department_specialist", …"""
        officer_id = self.officers[key]
        post = (
            PostHolding.objects.filter(officer_id=officer_id, recorded__upper_inf=True)
            .order_by("-id")
            .first()
        )
        assert post is not None
        position = PositionVersion.objects.get(position_id=post.position_id)
        agency = self.department if key.startswith("department") else self.commune
        places = subtree(agency, self.at.date())
        grants = {
            permission: places
            for role in position.roles
            for permission in ROLE_GRANTS.get(role, ())
        }
        name = OfficerVersion.objects.get(officer_id=officer_id).full_name
        return Actor(
            kind="officer",
            name=name,
            account_id=officer_id + 10_000,
            officer_id=officer_id,
            position_title=position.title,
            organisation_id=position.organisation_id,
            grants=grants,
            assurance=2,
        )


def make_world(at: datetime) -> World:
    """Build it with direct rows: what is tested here is the cases module."""
    world = World(at)
    recorded = DateTimeTZRange(at.replace(year=at.year - 1), None)
    stamp: dict[str, Any] = {"recorded": recorded, "recorded_by": "kiểm thử"}
    DirectoryStamp.objects.update_or_create(id=1, defaults={"calendars": 1, "tree": 1})
    province = Area.objects.create()
    AreaVersion.objects.create(
        area=province,
        code="38",
        level="province",
        name="Thanh Hóa",
        full_name="Tỉnh Thanh Hóa",
        kind="Tỉnh",
        province=province,
        search="thanh hoa",
        sort_key="t",
        validity=EVER,
        **stamp,
    )
    ward = Area.objects.create()
    AreaVersion.objects.create(
        area=ward,
        code="14797",
        level="commune",
        name="Hạc Thành",
        full_name="Phường Hạc Thành",
        kind="Phường",
        parent=province,
        province=province,
        search="hac thanh",
        sort_key="h",
        validity=EVER,
        **stamp,
    )

    def organisation(code: str, name: str, kind: str, parent: int | None, area: Area | None) -> int:
        identity = Organisation.objects.create()
        OrganisationVersion.objects.create(
            organisation=identity,
            code=code,
            name=name,
            short_name=name,
            kind=kind,
            parent_id=parent,
            area=area,
            search=name.lower(),
            sort_key=name,
            validity=EVER,
            **stamp,
        )
        return int(identity.pk)

    top = organisation(
        "H56", "Ủy ban nhân dân tỉnh Thanh Hóa", "province_committee", None, province
    )
    world.commune = organisation(
        "H56.14797", "Ủy ban nhân dân phường Hạc Thành", "commune_committee", top, ward
    )
    world.department = organisation("H56.18", "Sở Y tế", "department", top, None)
    for key, code, name, kind, parent in (
        (
            "office",
            "VP",
            "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
            "division",
            world.commune,
        ),
        ("economy", "KT", "Phòng Kinh tế, Hạ tầng và Đô thị", "division", world.commune),
        ("centre", "TT", "Trung tâm Phục vụ hành chính công", "service_centre", world.commune),
        ("medical", "NV", "Phòng Nghiệp vụ Y", "division", world.department),
    ):
        base = "H56.18" if parent == world.department else "H56.14797"
        world.units[key] = organisation(f"{base}.{code}", name, kind, parent, None)
    for key, unit, title, roles, name in (
        ("counter", "centre", "Cán bộ tiếp nhận", ["counter_clerk"], "Trịnh Thu Hà"),
        ("cashier", "centre", "Kế toán", ["cashier"], "Bùi Thị Xuân"),
        ("specialist", "economy", "Chuyên viên", ["specialist"], "Lê Văn Thành"),
        ("other_specialist", "economy", "Chuyên viên", ["specialist"], "Ngô Quang Huy"),
        ("head", "economy", "Trưởng phòng", ["division_head"], "Trần Quốc Bảo"),
        ("registrar", "office", "Công chức tư pháp - hộ tịch", ["specialist"], "Lê Thị Hồng"),
        ("clerk", "office", "Văn thư", ["clerk"], "Phạm Thị Nga"),
        ("leader", "", "Chủ tịch", ["leader"], "Nguyễn Minh Tuấn"),
        ("department_specialist", "medical", "Chuyên viên", ["specialist"], "Đỗ Thị Minh"),
        ("department_head", "medical", "Trưởng phòng", ["division_head"], "Hoàng Văn Sơn"),
    ):
        officer = Officer.objects.create(employee_code=f"T{len(world.officers):04d}")
        OfficerVersion.objects.create(
            officer=officer,
            full_name=name,
            search=name.lower(),
            sort_key=name,
            validity=EVER,
            **stamp,
        )
        position = Position.objects.create()
        PositionVersion.objects.create(
            position=position,
            organisation_id=world.units.get(unit, world.commune),
            title=title,
            roles=roles,
            rank=1 if "head" in key or key == "leader" else 50,
            validity=EVER,
            **stamp,
        )
        PostHolding.objects.create(officer=officer, position=position, validity=EVER, **stamp)
        world.officers[key] = int(officer.pk)
    WeeklyHours.objects.create(
        organisation=None, name="Giờ hành chính", week=[DAY] * 5 + [[], []], validity=EVER, **stamp
    )
    DayException.objects.create(
        organisation=None,
        day=date(2026, 11, 24),
        kind="statutory",
        name="Ngày Văn hóa Việt Nam",
        recorded=recorded,
        recorded_by="kiểm thử",
    )
    load_processes(by=SYSTEM, at=at)
    return world


def make_procedure(at: datetime, code: str = "9.013225", **more: Any) -> ProcedureVersion:
    """An approved procedure of commune level: seven working days, nothing asked, no fee."""
    written = at.replace(year=at.year - 1)
    procedure, _made = Procedure.objects.get_or_create(code=code, defaults={"added_at": written})
    values: dict[str, Any] = {
        "number": 1,
        "state": "approved",
        "origin": "national",
        "name": "Cấp giấy phép xây dựng nhà ở riêng lẻ",
        "short_name": "Giấy phép xây dựng nhà ở",
        "field_code": "G17-XD11",
        "field_name": "Hoạt động xây dựng",
        "level": "xa",
        "levels": ["xa"],
        "online_level": "mot_phan",
        "content": {},
        "content_hash": code,
        "term": TERM,
        "term_status": "stated",
        "supplement_mode": "continue",
        "supplement_source": "Nghị định 118/2025/NĐ-CP",
        "written_at": written,
        "written_by": "kiểm thử",
        "approved_at": written,
        "approved_by": "kiểm thử",
        "sort_key": code,
        "search_name": "giay phep xay dung",
        "search_more": "",
        "search_joined": "",
        "search_initials": "",
    }
    version = ProcedureVersion.objects.create(procedure=procedure, **values | more)
    VersionPeriod.objects.create(
        version=version,
        procedure=procedure,
        validity=EVER,
        recorded=DateTimeTZRange(written, None),
    )
    return version


def make_citizen(at: datetime, name: str = "Nguyễn Văn Đạt", phone: str = "0912345386") -> Actor:
    """A citizen with an account, and the actor of that account."""
    details = Details(
        full_name=name,
        username=f"cd{phone}",
        email=f"{phone}@example.vn",
        phone=phone,
        address="Phố Đội Cung, phường Hạc Thành",
        personal_number=f"038090{phone[-6:]}",
    )
    account = register_person("citizen", details, provider_assurance=2, by=SYSTEM, at=at)
    return Actor(
        kind="citizen",
        name=name,
        account_id=account.pk,
        grants=dict.fromkeys(ROLE_GRANTS["citizen"]),
        assurance=2,
    )
