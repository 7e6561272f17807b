"""Who may do what: permissions against roles, as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tinhso.kernel import permissions
from tinhso.modules.identity import definitions
from tinhso.modules.identity.models import RolePermission
from tinhso.modules.identity.queries.rights import permissions_of_roles


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One permission: which roles give it, and where that differs from what the module declared."""

    pk: str
    module: str
    title: str
    given: Mapping[str, bool]
    changed: frozenset[str]


def matrix() -> list[MatrixRow]:
    """Every declared permission, by module; two queries."""
    given = permissions_of_roles()
    changed: dict[str, set[str]] = {}
    for permission, role in RolePermission.objects.values_list("permission", "role"):
        changed.setdefault(permission, set()).add(role)
    return [
        MatrixRow(
            pk=code,
            module=code.split(".")[0],
            title=str(title),
            given={role: code in given[role] for role in definitions.roles()},
            changed=frozenset(changed.get(code, ())),
        )
        for code, title in permissions.declared().items()
    ]


def changes_of(role: str) -> list[RolePermission]:
    """What administrators changed in a role, newest first; one query."""
    return list(
        RolePermission.objects.filter(role=role)
        .select_related("changed_by")
        .order_by("-changed_at")
    )
