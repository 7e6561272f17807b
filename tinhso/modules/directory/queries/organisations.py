"""Organisations as of a day: by code, by area, their tree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection

from tinhso.kernel.text import tsquery
from tinhso.modules.directory.models import OrganisationAlias, OrganisationVersion
from tinhso.modules.directory.queries.cards import OrganisationCard, organisation_card

_TREE = """
WITH RECURSIVE tree AS (
  SELECT %s::bigint AS id
  UNION
  SELECT v.organisation_id FROM tree JOIN directory_organisationversion v
    ON v.parent_id = tree.id AND upper_inf(v.recorded) AND v.validity @> %s::date)
SELECT id FROM tree
"""


def subtree(organisation_id: int, on: date) -> frozenset[int]:
    """The organisation and everything below it on that day. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TREE, [organisation_id, on])
        return frozenset(row[0] for row in cursor.fetchall())


def organisation_by_code(code: str, on: date) -> OrganisationCard | None:
    """The organisation that had the code, or the alias, on that day. Two queries at most."""
    wanted = code.strip().upper()
    row = OrganisationVersion.objects.as_of(on).filter(code=wanted).first()
    if row is None:
        alias = OrganisationAlias.objects.as_of(on).filter(code=wanted).first()
        if alias is not None:
            row = (
                OrganisationVersion.objects.as_of(on)
                .filter(organisation_id=alias.organisation_id)
                .first()
            )
    return organisation_card(row) if row else None


resolve_organisation = organisation_by_code


def committee_of_area(area_id: int, on: date) -> OrganisationCard | None:
    """The people's committee of the area on that day. One query."""
    row = (
        OrganisationVersion.objects.as_of(on)
        .filter(
            area_id=area_id,
            kind__in=["commune_committee", "district_committee", "province_committee"],
        )
        .first()
    )
    return organisation_card(row) if row else None


def search_organisations(
    text: str, on: date, *, kinds: Iterable[str] = (), limit: int = 20
) -> list[OrganisationCard]:
    """Organisations whose name, folded, has the words; by code when the text is one. One query."""
    rows = OrganisationVersion.objects.as_of(on)
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    query = tsquery(text)
    if text.strip().upper().startswith("H56"):
        rows = rows.filter(code__startswith=text.strip().upper())
    elif query:
        rows = rows.extra(  # noqa: S610 - the query is built from folded tokens and passed apart
            where=[
                "to_tsvector('simple'::regconfig, coalesce(search, '')) @@ to_tsquery('simple', %s)"
            ],
            params=[query],
        )
    return [organisation_card(row) for row in rows.order_by("sort_key")[:limit]]


def organisations_of_kinds(kinds: Iterable[str], on: date) -> list[OrganisationCard]:
    """Every organisation of the kinds alive on the day, in Vietnamese order. One query."""
    rows = OrganisationVersion.objects.as_of(on).filter(kind__in=list(kinds)).order_by("sort_key")
    return [organisation_card(row) for row in rows]
