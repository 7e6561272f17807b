"""Areas as of a day: by code, by words, their successors and origins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from tinhso.kernel.text import fold
from tinhso.modules.directory.models import AreaSuccession, AreaVersion
from tinhso.modules.directory.queries.cards import AreaCard, area_card, area_cards
from tinhso.modules.directory.queries.chains import Chain, Direction, chains
from tinhso.modules.directory.queries.searching import worded


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """An area found; `was` says under which earlier name, `since` from when it is the new one.

    `in_part`: only a part of the earlier area went here.
    """

    area: AreaCard
    was: str = ""
    since: date | None = None
    in_part: bool = False


@dataclass(frozen=True, slots=True)
class AreaLink:
    """An area another became, or came from, through one or several changes.

    `extent`: "all" or "part" of the predecessor; `share`: of its figures, None when unknown;
    `is_default`: the successor to take when nothing more is known; `since`: day of the last change.
    """

    area: AreaCard
    kind: str
    extent: str
    is_default: bool
    share: Decimal | None
    since: date


def resolve_area(code: str, on: date, known_at: datetime | None = None) -> AreaCard | None:
    """The area that had the code on that day; None when none had. One query.

    A code says nothing without a day: 14758 was phường Đông Thọ until 30/6/2025.
    """
    row = AreaVersion.objects.as_of(on, known_at).filter(code=code).first()
    return area_card(row) if row else None


def follow_area_code(code: str, on: date) -> list[AreaMatch]:
    """What an area code means to somebody who may have an old one in hand.

    The area that has the code on that day; else what the last area that had it has become.
    Five queries.
    """
    now = resolve_area(code, on)
    if now is not None:
        return [AreaMatch(now)]
    former = AreaVersion.objects.current().filter(code=code, validity__fully_lt=_from(on))
    row = former.order_by("-validity").first()
    return _become([row], on) if row else []


def successors(area_id: int, on: date, known_at: datetime | None = None) -> list[AreaLink]:
    """What the area has become by that day; empty while it lives, and where nobody knows."""
    return _links(area_id, on, "forwards", known_at)


def predecessors(area_id: int, on: date, known_at: datetime | None = None) -> list[AreaLink]:
    """What the area was made of, as of an earlier day; empty when it lived then already."""
    return _links(area_id, on, "backwards", known_at)


def _links(
    area_id: int, on: date, direction: Direction, known_at: datetime | None
) -> list[AreaLink]:
    found = chains(AreaSuccession, AreaVersion, "area_id", [area_id], on, direction, known_at)
    cards = area_cards([chain.end for chain in found[area_id]], on, known_at)
    links = [_link(chain, cards[chain.end]) for chain in found[area_id]]
    return sorted(links, key=lambda link: (not link.is_default, link.area.code))


def _link(chain: Chain, card: AreaCard) -> AreaLink:
    return AreaLink(
        area=card,
        kind=chain.kind,
        extent=chain.extent,
        is_default=chain.is_default,
        share=chain.share,
        since=chain.since,
    )


def search_areas(
    text: str,
    on: date,
    *,
    level: str = "commune",
    limit: int = 20,
    province_code: str = "",
) -> list[AreaMatch]:
    """Areas by words or code, with or without diacritics; an old name finds what the place is now.

    Areas of today first, those whose name is exactly what was typed at the top; then what former
    areas have become, with the former name and since when. Seven queries, whatever the number.
    """
    rows = AreaVersion.objects.current().filter(level=level)
    province = resolve_area(province_code, on) if province_code else None
    typed = fold(text)
    today = worded(rows.filter(validity__contains=on), text)
    if province is not None:
        today = today.filter(province_id=province.id)
    found = [AreaMatch(area_card(row)) for row in _best(today, typed, limit)]
    known = {match.area.id for match in found}
    former = worded(rows.filter(validity__fully_lt=_from(on)), text)
    for match in _become(_best(former, typed, limit), on):
        elsewhere = province is not None and match.area.province_id != province.id
        if match.area.id not in known and not elsewhere and len(found) < limit:
            known.add(match.area.id)
            found.append(match)
    return found


def _from(on: date) -> tuple[date, None]:
    """Days from that one on, as a range."""
    return (on, None)


def _best(rows: Iterable[AreaVersion], typed: str, limit: int) -> list[AreaVersion]:
    """The rows to show: exact names first. A name of one common word may have hundreds."""
    ordered = rows.order_by("sort_key", "code")[: max(limit, 200)]  # type: ignore[attr-defined]
    exact = {typed, f"xa {typed}", f"phuong {typed}", f"thi tran {typed}"}

    def rank(row: AreaVersion) -> tuple[bool, str]:
        names = {fold(row.name), fold(row.full_name), row.code}
        return not names & exact, row.sort_key

    return sorted(ordered, key=rank)[:limit]


def _become(former: Iterable[AreaVersion], on: date) -> list[AreaMatch]:
    """What former areas are now. A former name of an area that lives finds that area."""
    rows = list(former)
    ids = {row.area_id for row in rows}
    alive = area_cards(ids, on)
    found = chains(AreaSuccession, AreaVersion, "area_id", ids - set(alive), on, "forwards")
    cards = area_cards({chain.end for group in found.values() for chain in group}, on)
    matches: list[AreaMatch] = []
    for row in rows:
        if row.area_id in alive:
            matches.append(AreaMatch(alive[row.area_id], was=row.full_name, since=row.valid_to))
        became = sorted(found.get(row.area_id, []), key=lambda chain: not chain.is_default)
        matches += [
            AreaMatch(cards[chain.end], row.full_name, chain.since, in_part=chain.extent == "part")
            for chain in became
        ]
    return matches


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


def area_history(area_id: int, known_at: datetime | None = None) -> list[AreaVersion]:
    """The versions of an area, the latest first. One query."""
    return list(AreaVersion.objects.known(known_at).filter(area_id=area_id).order_by("-validity"))


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An area whose successor (or origin) the data does not name; `now`: where it lies today."""

    area_id: int
    code: str
    full_name: str
    on: date
    decision: str
    now: tuple[str, ...]


def open_questions(province_code: str, on: date) -> list[OpenQuestion]:
    """Ends and beginnings without a known other end, of one province. Five queries."""
    unknown = list(
        AreaSuccession.objects.current()
        .filter(kind="unknown", effective_on__lte=on)
        .order_by("effective_on", "id")
    )
    ids = [row.predecessor_id or row.successor_id for row in unknown]
    provinces = AreaVersion.objects.current().filter(code=province_code)
    mine = set(provinces.values_list("area_id", flat=True))
    rows = AreaVersion.objects.current().filter(area_id__in=ids, province_id__in=mine)
    last = {row.area_id: row for row in rows.order_by("validity")}
    found = chains(AreaSuccession, AreaVersion, "area_id", last, on, "forwards")
    cards = area_cards({chain.end for group in found.values() for chain in group}, on)
    return [
        OpenQuestion(
            area_id=area_id,
            code=last[area_id].code,
            full_name=last[area_id].full_name,
            on=row.effective_on,
            decision=row.decision,
            now=tuple(sorted(cards[chain.end].full_name for chain in found.get(area_id, []))),
        )
        for row, area_id in zip(unknown, ids, strict=True)
        if area_id in last
    ]


def province_areas(province_code: str) -> Q:
    """A condition on versions: the province by that code and whatever lay in it, at any time."""
    ids = AreaVersion.objects.current().filter(code=province_code).values("area_id")
    return Q(province_id__in=ids)
