"""Who acts: the one value every command receives as `by`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

EVERYWHERE: None = None
Kind = Literal["officer", "citizen", "system", "anonymous"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a process that acts, with the rights of this moment.

    `grants` maps a permission ("cases.receive_case") to the organisation ids where it holds,
    or to `EVERYWHERE`. It is made by identity from the posts held today, at each request; an
    actor is never kept.
    """

    kind: Kind
    name: str
    account_id: int | None = None
    officer_id: int | None = None
    position_title: str = ""
    organisation_id: int | None = None
    grants: Mapping[str, frozenset[int] | None] = field(
        default_factory=lambda: MappingProxyType({})
    )
    assurance: int = 0
    """Level of the sign-in: 0 none, 1 password, 2 with a second factor or e-ID level 2."""
    address: str = ""
    """Network address the request came from; empty for jobs."""

    def may(self, permission: str, organisation_id: int | None = None) -> bool:
        """Whether the permission is held, anywhere or at the organisation given."""
        if self.kind == "system":
            return True
        if permission not in self.grants:
            return False
        places = self.grants[permission]
        return places is EVERYWHERE or organisation_id is None or organisation_id in places

    def places(self, permission: str) -> frozenset[int] | None:
        """Organisation ids where the permission holds; `EVERYWHERE` (None) for no bound."""
        if self.kind == "system":
            return EVERYWHERE
        return self.grants.get(permission, frozenset())

    @property
    def is_signed_in(self) -> bool:
        return self.kind != "anonymous"


ANONYMOUS = Actor(kind="anonymous", name="Khách")


def system_actor(process: str) -> Actor:
    """An actor for jobs and imports; `process` names it in the audit log."""
    return Actor(kind="system", name=process)
