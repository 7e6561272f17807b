"""Organisations as of a day: by code, by area, their tree, what they became."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from tinhso.modules.directory.models import (
    OrganisationAlias,
    OrganisationSuccession,
    OrganisationVersion,
)
from tinhso.modules.directory.queries.cards import (
    OrganisationCard,
    organisation_card,
    organisation_cards,
)
from tinhso.modules.directory.queries.chains import Direction, chains
from tinhso.modules.directory.queries.searching import worded
from tinhso.modules.directory.rules.codes import current_form, is_organisation_code

COMMITTEES = ("commune_committee", "district_committee", "province_committee")

_TREE = """
WITH RECURSIVE tree AS (
  SELECT %s::bigint AS id
  UNION
  SELECT v.organisation_id FROM tree JOIN directory_organisationversion v
    ON v.parent_id = tree.id AND upper_inf(v.recorded) AND v.validity @> %s::date)
SELECT id FROM tree
"""
_ABOVE = """
WITH RECURSIVE above AS (
  SELECT start, start AS id, 0 AS distance FROM unnest(%s::bigint[]) AS start
  UNION
  SELECT above.start, v.parent_id, distance + 1 FROM above JOIN directory_organisationversion v
    ON v.organisation_id = above.id AND upper_inf(v.recorded) AND v.validity @> %s::date
  WHERE v.parent_id IS NOT NULL AND distance < 20)
SELECT start, id FROM above ORDER BY start, distance
"""


def subtree(organisation_id: int, on: date) -> frozenset[int]:
    """The organisation and everything below it on that day. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TREE, [organisation_id, on])
        return frozenset(row[0] for row in cursor.fetchall())


def ancestors(organisation_id: int, on: date) -> list[int]:
    """The organisation and those above it on that day, nearest first. One query."""
    return ancestors_of_many([organisation_id], on)[organisation_id]


def ancestors_of_many(organisation_ids: Iterable[int], on: date) -> dict[int, list[int]]:
    """Each organisation with those above it on that day, nearest first. One query."""
    above: dict[int, list[int]] = {one: [] for one in organisation_ids}
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [list(above), on])
        for start, place in cursor.fetchall():
            above[start].append(place)
    return above


def organisation_by_code(code: str, on: date) -> OrganisationCard | None:
    """The organisation that had the code on that day, in any of its forms. Three queries at most.

    "H56.14", "000.00.14.H56" (QCVN 102) and aliases of other schemes name the same organisation.
    """
    wanted = current_form(code)
    row = OrganisationVersion.objects.as_of(on).filter(code=wanted).first()
    if row is not None:
        return organisation_card(row)
    alias = OrganisationAlias.objects.as_of(on).filter(code__in=[wanted, code.strip()]).first()
    if alias is None:
        return None
    return organisation_cards([alias.organisation_id], on).get(alias.organisation_id)


resolve_organisation = organisation_by_code


def follow_organisation_code(code: str, on: date) -> list[OrganisationCard]:
    """Who answers to a code today: its bearer, else what its last bearer became. Six queries."""
    now = organisation_by_code(code, on)
    if now is not None:
        return [now]
    row = (
        OrganisationVersion.objects.current()
        .filter(code=current_form(code), validity__fully_lt=(on, None))
        .order_by("-validity")
        .first()
    )
    if row is None:
        return []
    return [link.organisation for link in organisation_successors(row.organisation_id, on)]


@dataclass(frozen=True, slots=True)
class OrganisationLink:
    """An organisation another became, or came from; see `areas.AreaLink`."""

    organisation: OrganisationCard
    kind: str
    extent: str
    is_default: bool
    share: Decimal | None
    since: date


def organisation_successors(
    organisation_id: int, on: date, known_at: datetime | None = None
) -> list[OrganisationLink]:
    """What the organisation has become by that day; the default first. Empty while it lives."""
    return _links(organisation_id, on, "forwards", known_at)


def organisation_predecessors(
    organisation_id: int, on: date, known_at: datetime | None = None
) -> list[OrganisationLink]:
    """What the organisation was made of, as of an earlier day."""
    return _links(organisation_id, on, "backwards", known_at)


