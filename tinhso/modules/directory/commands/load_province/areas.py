"""Areas of both structures, for the whole country, and how they became each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tinhso.kernel.temporal import Span, Stamp, date_range
from tinhso.kernel.text import fold, sort_key
from tinhso.modules.directory.commands.load_province import shipped
from tinhso.modules.directory.commands.load_province.copying import copy_rows
from tinhso.modules.directory.commands.load_province.shipped import (
    LISTED_SINCE,
    NEW_YEAR_2025,
    NOVEMBER_2024,
    TWO_TIERS,
    WITH_HISTORY,
    UnitFacts,
)
from tinhso.modules.directory.models import Area, AreaSuccession, AreaVersion
from tinhso.modules.directory.rules.spells import Snapshot, Spell, spells_of
from tinhso.modules.directory.rules.succession import Plan, plan_of

Key = tuple[str, str]
"""("old", code) until 30/6/2025, ("new", code) since; a unit that goes on keeps its old key."""

FIRST_LIST = "Danh mục hành chính năm 2023; trước năm 2023 chưa nhập dữ liệu"
LIST_OF_2025 = "Danh mục hành chính nửa đầu năm 2025; trước ngày 01/01/2025 chưa nhập dữ liệu"
BETWEEN = "Danh mục tháng 11/2024; thay đổi trong khoảng 4/2023 đến 11/2024, chưa rõ ngày"
OF_2024 = "Nghị quyết 1238/NQ-UBTVQH15"
OF_COMMUNES = "Nghị quyết 1686/NQ-UBTVQH15 ngày 16/6/2025"
ELSEWHERE = "Nghị quyết sắp xếp đơn vị hành chính cấp xã năm 2025; tên theo danh mục ngày 30/4/2026"
OF_PROVINCES = "Nghị quyết 202/2025/QH15 ngày 12/6/2025"
NO_DISTRICTS = "Kết thúc hoạt động của cấp huyện từ ngày 01/7/2025"


@dataclass(frozen=True, slots=True)
class AreaSpell:
    """An area's values from a day until another, with the decisions of both ends."""

    key: Key
    span: Span
    facts: UnitFacts
    parent: Key | None
    province: Key
    decision: str
    end_decision: str


@dataclass
class Loaded:
    """What was made: area ids by key, the spells, and the plan of 1/7/2025 (None before it)."""

    ids: dict[Key, int] = field(default_factory=dict)
    spells: list[AreaSpell] = field(default_factory=list)
    plan: Plan | None = None
    provinces: Plan | None = None

    def of_province(self, code: str) -> list[AreaSpell]:
        """Spells of the province and everything in it."""
        return [spell for spell in self.spells if spell.facts.province_code == code]

    def new_key(self, code: str) -> Key:
        """The key of a unit of the new structure."""
        for plan in (self.plan, self.provinces):
            if plan is not None and code in plan.going_on:
                return ("old", code)
        return ("new", code)


def load(*, until: date | None, stamp: Stamp) -> Loaded:
    """Make identities, versions and successions."""
    before_two_tiers = until is not None and until < TWO_TIERS
    loaded = Loaded()
    history = list(_history())
    if until is not None and before_two_tiers:
        loaded.spells = _cut(history, until)
    else:
        loaded.plan, loaded.provinces = plans(history)
        loaded.spells = _joined(history, loaded)
    keys = sorted({spell.key for spell in loaded.spells})
    made = Area.objects.bulk_create((Area() for _ in keys), batch_size=5_000)
    loaded.ids = {key: area.pk for key, area in zip(keys, made, strict=True)}
    copy_rows(AreaVersion, (_row(spell, loaded.ids, stamp) for spell in loaded.spells))
    links = list(_old_links(loaded, until))
    if not before_two_tiers:
        links += _new_links(loaded)
    copy_rows(AreaSuccession, (_link(link, stamp) for link in links))
    return loaded


# -- until 30/6/2025 -------------------------------------------------------------------------------


def _history() -> Iterator[AreaSpell]:
    """Spells of every unit until 30/6/2025; those still alive then end on 1/7/2025."""
    lists = [
        (LISTED_SINCE, "units_2023.csv"),
        (NOVEMBER_2024, "units_2024.csv"),
        (NEW_YEAR_2025, "units_2025h1.csv"),
    ]
    followed = [
        Snapshot(since, {u.code: u for u in shipped.units(name) if u.province_code in WITH_HISTORY})
        for since, name in lists
    ]
    elsewhere = {
        unit.code: unit
        for unit in shipped.units("national_units_2025h1.csv")
        if unit.province_code not in WITH_HISTORY
    }
    for spell in spells_of(followed, end=TWO_TIERS):
        yield _old_spell(spell, FIRST_LIST)
    for spell in spells_of([Snapshot(NEW_YEAR_2025, elsewhere)], end=TWO_TIERS):
        yield _old_spell(spell, LIST_OF_2025)


