"""Areas as of a day: by code, by words, their successors and origins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tinhso.kernel.text import tsquery
from tinhso.modules.directory.models import AreaSuccession, AreaVersion
from tinhso.modules.directory.queries.cards import AreaCard, area_card, area_cards


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """An area found; `was` says under which earlier name, `since` from when it is the new one."""

    area: AreaCard
    was: str = ""
    since: date | None = None


def resolve_area(code: str, on: date) -> AreaCard | None:
    """The area that had the code on that day; None when none had. One query."""
    row = AreaVersion.objects.as_of(on).filter(code=code).first()
    return area_card(row) if row else None


def successors(area_id: int, on: date) -> list[AreaCard]:
    """What the area has become by that day, through any number of changes."""
    return _follow(area_id, on, forwards=True)


def predecessors(area_id: int, on: date) -> list[AreaCard]:
    """What the area was made of on that earlier day."""
    return _follow(area_id, on, forwards=False)


def _follow(area_id: int, on: date, *, forwards: bool) -> list[AreaCard]:
    seen, waiting, ends = {area_id}, [area_id], set()
    while waiting:
        alive = area_cards(waiting, on)
        ends |= set(alive)
        rest = [place for place in waiting if place not in alive]
        links = AreaSuccession.objects.current()
        if forwards:
            pairs = links.filter(predecessor_id__in=rest, effective_on__lte=on)
            nexts = pairs.exclude(successor=None).values_list("successor_id", flat=True)
        else:
            pairs = links.filter(successor_id__in=rest, effective_on__gt=on)
            nexts = pairs.exclude(predecessor=None).values_list("predecessor_id", flat=True)
        waiting = [place for place in set(nexts) if place not in seen]
        seen |= set(waiting)
    cards = area_cards(ends - {area_id} or ends, on)
    return sorted(cards.values(), key=lambda card: card.code)


def search_areas(
    text: str, on: date, *, level: str = "commune", limit: int = 20
) -> list[AreaMatch]:
    """Areas by words, with or without diacritics; an old name finds what the place is now.

    Four queries and two for each old name found.
    """
    query = tsquery(text)
    if not query:
        return []
    where = "to_tsvector('simple'::regconfig, coalesce(search, '')) @@ to_tsquery('simple', %s)"
    rows = AreaVersion.objects.current().filter(level=level).extra(where=[where], params=[query])  # noqa: S610 - folded tokens only
    today = list(rows.filter(validity__contains=on).order_by("sort_key")[:limit])
    found = [AreaMatch(area_card(row)) for row in today]
    known = {match.area.id for match in found}
    former = rows.filter(validity__endswith__lte=on).order_by("sort_key")[:limit]
    for row in former:
        for card in successors(row.area_id, on):
            if card.id not in known and len(found) < limit:
                known.add(card.id)
                found.append(AreaMatch(card, was=row.full_name, since=card.valid_from))
    return found


def children(area_id: int, on: date) -> list[AreaCard]:
    """Areas directly below, as of the day. One query."""
    rows = AreaVersion.objects.as_of(on).filter(parent_id=area_id).order_by("sort_key")
    return [area_card(row) for row in rows]


def communes_of(province_code: str, on: date) -> list[AreaCard]:
    """Every commune of the province as of the day. Two queries."""
    province = resolve_area(province_code, on)
    if province is None:
        return []
    rows = AreaVersion.objects.as_of(on).filter(province_id=province.id, level="commune")
    return [area_card(row) for row in rows.order_by("sort_key")]
