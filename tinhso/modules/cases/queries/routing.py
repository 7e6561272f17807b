"""Which process a dossier follows, which unit has a step, who may hold it today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from django.db.models import Q

from tinhso.modules.cases.definitions import RoutingDefinition
from tinhso.modules.cases.errors import NobodyForStep, NoProcess
from tinhso.modules.cases.models import ProcessBinding, ProcessVersion
from tinhso.modules.cases.rules.process import Process, Step, from_plain
from tinhso.modules.directory import public as directory

ROUTING = Path(__file__).parents[1] / "processes" / "routing.yaml"
# Units that hold a step by its kind rather than by the field of the procedure.
UNIT_WORDS = {"service_centre": "phục vụ hành chính công", "office": "văn phòng"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step goes: the unit, and the officer when only one may hold it."""

    unit_id: int
    officer_id: int | None


def process_version(version_id: int) -> tuple[ProcessVersion, Process]:
    """A version with its parsed definition. One query."""
    row = ProcessVersion.objects.get(id=version_id)
    return row, from_plain(row.definition)


def process_for(
    *, procedure_code: str, field_code: str, level: str, organisation_id: int, on: date
) -> ProcessVersion:
    """The approved version that a dossier of that day follows, by the most particular binding.

    Raises NoProcess. Two queries.
    """
    bindings = ProcessBinding.objects.filter(
        Q(procedure_code="") | Q(procedure_code=procedure_code),
        Q(field_code="") | Q(field_code=field_code),
        Q(level="") | Q(level=level),
        Q(organisation_id=None) | Q(organisation_id=organisation_id),
        validity__contains=on,
    )
    for binding in sorted(bindings, key=_particularity, reverse=True):
        version = (
            ProcessVersion.objects.filter(
                code=binding.process_code, status=ProcessVersion.Status.APPROVED
            )
            .filter(Q(valid_from=None) | Q(valid_from__lte=on))
            .order_by("-version")
            .first()
        )
        if version is not None:
            return version
    raise NoProcess


def _particularity(binding: ProcessBinding) -> tuple[bool, bool, bool, bool]:
    return (
        binding.organisation_id is not None,
        bool(binding.procedure_code),
        bool(binding.field_code),
        bool(binding.level),
    )


def place_for(
    step: Step, *, organisation_id: int, field_code: str, on: date, unit_id: int | None = None
) -> Place:
    """The unit of the agency that has the step, and its holder when only one officer may be.

    A division's step stays in `unit_id`, where the dossier is, unless its field belongs to another
    one: the head of those who work on it decides, not whichever head comes first.

    Raises NobodyForStep when no officer of the agency holds the role on that day.
    """
    holders = directory.holders(organisation_id, step.role, on)
    if not holders:
        agency = directory.organisation_cards([organisation_id], on).get(organisation_id)
        raise NobodyForStep(
            organisation=agency.name if agency else "", role=step.role, step=step.title
        )
    units = directory.organisation_cards({holder.organisation_id for holder in holders}, on)
    names = {unit_id: unit.name.lower() for unit_id, unit in units.items()}
    stays = unit_id if step.unit == "division" and unit_id in names else None
    chosen = _preferred_unit(step, field_code, names) or stays or holders[0].organisation_id
    officers = [holder.officer_id for holder in holders if holder.organisation_id == chosen]
    return Place(chosen, officers[0] if len(officers) == 1 else None)


def _preferred_unit(step: Step, field_code: str, names: dict[int, str]) -> int | None:
    words = [UNIT_WORDS[step.unit]] if step.unit in UNIT_WORDS else []
    if step.unit == "division":
        words = [
            word.lower() for rule in _routing() if field_code in rule.fields for word in rule.units
        ]
    for word in words:
        for unit_id in sorted(names):
            if word in names[unit_id]:
                return unit_id
    return None


@lru_cache(maxsize=1)
def _routing() -> tuple[RoutingDefinition, ...]:
    rows = yaml.safe_load(ROUTING.read_text(encoding="utf-8"))
    return tuple(RoutingDefinition.model_validate(row) for row in rows)


def may_hold(officer_id: int, *, role: str, unit_id: int, on: date) -> bool:
    """Whether the officer holds the role at the unit (or above it, within its agency) that day."""
    return any(holder.officer_id == officer_id for holder in directory.holders(unit_id, role, on))
