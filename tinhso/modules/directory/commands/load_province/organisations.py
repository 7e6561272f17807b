"""Committees, departments and the units inside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from tinhso.kernel.temporal import Span, Stamp, date_range
from tinhso.kernel.text import fold, sort_key
from tinhso.modules.directory.commands.load_province import departments, shipped, structure
from tinhso.modules.directory.commands.load_province.areas import AreaSpell, Loaded
from tinhso.modules.directory.commands.load_province.copying import copy_rows
from tinhso.modules.directory.commands.load_province.shipped import TWO_TIERS
from tinhso.modules.directory.commands.load_province.structure import Unit
from tinhso.modules.directory.models import (
    AreaSuccession,
    Organisation,
    OrganisationSuccession,
    OrganisationVersion,
)

COMMITTEES = {
    "province": "province_committee",
    "district": "district_committee",
    "commune": "commune_committee",
}


@dataclass(frozen=True, slots=True)
class OrganisationSpell:
    """An organisation's values for a span of days; `key` names it while loading."""

    key: str
    span: Span
    code: str
    name: str
    short_name: str
    kind: str
    parent: str | None = None
    area_id: int | None = None
    is_provisional: bool = True
    is_demo: bool = False
    order: int = 0
    decision: str = ""
    end_decision: str = ""


@dataclass
class Offices:
    """What was made: spells, and organisation ids by key ("area:7", "area:7/VP", "Sở Y tế")."""

    agency: str
    spells: list[OrganisationSpell] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    place_of: dict[str, AreaSpell] = field(default_factory=dict)
    """Committee key → the area it last stood for."""


def load(code: str, areas: Loaded, *, until: date | None, stamp: Stamp) -> Offices:
    """Make every organisation of the province."""
    offices = Offices(agency=shipped.agency_code_of(code))
    _committees(offices, areas, code, until)
    _province_units(offices, code, until)
    keys = list(dict.fromkeys(spell.key for spell in offices.spells))
    made = Organisation.objects.bulk_create((Organisation() for _ in keys), batch_size=5_000)
    offices.ids = {key: row.pk for key, row in zip(keys, made, strict=True)}
    copy_rows(
        OrganisationVersion,
        (_row(spell, offices.ids, stamp) for spell in offices.spells),
    )
    _successions(offices, areas, stamp)
    if code == departments.PROVINCE:
        departments.write_successions(offices.ids, until=until, stamp=stamp)
    return offices


def committee_key(area_id: int) -> str:
    """How the committee of an area is called while loading."""
    return f"area:{area_id}"


def committee_name(full_name: str) -> str:
    """ "Phường Hạc Thành" → "Ủy ban nhân dân phường Hạc Thành"."""
    return f"Ủy ban nhân dân {full_name[0].lower()}{full_name[1:]}"


def _committees(offices: Offices, areas: Loaded, code: str, until: date | None) -> None:
    """A committee for each area of the province; its versions follow those of the area."""
    mine = sorted(
        areas.of_province(code), key=lambda spell: (areas.ids[spell.key], spell.span.start)
    )
    for area_id, group in groupby(mine, key=lambda spell: areas.ids[spell.key]):
        spells = list(group)
        key = committee_key(area_id)
        offices.place_of[key] = spells[-1]
        for spell in spells:
            above = committee_key(areas.ids[spell.parent]) if spell.parent else None
            offices.spells.append(_committee(spell, key, area_id, above, offices.agency))
        _inner_units(offices, key, spells, until)


def _committee(
    spell: AreaSpell, key: str, area_id: int, above: str | None, agency: str
) -> OrganisationSpell:
    facts = spell.facts
    is_province = facts.level == "province"
    return OrganisationSpell(
        key=key,
        span=Span(None, spell.span.end) if is_province else spell.span,
        code=agency if is_province else f"{agency}.{facts.code}",
        name=committee_name(facts.full_name),
        short_name=f"UBND {facts.full_name[0].lower()}{facts.full_name[1:]}",
        kind=COMMITTEES[facts.level],
        parent=above,
        area_id=area_id,
        is_provisional=not is_province,
        decision=spell.decision,
        end_decision=spell.end_decision,
    )


