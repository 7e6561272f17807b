"""Which agencies take a procedure in."""

from __future__ import annotations

from datetime import date

from tinhso.modules.directory import public as directory
from tinhso.modules.procedures import public as procedures

KINDS = {"xa": ("commune_committee",), "tinh": ("department",)}


def receivers_for(version: procedures.VersionCard, on: date) -> list[tuple[int, str]]:
    """(id, name) of the agencies that take the procedure in, by name. Two queries.

    The units the version names, else every agency of its levels.
    """
    if version.receiving_units:
        cards = directory.organisation_cards(version.receiving_units, on)
        return sorted(((card.id, card.name) for card in cards.values()), key=lambda row: row[1])
    kinds = [kind for level in version.levels for kind in KINDS.get(level, ())]
    return [(card.id, card.name) for card in directory.organisations_of_kinds(kinds, on)]
