"""The door of identity: who acts, what roles may do, what is known of a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tinhso.kernel.actor import ANONYMOUS, Actor
from tinhso.modules.identity.commands.accounts import (
    Details,
    open_officer_account,
    open_service_account,
    register_person,
    reveal_personal_number,
)
from tinhso.modules.identity.commands.appointment import appoint_administrator
from tinhso.modules.identity.commands.roles import NewGrant, grant_role, revoke_role
from tinhso.modules.identity.commands.samples import load_sample_accounts
from tinhso.modules.identity.definitions import RoleDefinition, grant_by_default, roles
from tinhso.modules.identity.errors import AccountNotFound
from tinhso.modules.identity.events import AccountClosed, AccountOpened, RightsChanged
from tinhso.modules.identity.queries import accounts, rights
from tinhso.modules.identity.queries.accounts import PERSON_NUMBER
from tinhso.modules.identity.queries.cards import CitizenCard, citizen_card, citizen_cards, masked
from tinhso.modules.identity.queries.samples import SamplePerson, sample_people
from tinhso.modules.identity.rules.numbers import is_enterprise_code, is_personal_number

__all__ = [
    "PERSON_NUMBER",
    "AccountClosed",
    "AccountNotFound",
    "AccountOpened",
    "CitizenCard",
    "Details",
    "NewGrant",
    "RightsChanged",
    "RoleDefinition",
    "SamplePerson",
    "account_id_of_officer",
    "account_id_of_person",
    "account_ids_of_officers",
    "actor_for",
    "actor_of_officer",
    "appoint_administrator",
    "citizen_card",
    "citizen_cards",
    "grant_by_default",
    "grant_role",
    "is_enterprise_code",
    "is_personal_number",
    "load_sample_accounts",
    "masked",
    "open_officer_account",
    "open_service_account",
    "register_person",
    "reveal_personal_number",
    "revoke_role",
    "roles",
    "roles_that_may",
    "sample_people",
]


def actor_for(account_id: int, at: datetime, address: str = "", assurance: int = 0) -> Actor:
    """The actor with the rights of this moment; anonymous when the account may not sign in.

    Four queries at most, and one for each subtree this process does not know yet. Never keep it:
    rights end with the post, at once. Raises AccountNotFound.
    """
    account = accounts.account(account_id)
    if not account.is_active:
        return ANONYMOUS
    standing = rights.standing_of(account, at=at)
    return rights.actor_of_standing(
        account, standing, at=at, address=address, assurance=assurance or account.assurance
    )


def actor_of_officer(officer_id: int, at: datetime) -> Actor:
    """The actor an officer is now; anonymous when the officer has no account that may sign in."""
    account = accounts.account_of_officer(officer_id)
    return actor_for(account.pk, at) if account is not None else ANONYMOUS


def account_id_of_officer(officer_id: int) -> int | None:
    """The account of an officer of the directory; one query."""
    account = accounts.account_of_officer(officer_id)
    return account.pk if account is not None else None


def account_ids_of_officers(officer_ids: Iterable[int]) -> dict[int, int]:
    """Account ids by officer id; one query."""
    found = accounts.accounts_of_officers(officer_ids)
    return {officer_id: account.pk for officer_id, account in found.items()}


def account_id_of_person(personal_number: str, kind: str = "citizen") -> int | None:
    """The account of the person with this number, found by its hash; one query."""
    account = accounts.account_of_person(personal_number, kind)
    return account.pk if account is not None else None


def roles_that_may(permission: str) -> frozenset[str]:
    """Codes of the roles that give a permission now; two queries at most."""
    given = rights.permissions_of_roles()
    return frozenset(role for role, held in given.items() if permission in held)
