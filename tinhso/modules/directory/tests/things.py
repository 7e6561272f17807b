"""Small things that pages are about, each made by one call; used by the access table too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

from tinhso.kernel.actor import system_actor
from tinhso.kernel.temporal import EVER, Stamp, Timeline
from tinhso.kernel.text import fold, name_sort_key, sort_key
from tinhso.modules.directory.commands import (
    areas,
    organisations,
    reorganisation,
)
from tinhso.modules.directory.models import (
    Area,
    AreaVersion,
    CodeList,
    CodeListItem,
    CodeListItemVersion,
    Officer,
    OfficerVersion,
    Organisation,
    OrganisationVersion,
    Position,
    PositionVersion,
)

SYSTEM = system_actor("kiểm thử")
AT = datetime(2020, 1, 1, tzinfo=UTC)
STAMP = Stamp(SYSTEM, AT, "QĐ kiểm thử")


_numbers = count(1)


def make_province(code: str = "") -> int:
    """A province that always was."""
    code = code or f"{90 + next(_numbers) % 10:02d}"
    known = AreaVersion.objects.current().filter(code=code).first()
    if known is not None:
        return int(known.area_id)
    area = Area.objects.create()
    values = {"code": code, "level": "province", "name": "Thử", "full_name": "Tỉnh Thử"}
    facts = areas.with_keys({**values, "kind": "Tỉnh", "province_id": area.pk})
    Timeline(AreaVersion, area_id=area.pk).replace(EVER, facts, STAMP)
    return int(area.pk)


def make_area(code: str = "", name: str = "Đông Thử", parent_id: int | None = None) -> int:
    """A commune that always was, in a province of its own unless one is given."""
    code = code or f"{90_000 + next(_numbers)}"
    area, province = Area.objects.create(), parent_id or make_province(code[:2])
    facts = areas.with_keys(
        {
            "code": code,
            "level": "commune",
            "name": name,
            "full_name": f"Xã {name}",
            "kind": "Xã",
            "parent_id": province,
            "province_id": province,
        }
    )
    Timeline(AreaVersion, area_id=area.pk).replace(EVER, facts, STAMP)
    return int(area.pk)


def make_organisation(
    code: str = "",
    name: str = "Sở Thử nghiệm",
    *,
    kind: str = "department",
    parent_id: int | None = None,
    area_id: int | None = None,
) -> int:
    """An organisation that always was."""
    organisation = Organisation.objects.create()
    code = code or f"H99.{organisation.pk}"
    facts = organisations.with_keys(
        {"code": code, "name": name, "kind": kind, "parent_id": parent_id, "area_id": area_id}
    )
    Timeline(OrganisationVersion, organisation_id=organisation.pk).replace(EVER, facts, STAMP)
    return int(organisation.pk)


def make_position(
    organisation_id: int | None = None,
    title: str = "Chuyên viên",
    roles: tuple[str, ...] = ("specialist",),
    **more: object,
) -> int:
    """A position that always was, in an organisation of its own unless one is given."""
    position = Position.objects.create()
    home = organisation_id or make_organisation()
    facts = {"organisation_id": home, "title": title, "roles": list(roles), **more}
    Timeline(PositionVersion, position_id=position.pk).replace(EVER, facts, STAMP)
    return int(position.pk)


def make_officer(code: str = "", name: str = "Lê Thị Thử") -> int:
    """An officer with a record and no post."""
    officer = Officer.objects.create(employee_code=code or f"T{next(_numbers):05d}")
    search = fold(f"{name} {officer.employee_code}")
    facts = {"full_name": name, "search": search, "sort_key": name_sort_key(name)}
    Timeline(OfficerVersion, officer_id=officer.pk).replace(EVER, facts, STAMP)
    return int(officer.pk)


def make_code_list(code: str = "thu-nghiem") -> str:
    """A list with one code, "01"."""
    found, made = CodeList.objects.get_or_create(code=code, defaults={"title": "Thử nghiệm"})
    if made:
        item = CodeListItem.objects.create(code_list=found, code="01")
        facts = {"name": "Một", "search": fold("Một 01"), "sort_key": sort_key("Một")}
        Timeline(CodeListItemVersion, item_id=item.pk).replace(EVER, facts, STAMP)
    return code


def make_code() -> str:
    """A code of that list."""
    make_code_list()
    return "01"


def make_plan() -> int:
    """A plan of a reorganisation without lines."""
    plan = reorganisation.prepare_reorganisation(
        title="Thử", decision="NQ thử", effective_on=AT.date(), by=SYSTEM, at=AT
    )
    return int(plan.pk)


DIRECTORY_MAKERS: dict[str, Callable[[], object]] = {
    "directory_area": make_area,
    "directory_organisation": make_organisation,
    "directory_position": make_position,
    "directory_officer": make_officer,
    "directory_code_list": make_code_list,
    "directory_code": make_code,
    "directory_plan": make_plan,
}
