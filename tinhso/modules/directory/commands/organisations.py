"""Changes of single organisations; a change of many is a reorganisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.events import announce
from tinhso.kernel.temporal import Span, Stamp, Timeline
from tinhso.kernel.text import fold, nfc, sort_key
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.refusing import codes_once, refuse
from tinhso.modules.directory.commands.stamps import move_tree
from tinhso.modules.directory.errors import (
    FactsInvalid,
    OrganisationNotFound,
    ParentBelow,
    StillInUse,
)
from tinhso.modules.directory.events import OrganisationTreeChanged
from tinhso.modules.directory.models import (
    Organisation,
    OrganisationAlias,
    OrganisationSuccession,
    OrganisationVersion,
    PositionVersion,
)
from tinhso.modules.directory.queries.organisations import subtree
from tinhso.modules.directory.rules.codes import current_form
from tinhso.modules.directory.rules.facts import wrong_with_organisation

CODE_ONCE = "directory_organisation_code_once"
CHANGEABLE = (
    "code",
    "code_is_provisional",
    "kind",
    "name",
    "short_name",
    "parent_id",
    "area_id",
    "address",
    "phone",
    "email",
    "order",
)


def with_keys(values: Mapping[str, object]) -> dict[str, object]:
    """The values tidied, with the columns made from them."""
    made = {
        name: nfc(value).strip() if isinstance(value, str) else value
        for name, value in values.items()
    }
    if made.get("code"):
        made["code"] = current_form(str(made["code"]))
    if made.get("name"):
        made["short_name"] = made.get("short_name") or str(made["name"])[:150]
        made["sort_key"] = sort_key(str(made["name"]))
        made["search"] = fold(f"{made['name']} {made['short_name']} {made.get('code', '')}")
    return made


@command(permission="directory.manage_directory", audits=("values", "since", "decision"))
def add_organisation(
    values: Mapping[str, object], *, since: date, decision: str, by: Actor, at: datetime
) -> int:
    """Make an organisation that begins; return its id.

    `values`: code, name, kind and, if there are, short_name, parent_id, area_id, address, phone,
    email, order, code_is_provisional. Raises FactsInvalid, OrganisationNotFound (the parent),
    CodeTaken.
    """
    parent_id = values.get("parent_id")
    require_reach(by, parent_id if isinstance(parent_id, int) else None)
    _refuse_unknown(values)
    refuse(wrong_with_organisation({"code": "", "name": "", "kind": "", **values}))
    if isinstance(parent_id, int):
        _require_alive(parent_id, since)
    organisation = Organisation.objects.create()
    with codes_once(str(values["code"]), CODE_ONCE):
        Timeline(OrganisationVersion, organisation_id=organisation.pk).replace(
            Span(since, None), with_keys(values), Stamp(by, at, decision)
        )
    _changed(int(organisation.pk), since)
    return int(organisation.pk)


@command(permission="directory.manage_directory", audits=("organisation_id", "since", "decision"))
def change_organisation(
    organisation_id: int,
    changes: Mapping[str, object],
    *,
    since: date,
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Let some values of an organisation change from that day on.

    Raises OrganisationNotFound, FactsInvalid, ParentBelow, CodeTaken.
    """
    require_reach(by, organisation_id)
    _refuse_unknown(changes)
    now = _require_alive(organisation_id, since)
    refuse(wrong_with_organisation(changes))
    parent_id = changes.get("parent_id")
    if isinstance(parent_id, int):
        require_reach(by, parent_id)
        _require_alive(parent_id, since)
        if parent_id in subtree(organisation_id, since):
            raise ParentBelow
    named = {name: getattr(now, name) for name in ("code", "name", "short_name")}
    made = with_keys(named | dict(changes))
    wanted = {*changes, "search", "sort_key"}
    with codes_once(str(made["code"]), CODE_ONCE):
        Timeline(OrganisationVersion, organisation_id=organisation_id).revise(
            Span(since, None), {name: made[name] for name in wanted}, Stamp(by, at, decision)
        )
    note(old={name: getattr(now, name) for name in changes}, new=dict(changes))
    _changed(organisation_id, since)


@command(
    permission="directory.manage_directory",
    audits=("organisation_id", "on", "decision", "successor_id"),
)
def end_organisation(
    organisation_id: int,
    *,
    on: date,
    decision: str,
    by: Actor,
    at: datetime,
    successor_id: int | None = None,
) -> None:
    """Let an organisation end, with or without a successor. Its posts must have ended.

    Raises OrganisationNotFound, StillInUse.
    """
    require_reach(by, organisation_id)
    _require_alive(organisation_id, on)
    below = OrganisationVersion.objects.as_of(on).filter(parent_id=organisation_id).count()
    if below:
        raise StillInUse(what=_("%(n)s đơn vị trực thuộc") % {"n": below})
    positions = PositionVersion.objects.as_of(on).filter(organisation_id=organisation_id).count()
    if positions:
        raise StillInUse(what=_("%(n)s vị trí việc làm") % {"n": positions})
    if successor_id is not None:
        _require_alive(successor_id, on)
    stamp = Stamp(by, at, decision)
    Timeline(OrganisationVersion, organisation_id=organisation_id).end(on, stamp)
    OrganisationSuccession.objects.create(
        predecessor_id=organisation_id,
        successor_id=successor_id,
        kind="merged" if successor_id else "abolished",
        effective_on=on,
        is_default=successor_id is not None,
        recorded=stamp.recorded,
        recorded_by=by.name,
        decision=decision,
    )
    _changed(organisation_id, on)


@command(permission="directory.manage_directory", audits=("organisation_id", "scheme", "code"))
def add_alias(  # noqa: PLR0913 - a code of another scheme
    organisation_id: int,
    *,
    scheme: str,
    code: str,
    since: date | None,
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Record another code by which others know the organisation. Raises CodeTaken."""
    require_reach(by, organisation_id)
    if not Organisation.objects.filter(id=organisation_id).exists():
        raise OrganisationNotFound
    refuse({name: ["missing"] for name, value in (("code", code), ("scheme", scheme)) if not value})
    with codes_once(code, "directory_alias_once"):
        Timeline(OrganisationAlias, organisation_id=organisation_id, code=code.strip()).replace(
            Span(since, None), {"scheme": scheme}, Stamp(by, at, decision)
        )
    note(subject=f"organisation:{organisation_id}")


def _refuse_unknown(values: Mapping[str, object]) -> None:
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise FactsInvalid(fields={name: [str(FactsInvalid.message)] for name in sorted(unknown)})


def _require_alive(organisation_id: int, on: date) -> OrganisationVersion:
    rows = OrganisationVersion.objects.as_of(on).filter(organisation_id=organisation_id)
    row: OrganisationVersion | None = rows.first()
    if row is None:
        raise OrganisationNotFound
    return row


def _changed(organisation_id: int, on: date) -> None:
    move_tree()
    note(subject=f"organisation:{organisation_id}")
    announce(
        OrganisationTreeChanged(organisation_id=organisation_id, on=on),
        subject=f"organisation:{organisation_id}",
    )
