"""Entries of the sidebar and of the citizen's header; modules plug in from `apps.ready()`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.http import actor_of
from tinhso.ui.middleware import address_at

logger = logging.getLogger(__name__)

Face = Literal["citizen", "staff"]
Text = str | Promise

GROUPS: dict[str, Text] = {
    "steering": _("Điều hành"),
    "cases": _("Hồ sơ"),
    "approval": _("Duyệt, ký"),
    "lookup": _("Tra cứu"),
    "other": _("Công việc khác"),
    "figures": _("Số liệu"),
    "organisation": _("Tổ chức"),
    "operation": _("Vận hành"),
    "citizen": _("Chính"),
    "foot_help": _("Trợ giúp"),
    "foot_about": _("Về trang này"),
}
"""Groups of the sidebar in their order; the last three are the frame of the portal."""

PLACES = (
    "citizen_home",
    "staff_home",
    "find",
    "notifications",
    "account",
    "sign_in",
    "sign_out",
    "help",
)
"""Places the frames of the pages link to; a module says which of its pages each one is."""


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One line of the navigation.

    `permission` None shows it to everybody, "signed-in" to who is signed in. `count` is asked at
    each page: keep it to one cheap query; `late` colours it red. `also` names further addresses
    (view names, or a namespace such as "cases:") on which the entry is the current one.
    """

    group: str
    title: Text
    url_name: str
    icon: str
    permission: str | None
    count: Callable[[HttpRequest], int] | None = None
    face: Face = "staff"
    order: int = 50
    late: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as one person sees it on one page."""

    title: str
    address: str
    icon: str
    count: int | None
    late: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    key: str
    title: str
    entries: tuple[ShownEntry, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A page the frame links to, with the number shown at it, if any."""

    url_name: str
    count: Callable[[HttpRequest], int] | None = None


_entries: dict[tuple[Face, str], NavEntry] = {}
_places: dict[str, Place] = {}


def register(entry: NavEntry) -> None:
    """Add an entry; the same address registered again replaces the former."""
    if entry.group not in GROUPS:
        raise ValueError(f"no navigation group {entry.group!r}; known: {', '.join(GROUPS)}")
    _entries[entry.face, entry.url_name] = entry


def place(name: str, url_name: str, count: Callable[[HttpRequest], int] | None = None) -> None:
    """Say which page is the place: `place("sign_in", "identity:sign_in")`."""
    if name not in PLACES:
        raise ValueError(f"no place {name!r}; known: {', '.join(PLACES)}")
    _places[name] = Place(url_name, count)


def place_address(name: str) -> str:
    """The address of a place; "" while no module provides it, and the frame leaves it out."""
    known = _places.get(name)
    try:
        return reverse(known.url_name) if known else ""
    except NoReverseMatch:
        logger.warning("place %s has no address", name)
        return ""


def place_count(name: str, request: HttpRequest) -> int:
    """The number shown at a place, 0 if it has none."""
    known = _places.get(name)
    return known.count(request) if known and known.count else 0


def registered(face: Face) -> tuple[NavEntry, ...]:
    """Every entry of a face, in the order of groups and numbers."""
    places = list(GROUPS)
    chosen = [entry for (kind, _name), entry in _entries.items() if kind == face]
    return tuple(sorted(chosen, key=lambda entry: (places.index(entry.group), entry.order)))


def shown_groups(
    request: HttpRequest, face: Face, *, at: date | None = None
) -> tuple[ShownGroup, ...]:
    """What this person may open, with counts and the current one marked; empty groups are left out.

    `at` keeps the date the reader looks at in every address.
    """
    current = _current_name(request)
    allowed = [entry for entry in registered(face) if _may_open(request, entry)]
    chosen = _current_entry(allowed, current)
    groups: dict[str, list[ShownEntry]] = {}
    for entry in allowed:
        shown = _shown(request, entry, at, is_current=entry is chosen)
        if shown is not None:
            groups.setdefault(entry.group, []).append(shown)
    return tuple(ShownGroup(key, str(GROUPS[key]), tuple(lines)) for key, lines in groups.items())


def first_address(request: HttpRequest, face: Face) -> str:
    """The address of the first entry this person may open; "" when there is none."""
    for entry in registered(face):
        if entry.permission and entry.permission != "signed-in" and _may_open(request, entry):
            return reverse(entry.url_name)
    return ""


def _may_open(request: HttpRequest, entry: NavEntry) -> bool:
    actor = actor_of(request)
    if entry.permission is None:
        return True
    if entry.permission == "signed-in":
        return actor.is_signed_in
    return actor.may(entry.permission)


def _current_name(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return str(match.view_name) if match is not None else ""


def _current_entry(entries: list[NavEntry], current: str) -> NavEntry | None:
    """The entry that names this page; else one that claims it; a longer claim wins."""
    if not current:
        return None
    for entry in entries:
        if entry.url_name == current:
            return entry
    claims = [
        (len(claim), entry)
        for entry in entries
        for claim in entry.also
        if current == claim or (claim.endswith(":") and current.startswith(claim))
    ]
    return max(claims, key=lambda found: found[0])[1] if claims else None


def _shown(
    request: HttpRequest, entry: NavEntry, at: date | None, *, is_current: bool
) -> ShownEntry | None:
    try:
        address = reverse(entry.url_name)
    except NoReverseMatch:
        logger.warning("navigation entry %s has no address", entry.url_name)
        return None
    return ShownEntry(
        title=str(entry.title),
        address=address_at(address, at),
        icon=entry.icon,
        count=entry.count(request) if entry.count is not None else None,
        late=entry.late,
        is_current=is_current,
    )
