"""Where an actor may change the directory: the organisations below those of the permission."""

from __future__ import annotations

from tinhso.kernel import permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import PermissionMissing

MANAGE = "directory.manage_directory"


def require_reach(by: Actor, organisation_id: int | None, permission: str = MANAGE) -> None:
    """Refuse outside the organisations where the permission holds; None is the whole province.

    Raises PermissionMissing.
    """
    if organisation_id is not None:
        permissions.require(by, permission, organisation_id)
    elif by.places(permission) is not None:
        raise PermissionMissing(permission=permissions.title_of(permission))
