"""Giving and taking roles, and changing what a role may do."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tinhso.kernel import permissions
from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.events import announce
from tinhso.kernel.temporal import Span, Stamp, Timeline, date_range
from tinhso.modules.identity import definitions
from tinhso.modules.identity.commands.reach import require_reach
from tinhso.modules.identity.errors import (
    AccountOfAnotherUnit,
    AlreadyGranted,
    GrantEmpty,
    GrantNotFound,
    GrantOver,
    PermissionUnknown,
    RoleNotYoursToGive,
    RoleUnknown,
)
from tinhso.modules.identity.events import RightsChanged
from tinhso.modules.identity.models import Account, RightsVersion, RoleGrant, RolePermission
from tinhso.modules.identity.queries import accounts, rights

# Roles everyone of a kind has: nobody is given them, nobody can lose them.
_NOT_GIVEN = "everyone"


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role to be given at an organisation (None: everywhere), from a day up to before another."""

    role: str
    organisation_id: int | None
    starts_on: date
    ends_before: date | None
    decision: str


@command(permission="identity.grant_role", audits=("account_id",))
def grant_role(account_id: int, given: NewGrant, *, by: Actor, at: datetime) -> RoleGrant:
    """Give an account a role besides those of its posts.

    Raises RoleUnknown, RoleNotYoursToGive, OwnRights, AccountOfAnotherUnit, AlreadyGranted.
    """
    note(subject=f"account:{account_id}", **asdict(given))
    account = accounts.account(account_id, for_update=True)
    require_reach(by, "identity.grant_role", account, at=at)
    _require_right_to_give(by, given.role, given.organisation_id, at=at)
    if given.ends_before is not None and given.ends_before <= given.starts_on:
        raise GrantEmpty
    grant = RoleGrant(
        account=account,
        role=given.role,
        organisation_id=given.organisation_id,
        validity=date_range(Span(given.starts_on, given.ends_before)),
        recorded=Stamp(by=by, at=at).recorded,
        decision=given.decision,
        recorded_by=by.name,
    )
    try:
        with transaction.atomic():
            grant.save()
    except IntegrityError as overlap:
        raise AlreadyGranted from overlap
    note(grant_id=grant.pk)
    _tell(account)
    return grant


@command(permission="identity.grant_role", audits=("grant_id", "ends_before", "reason"))
def revoke_role(
    grant_id: int, *, ends_before: date, reason: str, by: Actor, at: datetime
) -> RoleGrant | None:
    """End a granted role before a day; today ends it at once. Returns what is left of it, if any.

    What was known until now is closed, not changed. A grant that is already over stays as it is.
    Raises GrantNotFound, GrantOver, RoleNotYoursToGive.
    """
    grant = (
        RoleGrant.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(id=grant_id, recorded__upper_inf=True)
        .first()
    )
    if grant is None:
        raise GrantNotFound
    require_reach(by, "identity.grant_role", grant.account, at=at)
    _require_right_to_give(by, grant.role, grant.organisation_id, at=at)
    if grant.valid_to is not None and grant.valid_to <= ends_before:
        raise GrantOver
    starts_on: date = grant.validity.lower
    history = Timeline(
        RoleGrant,
        account_id=grant.account_id,
        role=grant.role,
        organisation_id=grant.organisation_id,
    )
    history.clear(
        Span(max(starts_on, ends_before), grant.valid_to), Stamp(by=by, at=at, decision=reason)
    )
    note(subject=f"account:{grant.account_id}", role=grant.role)
    _tell(grant.account)
    return next((row for row in history.rows() if row.valid_from == starts_on), None)


@command(permission="identity.change_role", audits=("role", "permission", "granted", "reason"))
def change_role(
    role: str, permission: str, *, granted: bool, reason: str, by: Actor, at: datetime
) -> None:
    """Add a permission to a role or take it away, for everybody who holds it, at once.

    Raises RoleUnknown, PermissionUnknown.
    """
    if role not in definitions.roles():
        raise RoleUnknown(role=role)
    if permission not in permissions.declared():
        raise PermissionUnknown(permission=permission)
    note(subject=f"role:{role}", before=permission in rights.permissions_of_roles()[role])
    if granted == (permission in definitions.default_permissions()[role]):
        RolePermission.objects.filter(role=role, permission=permission).delete()
    else:
        RolePermission.objects.update_or_create(
            role=role,
            permission=permission,
            defaults={
                "is_granted": granted,
                "reason": reason,
                "changed_at": at,
                "changed_by_id": by.account_id,
            },
        )
    move_version()


def move_version() -> None:
    """Make every process forget what it keeps of rights, once this transaction is committed."""
    RightsVersion.objects.filter(id=1).update(version=uuid.uuid4())


def _require_right_to_give(
    by: Actor, role: str, organisation_id: int | None, *, at: datetime
) -> None:
    """The role may be given by one of the actor's roles, at a place where the actor may give it."""
    definition = definitions.roles().get(role)
    if definition is None or definition.holds == _NOT_GIVEN:
        raise RoleUnknown(role=role)
    places = by.places("identity.grant_role")
    if places is not EVERYWHERE and (organisation_id is None or organisation_id not in places):
        raise AccountOfAnotherUnit
    if by.kind == "system":
        return
    own = {held.role for held in _roles_of(by, at=at)}
    if not own & set(definition.granted_by):
        raise RoleNotYoursToGive(role=definition.title)


def _roles_of(by: Actor, *, at: datetime) -> tuple[rights.Held, ...]:
    if by.account_id is None:
        return ()
    return rights.standing_of(accounts.account(by.account_id), at=at).held


def _tell(account: Account) -> None:
    announce(
        RightsChanged(account_id=account.pk, officer_id=account.officer_id),
        subject=f"account:{account.pk}",
    )
