"""Names of permissions and their Vietnamese titles: what the who-may-what page prints.

Modules declare theirs in `definitions.py`; a test finds a command that uses an undeclared one.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import PermissionMissing

_titles: dict[str, str | Promise] = {}


def declare(titles: Mapping[str, str | Promise]) -> None:
    """Make permissions known: `{"cases.receive_case": _("Tiếp nhận hồ sơ")}`."""
    for permission, title in titles.items():
        if permission in _titles and str(_titles[permission]) != str(title):
            raise ValueError(f"permission {permission} declared twice with different titles")
        _titles[permission] = title


def declared() -> Mapping[str, str | Promise]:
    """Every declared permission with its title."""
    return dict(sorted(_titles.items()))


def title_of(permission: str) -> str:
    """The Vietnamese title, or the code itself when unknown."""
    return str(_titles.get(permission, permission))


def require(by: Actor, permission: str, organisation_id: int | None = None) -> None:
    """Raise PermissionMissing unless the actor holds the permission (there)."""
    if not by.may(permission, organisation_id):
        raise PermissionMissing(permission=title_of(permission))
