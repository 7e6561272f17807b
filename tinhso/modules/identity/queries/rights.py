"""Who may do what, where, today: from posts, grants and what roles give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.modules.directory import public as directory
from tinhso.modules.identity import definitions
from tinhso.modules.identity.models import Account, RightsVersion, RoleGrant, RolePermission

_MOST_SUBTREES = 5_000
_KEPT_FOR = timedelta(seconds=60)
"""A unit founded today is seen after this long at the latest, wherever no event told of it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role held today: at an organisation and all below it, or everywhere (None)."""

    role: str
    organisation_id: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account is today: its roles, and the post that is shown beside its name."""

    held: tuple[Held, ...]
    position_title: str = ""
    organisation_id: int | None = None

    @property
    def is_administrator(self) -> bool:
        """Whether one of the roles is administrative: second factor, short idle time."""
        return any(definitions.roles()[held.role].administrative for held in self.held)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What one process keeps between requests, until the version moves."""

    version: UUID | None
    since: datetime
    permissions: Mapping[str, frozenset[str]]
    subtrees: dict[tuple[int, str, date], frozenset[int]]


_NOTHING = _Kept(None, datetime.min.replace(tzinfo=UTC), {}, {})
_kept = _NOTHING


def standing_of(account: Account, *, at: datetime) -> Standing:
    """The roles of an account at a moment. One query, two for an officer."""
    on = localdate(at)
    held = [Held("account_holder", None)]
    if account.kind in (Account.Kind.CITIZEN, Account.Kind.BUSINESS):
        held.append(Held(account.kind, None))
    title, organisation_id = "", None
    if account.officer_id is not None:
        for post in directory.posts_of(account.officer_id, on):
            held.extend(_of_post(post.roles, post.organisation_id))
            if organisation_id is None:
                title, organisation_id = post.title, post.organisation_id
    held.extend(
        Held(grant.role, grant.organisation_id)
        for grant in grants_of(account.pk, on=on)
        if grant.role in definitions.roles()
    )
    return Standing(tuple(dict.fromkeys(held)), title, organisation_id)


def _of_post(roles: Iterable[str], organisation_id: int) -> Iterable[Held]:
    """Roles that come with a post. One that is only granted cannot be slipped in by a post."""
    known = definitions.roles()
    return [
        Held(role, organisation_id)
        for role in roles
        if role in known and known[role].holds == "post"
    ]


def actor_of_standing(
    account: Account, standing: Standing, *, at: datetime, address: str = "", assurance: int = 0
) -> Actor:
    """The actor with the rights of this moment. One query, and one more for each new subtree."""
    kept = _current(at)
    grants: dict[str, set[int] | None] = {}
    for held in standing.held:
        places = _places(held, kept, localdate(at))
        for permission in kept.permissions.get(held.role, ()):
            before = grants.setdefault(permission, set())
            if places is EVERYWHERE or before is EVERYWHERE:
                grants[permission] = EVERYWHERE
            else:
                before |= places
    return Actor(
        kind="officer" if account.kind == Account.Kind.OFFICER else "citizen",
        name=account.full_name,
        account_id=account.id,
        officer_id=account.officer_id,
        position_title=standing.position_title,
        organisation_id=standing.organisation_id,
        grants=MappingProxyType(
            {name: None if places is None else frozenset(places) for name, places in grants.items()}
        ),
        assurance=assurance,
        address=address,
    )


def _places(held: Held, kept: _Kept, on: date) -> frozenset[int] | None:
    scope = definitions.roles()[held.role].scope
    if held.organisation_id is None or scope == "everywhere":
        return EVERYWHERE
    key = (held.organisation_id, scope, on)
    if key not in kept.subtrees:
        if len(kept.subtrees) >= _MOST_SUBTREES:
            kept.subtrees.clear()
        top = held.organisation_id
        if scope == "agency":
            top = _agency_of(top, on)
        kept.subtrees[key] = frozenset(directory.subtree(top, on))
    return kept.subtrees[key]


_AGENCIES = {"province_committee", "department", "district_committee", "commune_committee"}


def _agency_of(organisation_id: int, on: date) -> int:
    """The committee or department the organisation belongs to, itself when it is one."""
    place: int | None = organisation_id
    seen: set[int] = set()
    while place is not None and place not in seen:
        seen.add(place)
        card = directory.organisation_cards([place], on).get(place)
        if card is None:
            break
        if card.kind in _AGENCIES:
            return place
        place = card.parent_id
    return organisation_id


def _current(at: datetime) -> _Kept:
    """What this process keeps, made anew when anybody changed roles or the organisation tree."""
    global _kept
    version = RightsVersion.objects.values_list("version", flat=True).get(id=1)
    if _kept.version != version or not _kept.since <= at <= _kept.since + _KEPT_FOR:
        _kept = _Kept(version, at, MappingProxyType(permissions_of_roles()), {})
    return _kept


def forget() -> None:
    """Drop what this process keeps: after a restore, and between tests."""
    global _kept
    _kept = _NOTHING


def permissions_of_roles() -> dict[str, frozenset[str]]:
    """What each role may do now: the modules' defaults with local changes. One query."""
    given = {role: set(held) for role, held in definitions.default_permissions().items()}
    for change in RolePermission.objects.all():
        if change.role in given:
            change_one = given[change.role].add if change.is_granted else given[change.role].discard
            change_one(change.permission)
    return {role: frozenset(held) for role, held in given.items()}


def grants_of(account_id: int, *, on: date) -> QuerySet[RoleGrant]:
    """Grants that hold on a day, as known now; one query."""
    return RoleGrant.objects.as_of(on).filter(account_id=account_id).order_by("id")


def current_grants(account_id: int) -> QuerySet[RoleGrant]:
    """Every grant as known now, past and future ones too; one query."""
    return RoleGrant.objects.current().filter(account_id=account_id).order_by("-validity", "id")


@dataclass(frozen=True, slots=True)
class Described:
    """A role held, in words."""

    role: str
    title: str
    about: str
    place: str


def described(held: Iterable[Held], *, at: datetime) -> list[Described]:
    """Roles with titles and names of places, those that everybody has left out; one query."""
    known = definitions.roles()
    shown = [one for one in held if known[one.role].holds != "everyone"]
    ids = {one.organisation_id for one in shown if one.organisation_id is not None}
    names = directory.organisation_cards(ids, localdate(at))
    return [
        Described(
            role=one.role,
            title=known[one.role].title,
            about=known[one.role].about,
            place=names[one.organisation_id].name if one.organisation_id in names else "",
        )
        for one in shown
    ]
