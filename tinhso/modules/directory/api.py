"""JSON routes of the directory: areas, organisations, code lists, as of any day. Open to all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from tinhso.modules.directory.errors import (
    AreaNotFound,
    CodeListNotFound,
    OrganisationNotFound,
)
from tinhso.modules.directory.models import CodeList
from tinhso.modules.directory.queries import areas, code_lists, organisations
from tinhso.modules.directory.queries.areas import AreaLink, AreaMatch
from tinhso.modules.directory.queries.cards import AreaCard, OrganisationCard
from tinhso.modules.directory.queries.code_lists import CodeCard, ListCard

router = Router(tags=["Danh bạ"])

AsOf = Annotated[date | None, Query(description="Ngày cần xem, YYYY-MM-DD; bỏ trống là hôm nay")]
Text = Annotated[str, Query(min_length=1, max_length=100)]
Limit = Annotated[int, Query(ge=1, le=100)]


class AreaOut(Schema):
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


class AreaMatchOut(Schema):
    """An area found; `was` and `since` when the text was a former name."""

    area: AreaOut
    was: str
    since: date | None
    in_part: bool


class AreaLinkOut(Schema):
    """An area another became or came from."""

    area: AreaOut
    kind: str
    extent: str
    is_default: bool
    share: Decimal | None
    since: date


class OrganisationOut(Schema):
    """An organisation as of a day."""

    id: int
    code: str
    code_is_provisional: bool
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    area_id: int | None
    address: str
    phone: str
    email: str
    valid_from: date | None
    valid_to: date | None


class CodeOut(Schema):
    """A code, with the standard columns of QĐ 2176/QĐ-UBND; `ngay_hhl` is the last day."""

    ma: str
    ten: str
    ma_cha: str
    thu_tu: int
    ngay_hl: date | None
    ngay_hhl: date | None
    trang_thai: int


class CodeListOut(Schema):
    """A list and its codes as of a day."""

    code: str
    title: str
    source: str
    as_of: date
    items: list[CodeOut]


class ListOut(Schema):
    """A list with how many codes are in force."""

    code: str
    title: str
    source: str
    kept_by: str
    codes: int


def _day(as_of: date | None) -> date:
    return as_of or timezone.localdate()


@router.get("/areas", response=list[AreaMatchOut])
def find_areas(
    request: HttpRequest,
    q: Text,
    as_of: AsOf = None,
    level: Annotated[str, Query(pattern="^(province|district|commune)$")] = "commune",
    province: Annotated[str, Query(pattern=r"^(\d{2})?$")] = "",
    limit: Limit = 20,
) -> list[AreaMatch]:
    """Areas by name or code; a former name finds what the place is now, and since when."""
    return areas.search_areas(q, _day(as_of), level=level, limit=limit, province_code=province)


@router.get("/areas/{code}", response=AreaOut)
def one_area(request: HttpRequest, code: str, as_of: AsOf = None) -> AreaCard:
    """The area that has the code on the day. A code without a day means today's."""
    found = areas.resolve_area(code[:10], _day(as_of))
    if found is None:
        raise AreaNotFound
    return found


@router.get("/areas/{code}/successors", response=list[AreaMatchOut])
def area_successors(request: HttpRequest, code: str, as_of: AsOf = None) -> list[AreaMatch]:
    """What the last area that had the code is on the day; the area itself while it lives."""
    found = areas.follow_area_code(code[:10], _day(as_of))
    if not found:
        raise AreaNotFound
    return found


@router.get("/areas/{code}/predecessors", response=list[AreaLinkOut])
def area_predecessors(
    request: HttpRequest, code: str, before: date, as_of: AsOf = None
) -> list[AreaLink]:
    """What the area of the day was made of, as of the earlier day `before`."""
    found = areas.resolve_area(code[:10], _day(as_of))
    if found is None:
        raise AreaNotFound
    return areas.predecessors(found.id, before)


@router.get("/areas/{code}/children", response=list[AreaOut])
def area_children(request: HttpRequest, code: str, as_of: AsOf = None) -> list[AreaCard]:
    """Areas directly below, as of the day."""
    found = areas.resolve_area(code[:10], _day(as_of))
    if found is None:
        raise AreaNotFound
    return areas.children(found.id, _day(as_of))


@router.get("/communes", response=list[AreaOut])
def communes(
    request: HttpRequest,
    province: Annotated[str, Query(pattern=r"^(\d{2})?$")] = "",
    as_of: AsOf = None,
) -> list[AreaCard]:
    """Every commune of a province as of the day; without one, of this province."""
    return areas.communes_of(province or settings.PROVINCE, _day(as_of))


@router.get("/organisations", response=list[OrganisationOut])
def find_organisations(
    request: HttpRequest, q: Text, as_of: AsOf = None, limit: Limit = 20
) -> list[OrganisationCard]:
    """Organisations by name or the beginning of their code."""
    return organisations.search_organisations(q, _day(as_of), limit=limit)


@router.get("/organisations/{code}", response=OrganisationOut)
def one_organisation(request: HttpRequest, code: str, as_of: AsOf = None) -> OrganisationCard:
    """The organisation that has the code on the day; old forms of codes are understood."""
    found = organisations.organisation_by_code(code[:64], _day(as_of))
    if found is None:
        raise OrganisationNotFound
    return found


@router.get("/organisations/{code}/successors", response=list[OrganisationOut])
def organisation_successors(
    request: HttpRequest, code: str, as_of: AsOf = None
) -> list[OrganisationCard]:
    """Who answers to the code on the day: its bearer, else what its last bearer became."""
    found = organisations.follow_organisation_code(code[:64], _day(as_of))
    if not found:
        raise OrganisationNotFound
    return found


@router.get("/organisations/{code}/units", response=list[OrganisationOut])
def organisation_units(
    request: HttpRequest, code: str, as_of: AsOf = None
) -> list[OrganisationCard]:
    """Organisations directly below, as of the day."""
    found = organisations.organisation_by_code(code[:64], _day(as_of))
    if found is None:
        raise OrganisationNotFound
    return organisations.children_of(found.id, _day(as_of))


@router.get("/code-lists", response=list[ListOut])
def lists(request: HttpRequest, as_of: AsOf = None) -> list[ListCard]:
    """Every shared code list."""
    return code_lists.lists_with_counts(_day(as_of))


@router.get("/code-lists/{code}", response=CodeListOut)
def one_list(request: HttpRequest, code: str, as_of: AsOf = None) -> CodeListOut:
    """The codes of a list as of the day: what other systems take instead of keeping their own."""
    found = CodeList.objects.filter(code=code[:60]).first()
    if found is None:
        raise CodeListNotFound
    day = _day(as_of)
    return CodeListOut(
        code=found.code,
        title=found.title,
        source=found.source,
        as_of=day,
        items=[_code(card) for card in code_lists.codes_of(found.code, day)],
    )


def _code(card: CodeCard) -> CodeOut:
    end = card.valid_to
    return CodeOut(
        ma=card.code,
        ten=card.name,
        ma_cha=card.parent_code,
        thu_tu=card.order,
        ngay_hl=card.valid_from,
        ngay_hhl=date.fromordinal(end.toordinal() - 1) if end else None,
        trang_thai=1,
    )
