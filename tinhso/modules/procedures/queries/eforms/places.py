"""Communes by what people type: our own province first, each with its province's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from tinhso.modules.directory import public as directory

MOST = 10
_LOOKED_AT = 80


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A commune offered; `was` is the earlier name that was typed, "" otherwise."""

    id: int
    name: str
    was: str = ""
    is_own: bool = True


def find_communes(text: str, on: date, limit: int = MOST) -> list[FoundPlace]:
    """Communes that match the words, those of the own province first. Old names work too."""
    matches = directory.search_areas(text[:100], on, level="commune", limit=_LOOKED_AT)
    provinces = directory.area_cards({match.area.province_id for match in matches}, on)
    found = [
        FoundPlace(
            id=match.area.id,
            name=_named(match.area, provinces),
            was=match.was,
            is_own=_is_own(match.area, provinces),
        )
        for match in matches
    ]
    return sorted(found, key=lambda place: not place.is_own)[:limit]


def commune_names(ids: Iterable[int], on: date) -> dict[int, str]:
    """Names of communes of that day; what is no commune is left out. Two queries."""
    areas = directory.area_cards([pk for pk in ids if 0 < pk < 2**63], on)
    communes = {pk: card for pk, card in areas.items() if card.level == "commune"}
    provinces = directory.area_cards({card.province_id for card in communes.values()}, on)
    return {pk: _named(card, provinces) for pk, card in communes.items()}


def the_one(found: list[FoundPlace], text: str) -> FoundPlace | None:
    """The one that is meant: the only one, or the only one of that very name (here first)."""
    if len(found) == 1:
        return found[0]
    typed = text.strip().lower()
    for exact in (
        [place for place in found if place.name.lower() == typed],
        [place for place in found if place.is_own and _short(place.name) == typed],
    ):
        if len(exact) == 1:
            return exact[0]
    return None


def _short(name: str) -> str:
    return name.partition(",")[0].lower()


def _named(area: directory.AreaCard, provinces: dict[int, directory.AreaCard]) -> str:
    province = provinces.get(area.province_id)
    if province is None:
        return area.full_name
    return f"{area.full_name}, {province.full_name[:1].lower()}{province.full_name[1:]}"


def _is_own(area: directory.AreaCard, provinces: dict[int, directory.AreaCard]) -> bool:
    province = provinces.get(area.province_id)
    return province is not None and province.code == settings.PROVINCE