def _old_spell(spell: Spell[str, UnitFacts], first: str) -> AreaSpell:
    begun = {LISTED_SINCE: FIRST_LIST, NOVEMBER_2024: BETWEEN, NEW_YEAR_2025: OF_2024}
    facts = spell.values
    decision = first if first == LIST_OF_2025 else begun[spell.start]
    return AreaSpell(
        key=("old", spell.unit),
        span=Span(spell.start, spell.end),
        facts=facts,
        parent=("old", facts.parent_code) if facts.parent_code else None,
        province=("old", facts.province_code),
        decision=decision,
        end_decision=_ended(facts, spell.end),
    )


def _ended(facts: UnitFacts, end: date | None) -> str:
    if end != TWO_TIERS:
        return {NOVEMBER_2024: BETWEEN, NEW_YEAR_2025: OF_2024}.get(end, "") if end else ""
    if facts.level == "province":
        return OF_PROVINCES
    if facts.level == "district":
        return NO_DISTRICTS
    return _decision_of_communes(facts.province_code)


def _decision_of_communes(province_code: str) -> str:
    return OF_COMMUNES if province_code == "38" else ELSEWHERE


def _cut(history: Iterable[AreaSpell], until: date) -> list[AreaSpell]:
    """What was known on that day: nothing that began later, no end that came later."""
    kept = []
    for spell in history:
        if spell.span.start is not None and spell.span.start > until:
            continue
        if spell.span.end is not None and spell.span.end > until:
            spell = replace(spell, span=Span(spell.span.start, None), end_decision="")
        kept.append(spell)
    return kept


# -- since 1/7/2025 --------------------------------------------------------------------------------


def plans(history: Iterable[AreaSpell]) -> tuple[Plan, Plan]:
    """The plan of 1/7/2025 for communes, and the one for provinces."""
    alive = [spell.facts for spell in history if spell.span.end == TWO_TIERS]
    now = list(_present())
    return (
        plan_of(
            [unit.code for unit in alive if unit.level == "commune"],
            [unit.code for unit in now if unit.level == "commune"],
            shipped.commune_links(),
        ),
        plan_of(
            [unit.code for unit in alive if unit.level == "province"],
            [unit.code for unit in now if unit.level == "province"],
            shipped.province_links(),
        ),
    )


def _present() -> Iterator[UnitFacts]:
    """Units of today; areas in km² are known for Thanh Hóa and Phú Thọ."""
    sized = {unit.code: unit.area_km2 for unit in shipped.units("units_2025.csv")}
    for unit in shipped.units("national_units_2025.csv"):
        yield replace(unit, area_km2=sized.get(unit.code, ""))


def _joined(history: list[AreaSpell], loaded: Loaded) -> list[AreaSpell]:
    """Both structures; a unit that goes on with the same values has one spell over both."""
    last = {spell.key: spell for spell in history if spell.span.end == TWO_TIERS}
    found = {id(spell): spell for spell in history}
    for facts in _present():
        spell = _new_spell(facts, loaded)
        before = last.get(spell.key)
        if before is not None and _same(before, spell):
            joined = replace(before, span=Span(before.span.start, None), end_decision="")
            joined = replace(joined, facts=replace(facts, parent_code=before.facts.parent_code))
            found[id(before)] = joined
        else:
            found[id(spell)] = spell
    return list(found.values())


def _new_spell(facts: UnitFacts, loaded: Loaded) -> AreaSpell:
    province = loaded.new_key(facts.province_code)
    is_province = facts.level == "province"
    return AreaSpell(
        key=loaded.new_key(facts.code),
        span=Span(TWO_TIERS, None),
        facts=facts,
        parent=None if is_province else province,
        province=province,
        decision=OF_PROVINCES if is_province else _decision_of_communes(facts.province_code),
        end_decision="",
    )


def _same(before: AreaSpell, after: AreaSpell) -> bool:
    return (
        before.parent == after.parent
        and before.province == after.province
        and before.facts.full_name == after.facts.full_name
        and before.facts.kind == after.facts.kind
    )


# -- rows ------------------------------------------------------------------------------------------


