"""Changes of single areas; a change of many is a reorganisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.temporal import Span, Stamp, Timeline
from tinhso.kernel.text import fold, nfc, normal_tone_position, sort_key
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.refusing import codes_once, refuse
from tinhso.modules.directory.errors import AreaNotFound, FactsInvalid, StillInUse
from tinhso.modules.directory.models import Area, AreaSuccession, AreaVersion
from tinhso.modules.directory.rules.facts import wrong_with_area

CHANGEABLE = ("code", "name", "full_name", "kind", "name_en", "area_km2", "parent_id")


def with_keys(values: Mapping[str, object]) -> dict[str, object]:
    """The values with names spelled one way and the columns made from them."""
    made = dict(values)
    for name in ("name", "full_name"):
        if name in made:
            made[name] = normal_tone_position(nfc(str(made[name])).strip())
    if "full_name" in made and "code" in made:
        made["search"] = fold(f"{made['full_name']} {made['code']}")
    if "name" in made:
        made["sort_key"] = sort_key(str(made["name"]))
    return made


@command(permission="directory.manage_directory", audits=("values", "since", "decision"))
def add_area(
    values: Mapping[str, object], *, since: date, decision: str, by: Actor, at: datetime
) -> int:
    """Make an area that begins; return its id. Raises FactsInvalid, AreaNotFound, CodeTaken."""
    require_reach(by, None)
    refuse(wrong_with_area(values))
    parent_id = values.get("parent_id")
    province_id = _province_of(parent_id, since) if isinstance(parent_id, int) else None
    if province_id is None and values["level"] != "province":
        raise FactsInvalid(fields={"parent_id": [str(AreaNotFound.message)]})
    area = Area.objects.create()
    facts = with_keys(values) | {"province_id": province_id or area.pk}
    with codes_once(str(values["code"]), "directory_area_code_once"):
        Timeline(AreaVersion, area_id=area.pk).replace(
            Span(since, None), facts, Stamp(by, at, decision)
        )
    note(subject=f"area:{area.pk}")
    return int(area.pk)


def _province_of(parent_id: int, on: date) -> int | None:
    rows = AreaVersion.objects.as_of(on).filter(area_id=parent_id)
    found: int | None = rows.values_list("province_id", flat=True).first()
    return found


@command(permission="directory.manage_directory", audits=("area_id", "since", "decision"))
def change_area(
    area_id: int,
    changes: Mapping[str, object],
    *,
    since: date,
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Let some values of an area change from that day on (rename, move, correct).

    Raises AreaNotFound, FactsInvalid, CodeTaken.
    """
    require_reach(by, None)
    now = AreaVersion.objects.as_of(since).filter(area_id=area_id).first()
    if now is None:
        raise AreaNotFound
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise FactsInvalid(fields={name: [str(FactsInvalid.message)] for name in sorted(unknown)})
    values = {name: getattr(now, name) for name in (*CHANGEABLE, "level")} | dict(changes)
    refuse(wrong_with_area(values))
    made = with_keys(values)
    parent_id = values["parent_id"]
    if isinstance(parent_id, int):
        province_id = _province_of(parent_id, since)
        if province_id is None or parent_id == area_id:
            raise FactsInvalid(fields={"parent_id": [str(AreaNotFound.message)]})
        made["province_id"] = province_id
    wanted = {*changes, "search", "sort_key", "province_id"} & set(made)
    with codes_once(str(values["code"]), "directory_area_code_once"):
        Timeline(AreaVersion, area_id=area_id).revise(
            Span(since, None), {name: made[name] for name in wanted}, Stamp(by, at, decision)
        )
    note(
        subject=f"area:{area_id}",
        old={name: getattr(now, name) for name in changes},
        new=dict(changes),
    )


@command(permission="directory.manage_directory", audits=("area_id", "on", "decision"))
def end_area(area_id: int, *, on: date, decision: str, by: Actor, at: datetime) -> None:
    """Let an area end without a successor. Raises AreaNotFound, StillInUse."""
    require_reach(by, None)
    if not AreaVersion.objects.as_of(on).filter(area_id=area_id).exists():
        raise AreaNotFound
    below = AreaVersion.objects.as_of(on).filter(parent_id=area_id).count()
    if below:
        raise StillInUse(what=_("%(n)s địa bàn cấp dưới") % {"n": below})
    stamp = Stamp(by, at, decision)
    Timeline(AreaVersion, area_id=area_id).end(on, stamp)
    AreaSuccession.objects.create(
        predecessor_id=area_id,
        kind=AreaSuccession.Kind.ABOLISHED,
        effective_on=on,
        recorded=stamp.recorded,
        recorded_by=by.name,
        decision=decision,
    )
    note(subject=f"area:{area_id}")


@command(permission="directory.manage_directory", audits=("predecessor_id", "successor_id"))
def answer_open_question(  # noqa: PLR0913 - a link and its source
    predecessor_id: int,
    successor_id: int,
    *,
    extent: str,
    share: Decimal | None,
    is_default: bool,
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Enter the successor that a document names for an area whose successor was not known.

    The open question is closed, not deleted: what was known before stays readable. Raises
    AreaNotFound when there is no such question.
    """
    require_reach(by, None)
    links = AreaSuccession.objects.select_for_update().current()
    question = links.filter(predecessor_id=predecessor_id, kind=AreaSuccession.Kind.UNKNOWN).first()
    if question is None or not Area.objects.filter(id=successor_id).exists():
        raise AreaNotFound
    stamp = Stamp(by, at, decision)
    AreaSuccession.objects.filter(pk=question.pk).update(
        recorded=(question.recorded.lower, stamp.at)
    )
    AreaSuccession.objects.create(
        predecessor_id=predecessor_id,
        successor_id=successor_id,
        kind=AreaSuccession.Kind.MERGED if extent == "all" else AreaSuccession.Kind.SPLIT,
        effective_on=question.effective_on,
        extent=extent,
        share=share,
        is_default=is_default,
        decision=decision,
        recorded=stamp.recorded,
        recorded_by=by.name,
    )
    note(subject=f"area:{predecessor_id}")
