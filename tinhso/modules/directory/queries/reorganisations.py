"""Reorganisations: their changes as values, and what they mean for what is alive."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, timedelta

from tinhso.modules.directory.definitions.reorganisation_parts import ChangeSet
from tinhso.modules.directory.errors import ReorganisationNotFound
from tinhso.modules.directory.models import (
    OrganisationVersion,
    Reorganisation,
    ReorganisationChange,
)
from tinhso.modules.directory.rules.change_set import Change, Origin, change_of


def reorganisation(reorganisation_id: int, *, for_update: bool = False) -> Reorganisation:
    """The reorganisation, locked if it is to change. Raises ReorganisationNotFound."""
    rows = Reorganisation.objects.all()
    if for_update:
        rows = rows.select_for_update()
    found = rows.filter(id=reorganisation_id).first()
    if found is None:
        raise ReorganisationNotFound
    return found


def changes_of(found: Reorganisation) -> list[Change]:
    """Its lines in order. One query."""
    return [change_value(row) for row in found.changes.order_by("number")]


def change_value(row: ReorganisationChange) -> Change:
    """A row as the value that rules work on."""
    return change_of(row.number, row.subject, row.kind, row.content)  # type: ignore[arg-type]


def mark_of(found: Reorganisation) -> str:
    """A hash of everything that was decided: what is approved is what was tried."""
    lines = [(c.number, c.subject, c.kind, c.content()) for c in changes_of(found)]
    text = json.dumps(
        [found.effective_on.isoformat(), found.decision, lines], sort_keys=True, default=str
    )
    return hashlib.sha256(text.encode()).hexdigest()


def change_set_of(found: Reorganisation) -> ChangeSet:
    """The reorganisation as its parts see it. Three queries."""
    rows = list(found.changes.order_by("number"))
    changes = tuple(change_value(row) for row in rows)
    results = {row.number: row.result_id for row in rows if row.result_id is not None}
    last_day = found.effective_on - timedelta(days=1)
    ending = _ending(changes, "organisation")
    heirs = _heirs(changes, "organisation", results)
    area_heirs = _heirs(changes, "area", results)
    return ChangeSet(
        id=int(found.pk),
        title=found.title,
        decision=found.decision,
        effective_on=found.effective_on,
        changes=changes,
        ending_areas=frozenset(_ending(changes, "area")),
        ending_organisations=frozenset(_with_units(ending, changes, last_day)),
        successors={old: heir for old, group in heirs.items() for heir, main in group if main},
        all_successors={old: tuple(heir for heir, _main in g) for old, g in heirs.items()},
        area_successors={old: h for old, group in area_heirs.items() for h, main in group if main},
        results=results,
    )


def _ending(changes: Iterable[Change], subject: str) -> set[int]:
    lines = [line for line in changes if line.subject == subject]
    gone = {origin.id for line in lines for origin in line.origins}
    return gone | {line.unit for line in lines if line.kind == "abolish" and line.unit is not None}


def _heirs(
    changes: Iterable[Change], subject: str, results: dict[int, int]
) -> dict[int, list[tuple[int, bool]]]:
    heirs: dict[int, list[tuple[int, bool]]] = {}
    for line in changes:
        made = results.get(line.number)
        if line.subject != subject or made is None:
            continue
        for origin in line.origins:
            heirs.setdefault(origin.id, []).append((made, origin.is_default))
    return heirs


def _with_units(ending: set[int], changes: Iterable[Change], last_day: date) -> set[int]:
    """The ending agencies and every unit inside them that no line of its own keeps."""
    kept = {line.unit for line in changes if line.kind in ("rename", "transfer")}
    parents = dict(
        OrganisationVersion.objects.as_of(last_day).values_list("organisation_id", "parent_id")
    )
    found = set(ending)
    grew = True
    while grew:
        below = {
            unit
            for unit, parent in parents.items()
            if parent in found and unit not in found and unit not in kept
        }
        found |= below
        grew = bool(below)
    return found


def main_origin(line: Change, codes: dict[int, str]) -> Origin | None:
    """Of the origins whose people come here: the one whose code the new unit has, else the first.

    An origin of which only a part comes here by default sends its people elsewhere.
    """
    coming = [origin for origin in line.origins if origin.is_default]
    for origin in coming:
        if codes.get(origin.id) == line.values.get("code"):
            return origin
    return min(coming, key=lambda origin: codes.get(origin.id, ""), default=None)