def area_values(facts: UnitFacts) -> dict[str, object]:
    """The columns of a version that come from the list itself."""
    return {
        "code": facts.code,
        "level": facts.level,
        "name": facts.name,
        "full_name": facts.full_name,
        "kind": facts.kind,
        "name_en": facts.name_en,
        "area_km2": facts.area_km2 or None,
        "search": fold(f"{facts.full_name} {facts.code}"),
        "sort_key": sort_key(facts.name),
    }


def _row(spell: AreaSpell, ids: dict[Key, int], stamp: Stamp) -> AreaVersion:
    return AreaVersion(
        area_id=ids[spell.key],
        parent_id=ids[spell.parent] if spell.parent else None,
        province_id=ids[spell.province],
        validity=date_range(spell.span),
        recorded=stamp.recorded,
        recorded_by=stamp.by.name,
        decision=spell.decision,
        end_decision=spell.end_decision,
        **area_values(spell.facts),
    )


@dataclass(frozen=True, slots=True)
class _NewLink:
    kind: str
    on: date
    decision: str
    predecessor: int | None = None
    successor: int | None = None
    extent: str = "all"
    is_default: bool = False


def _link(link: _NewLink, stamp: Stamp) -> AreaSuccession:
    return AreaSuccession(
        predecessor_id=link.predecessor,
        successor_id=link.successor,
        kind=link.kind,
        effective_on=link.on,
        extent=link.extent,
        is_default=link.is_default,
        decision=link.decision,
        recorded=stamp.recorded,
        recorded_by=stamp.by.name,
    )


def _old_links(loaded: Loaded, until: date | None) -> Iterator[_NewLink]:
    """Ends before 1/7/2025: Đông Sơn into the city of Thanh Hóa, and twelve open questions."""
    if until is None or until >= NEW_YEAR_2025:
        yield _NewLink(
            kind="merged",
            on=NEW_YEAR_2025,
            decision=OF_2024,
            predecessor=loaded.ids["old", "405"],
            successor=loaded.ids["old", "380"],
            is_default=True,
        )
    for ended in shipped.abolished_without_successor():
        if until is None or until >= ended.on:
            yield _NewLink(
                kind="unknown",
                on=ended.on,
                decision="Chưa có văn bản nêu đơn vị kế tiếp ngay sau",
                predecessor=loaded.ids["old", ended.code],
            )


def _new_links(loaded: Loaded) -> Iterator[_NewLink]:
    """What ended on 1/7/2025 and what came of it."""
    yield from _eventual(loaded)
    for level, plan in (("commune", loaded.plan), ("province", loaded.provinces)):
        assert plan is not None  # noqa: S101 - only called when both were drawn
        provinces = {s.key: s.facts.province_code for s in loaded.spells}
        yield from _links_of(plan, level, loaded, provinces)
    for spell in loaded.spells:
        if spell.facts.level == "district" and spell.span.end == TWO_TIERS:
            yield _NewLink(
                kind="abolished",
                on=TWO_TIERS,
                decision=NO_DISTRICTS,
                predecessor=loaded.ids[spell.key],
            )


def _links_of(
    plan: Plan, level: str, loaded: Loaded, provinces: dict[Key, str]
) -> Iterator[_NewLink]:
    ids = loaded.ids

    def decision(key: Key) -> str:
        return OF_PROVINCES if level == "province" else _decision_of_communes(provinces[key])

    for found in plan.becomings:
        if found.goes_on:
            continue
        successor = loaded.new_key(found.new)
        if not found.links:
            yield _NewLink("unknown", TWO_TIERS, decision(successor), None, ids[successor])
        for link in found.links:
            yield _NewLink(
                kind="split" if link.extent == "part" else "merged",
                on=TWO_TIERS,
                decision=decision(successor),
                predecessor=ids["old", link.old],
                successor=ids[successor],
                extent=link.extent,
                is_default=link.is_default,
            )
    for code in {*plan.ended_unknown, *(link.old for link in plan.unknown_targets)}:
        yield _NewLink("unknown", TWO_TIERS, decision(("old", code)), ids["old", code])


def _eventual(loaded: Loaded) -> Iterator[_NewLink]:
    """For the open questions: what the place is now, where a list of old names says it."""
    ended = {(row.full_name, row.district): row for row in shipped.abolished_without_successor()}
    found = list(shipped.eventual_successors())
    for place, new_code in found:
        alone = sum(other == place for other, _code in found) == 1
        if place in ended:
            yield _NewLink(
                kind="eventual",
                on=TWO_TIERS,
                decision="Bảng tên xã, phường trước năm 2025; đơn vị ở giữa chưa rõ",
                predecessor=loaded.ids["old", ended[place].code],
                successor=loaded.ids[loaded.new_key(new_code)],
                extent="all" if alone else "part",
                is_default=alone,
            )
