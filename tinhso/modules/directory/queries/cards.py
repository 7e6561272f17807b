"""What other modules see of the directory: frozen cards as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.modules.directory.models import (
    AreaVersion,
    OfficerVersion,
    OrganisationVersion,
)


@dataclass(frozen=True, slots=True)
class AreaCard:
    """An area as of a day."""

    id: int
    code: str
    level: str
    name: str
    full_name: str
    kind: str
    parent_id: int | None
    province_id: int
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation as of a day. `code_is_provisional`: made up by us until decided."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    area_id: int | None
    address: str
    phone: str
    email: str
    code_is_provisional: bool
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class OfficerCard:
    """An officer as of a day, or as last known."""

    id: int
    employee_code: str
    full_name: str
    email: str
    phone: str
    born_on: date | None
    gender: str


@dataclass(frozen=True, slots=True)
class PostCard:
    """A post an officer holds on a day: the position, where it is, and the roles it gives."""

    officer_id: int
    officer_name: str
    position_id: int
    organisation_id: int
    title: str
    roles: tuple[str, ...]
    rank: int
    kind: str
    valid_from: date | None
    valid_to: date | None


def area_card(row: AreaVersion) -> AreaCard:
    return AreaCard(
        id=row.area_id,
        code=row.code,
        level=row.level,
        name=row.name,
        full_name=row.full_name,
        kind=row.kind,
        parent_id=row.parent_id,
        province_id=row.province_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def organisation_card(row: OrganisationVersion) -> OrganisationCard:
    return OrganisationCard(
        id=row.organisation_id,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        parent_id=row.parent_id,
        area_id=row.area_id,
        address=row.address,
        phone=row.phone,
        email=row.email,
        code_is_provisional=row.code_is_provisional,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def area_cards(
    ids: Iterable[int], on: date, known_at: datetime | None = None
) -> dict[int, AreaCard]:
    """Cards by area id as of the day; areas that did not exist then are left out. One query."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = AreaVersion.objects.as_of(on, known_at).filter(area_id__in=wanted)
    return {row.area_id: area_card(row) for row in rows}


def last_area_cards(ids: Iterable[int]) -> dict[int, AreaCard]:
    """Cards by area id as last known, alive or not. One query."""
    rows = AreaVersion.objects.current().filter(area_id__in=set(ids)).order_by("validity")
    return {row.area_id: area_card(row) for row in rows}


def organisation_cards(
    ids: Iterable[int], on: date, known_at: datetime | None = None
) -> dict[int, OrganisationCard]:
    """Cards by organisation id as of the day; those not alive then are left out. One query."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = OrganisationVersion.objects.as_of(on, known_at).filter(organisation_id__in=wanted)
    return {row.organisation_id: organisation_card(row) for row in rows}


def last_organisation_cards(ids: Iterable[int]) -> dict[int, OrganisationCard]:
    """Cards by id as last known, alive or not: for names on old papers. One query."""
    rows = OrganisationVersion.objects.current().filter(organisation_id__in=set(ids))
    cards: dict[int, OrganisationCard] = {}
    for row in sorted(rows, key=lambda row: row.valid_from or date.min):
        cards[row.organisation_id] = organisation_card(row)
    return cards


def officer_cards(ids: Iterable[int], on: date | None = None) -> dict[int, OfficerCard]:
    """Cards by officer id, as of the day or as last known. One query."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = OfficerVersion.objects.current().filter(officer_id__in=wanted).select_related("officer")
    if on is not None:
        rows = rows.filter(validity__contains=on)
    cards: dict[int, OfficerCard] = {}
    for row in sorted(rows, key=lambda row: row.valid_from or date.min):
        cards[row.officer_id] = officer_card(row)
    return cards


def officer_card(row: OfficerVersion) -> OfficerCard:
    return OfficerCard(
        id=row.officer_id,
        employee_code=row.officer.employee_code,
        full_name=row.full_name,
        email=row.email,
        phone=row.phone,
        born_on=row.born_on,
        gender=row.gender,
    )