def default_successors(ids: Iterable[int], on: date) -> dict[int, int]:
    """For each organisation that ended: the one to take when nothing more is known. Few queries."""
    found = chains(
        OrganisationSuccession, OrganisationVersion, "organisation_id", set(ids), on, "forwards"
    )
    return {
        start: chain.end for start, group in found.items() for chain in group if chain.is_default
    }


def _links(
    organisation_id: int, on: date, direction: Direction, known_at: datetime | None
) -> list[OrganisationLink]:
    found = chains(
        OrganisationSuccession,
        OrganisationVersion,
        "organisation_id",
        [organisation_id],
        on,
        direction,
        known_at,
    )[organisation_id]
    cards = organisation_cards([chain.end for chain in found], on, known_at)
    links = [
        OrganisationLink(
            cards[chain.end], chain.kind, chain.extent, chain.is_default, chain.share, chain.since
        )
        for chain in found
    ]
    return sorted(links, key=lambda link: (not link.is_default, link.organisation.code))


def committee_of_area(area_id: int, on: date) -> OrganisationCard | None:
    """The people's committee of the area on that day. One query."""
    rows = OrganisationVersion.objects.as_of(on).filter(area_id=area_id, kind__in=COMMITTEES)
    row = rows.first()
    return organisation_card(row) if row else None


def committees_of_areas(area_ids: Iterable[int], on: date) -> dict[int, OrganisationCard]:
    """The committees of areas on that day, by area. One query."""
    rows = OrganisationVersion.objects.as_of(on).filter(
        area_id__in=set(area_ids), kind__in=COMMITTEES
    )
    return {row.area_id: organisation_card(row) for row in rows if row.area_id is not None}


def agency_of(organisation_id: int, on: date) -> OrganisationCard | None:
    """The agency a unit belongs to: the nearest committee or department above it, or itself."""
    above = ancestors(organisation_id, on)
    cards = organisation_cards(above, on)
    for place in above:
        card = cards.get(place)
        if card is not None and card.kind in (*COMMITTEES, "department"):
            return card
    return None


def search_organisations(
    text: str, on: date, *, kinds: Iterable[str] = (), limit: int = 20
) -> list[OrganisationCard]:
    """Organisations whose name, folded, has the words, or whose code begins so. One query."""
    rows = found_organisations(OrganisationVersion.objects.as_of(on), text)
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    return [organisation_card(row) for row in rows.order_by("sort_key", "code")[:limit]]


def found_organisations(
    rows: QuerySet[OrganisationVersion], text: str
) -> QuerySet[OrganisationVersion]:
    """Narrow versions to those a person who typed the text may mean."""
    code = current_form(text)
    if is_organisation_code(code) and any(char.isdecimal() for char in code):
        return rows.filter(code__startswith=code)
    return worded(rows, text)


def organisations_of_kinds(kinds: Iterable[str], on: date) -> list[OrganisationCard]:
    """Every organisation of the kinds on that day, by name. One query."""
    rows = OrganisationVersion.objects.as_of(on).filter(kind__in=list(kinds))
    return [organisation_card(row) for row in rows.order_by("sort_key")]


def children_of(organisation_id: int, on: date) -> list[OrganisationCard]:
    """Organisations directly below, in their order. One query."""
    rows = OrganisationVersion.objects.as_of(on).filter(parent_id=organisation_id)
    return [organisation_card(row) for row in rows.order_by("order", "sort_key")]


def aliases_of(organisation_id: int, on: date) -> list[OrganisationAlias]:
    """Codes of other schemes on that day. One query."""
    rows = OrganisationAlias.objects.as_of(on).filter(organisation_id=organisation_id)
    return list(rows.order_by("scheme", "code"))


def organisation_history(
    organisation_id: int, known_at: datetime | None = None
) -> list[OrganisationVersion]:
    """The versions of an organisation, the latest first. One query."""
    rows = OrganisationVersion.objects.known(known_at).filter(organisation_id=organisation_id)
    return list(rows.order_by("-validity"))
