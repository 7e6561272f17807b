"""Records of officers. The personal number is kept by identity only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.temporal import EVER, Span, Stamp, Timeline
from tinhso.kernel.text import fold, name_sort_key, nfc
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.refusing import refuse
from tinhso.modules.directory.errors import CodeTaken, FactsInvalid, OfficerNotFound
from tinhso.modules.directory.models import Officer, OfficerVersion
from tinhso.modules.directory.queries.posts import posts_of
from tinhso.modules.directory.rules.facts import wrong_with_officer

CHANGEABLE = (
    "full_name",
    "born_on",
    "gender",
    "standing",
    "grade",
    "qualification",
    "recruited_on",
    "email",
    "phone",
)


@command(permission="directory.manage_directory", audits=("employee_code", "decision"))
def register_officer(
    employee_code: str,
    values: Mapping[str, object],
    *,
    decision: str,
    by: Actor,
    at: datetime,
    since: date | None = None,
) -> int:
    """Make the record of an officer; return the id. Raises FactsInvalid, CodeTaken."""
    code = employee_code.strip().upper()
    _refuse_unknown(values)
    wrong = wrong_with_officer({"full_name": "", **values}, today=localdate(at))
    if not code:
        wrong["employee_code"] = ["missing"]
    refuse(wrong)
    if Officer.objects.filter(employee_code=code).exists():
        raise CodeTaken(written=code)
    officer = Officer.objects.create(employee_code=code)
    Timeline(OfficerVersion, officer_id=officer.pk).replace(
        EVER if since is None else Span(since, None),
        _with_keys(values, code),
        Stamp(by, at, decision),
    )
    note(subject=f"officer:{officer.pk}")
    return int(officer.pk)


@command(permission="directory.manage_directory", audits=("officer_id", "decision"))
def change_officer(
    officer_id: int,
    changes: Mapping[str, object],
    *,
    since: date | None,
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Let facts of the record change from that day on; `since` None corrects them for ever.

    Whoever manages a unit changes records of people with a post there. Raises OfficerNotFound,
    FactsInvalid, PermissionMissing.
    """
    officer = Officer.objects.filter(id=officer_id).first()
    if officer is None:
        raise OfficerNotFound
    require_reach_of_officer(by, officer_id, localdate(at))
    _refuse_unknown(changes)
    refuse(wrong_with_officer(changes, today=localdate(at)))
    Timeline(OfficerVersion, officer_id=officer_id).revise(
        EVER if since is None else Span(since, None),
        _with_keys(changes, officer.employee_code),
        Stamp(by, at, decision),
    )
    # Names of what changed, not the values: they are personal data.
    note(subject=f"officer:{officer_id}", changed=sorted(changes), since=since)


def require_reach_of_officer(by: Actor, officer_id: int, on: date) -> None:
    """Refuse unless the actor manages an organisation where the officer holds a post."""
    posts = posts_of(officer_id, on)
    places = by.places("directory.manage_directory")
    if places is not None and not any(post.organisation_id in places for post in posts):
        require_reach(by, None)


def _with_keys(values: Mapping[str, object], code: str) -> dict[str, object]:
    made = dict(values)
    if "full_name" in made:
        name = " ".join(nfc(str(made["full_name"])).split())
        made["full_name"] = name
        made["search"] = fold(f"{name} {code}")
        made["sort_key"] = name_sort_key(name)
    return made


def _refuse_unknown(values: Mapping[str, object]) -> None:
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise FactsInvalid(fields={name: [str(FactsInvalid.message)] for name in sorted(unknown)})