def _inner_units(offices: Offices, key: str, spells: list[AreaSpell], until: date | None) -> None:
    """Units inside: those of two tiers since 1/7/2025, or those of before for a replay."""
    last = spells[-1]
    if last.facts.level == "province":
        return
    if last.span.end is None and (until is None or until >= TWO_TIERS):
        units, since = structure.commune_units(last.facts.kind), TWO_TIERS
    elif until is not None and until < TWO_TIERS and last.span.end is None:
        units = structure.units_before(last.facts.level)
        since = min(spell.span.start for spell in spells if spell.span.start)
    else:
        return
    for order, unit in enumerate(units, start=1):
        offices.spells.append(_unit(unit, key, last, since, offices.agency, order))


def _unit(
    unit: Unit, key: str, spell: AreaSpell, since: date, agency: str, order: int
) -> OrganisationSpell:
    facts = spell.facts
    return OrganisationSpell(
        key=f"{key}/{unit.code}",
        span=Span(since, None),
        code=f"{agency}.{facts.code}.{unit.code}",
        name=f"{unit.name} {facts.full_name[0].lower()}{facts.full_name[1:]}",
        short_name=unit.name,
        kind=unit.kind,
        parent=key,
        order=order,
        decision=structure.BASIS,
    )


def _province_units(offices: Offices, code: str, until: date | None) -> None:
    """The committee's office, the service centre, and (where listed) the departments."""
    top = next(s.key for s in offices.spells if s.kind == "province_committee")
    place = offices.place_of[top].facts.full_name
    office, centre = departments.office_and_centre(offices.agency, place)
    for key, unit, above in (
        (departments.OFFICE, office, top),
        (departments.CENTRE, centre, departments.OFFICE),
    ):
        offices.spells.append(
            OrganisationSpell(
                key=key,
                span=Span(),
                code=unit.code,
                name=unit.name,
                short_name=unit.short_name,
                kind=unit.kind,
                parent=above,
                order=1,
            )
        )
    if code != departments.PROVINCE:
        return
    for order, found in enumerate(departments.listed(until), start=2):
        for key, unit, above in found.with_units(top):
            offices.spells.append(
                OrganisationSpell(
                    key=key,
                    span=found.span,
                    code=unit.code,
                    name=unit.name,
                    short_name=unit.short_name,
                    kind=unit.kind,
                    parent=above,
                    is_provisional=unit.is_provisional,
                    is_demo=unit.is_demo,
                    order=order,
                    decision=found.decision,
                    end_decision=found.end_decision,
                )
            )


def _row(spell: OrganisationSpell, ids: dict[str, int], stamp: Stamp) -> OrganisationVersion:
    return OrganisationVersion(
        organisation_id=ids[spell.key],
        parent_id=ids[spell.parent] if spell.parent else None,
        area_id=spell.area_id,
        code=spell.code,
        code_is_provisional=spell.is_provisional,
        kind=spell.kind,
        name=spell.name,
        short_name=spell.short_name[:150],
        order=spell.order,
        is_demo=spell.is_demo,
        search=fold(f"{spell.name} {spell.short_name} {spell.code}"),
        sort_key=sort_key(spell.name),
        validity=date_range(spell.span),
        recorded=stamp.recorded,
        recorded_by=stamp.by.name,
        decision=spell.decision,
        end_decision=spell.end_decision,
    )


def _successions(offices: Offices, areas: Loaded, stamp: Stamp) -> None:
    """Committees follow their areas; an abolished district leaves no committee behind."""
    committees = {
        area_id: offices.ids[committee_key(area_id)]
        for area_id in areas.ids.values()
        if committee_key(area_id) in offices.ids
    }
    OrganisationSuccession.objects.bulk_create(
        (
            OrganisationSuccession(
                predecessor_id=committees.get(link.predecessor_id),
                successor_id=committees.get(link.successor_id),
                kind=link.kind,
                effective_on=link.effective_on,
                extent=link.extent,
                is_default=link.is_default,
                decision=link.decision,
                recorded=stamp.recorded,
                recorded_by=stamp.by.name,
            )
            for link in AreaSuccession.objects.current()
            if link.predecessor_id in committees or link.successor_id in committees
        ),
    )
