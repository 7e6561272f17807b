"""Accounts by id, by name, by what is known of a person."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from tinhso.kernel.crypto import lookup_hash
from tinhso.modules.identity.errors import AccountNotFound
from tinhso.modules.identity.models import Account, PastPassword
from tinhso.modules.identity.rules.passwords import REMEMBERED

PERSON_NUMBER = "person.number"
"""Purpose of the look-up hash of a personal number, the same wherever one is kept."""


def account(account_id: int, *, for_update: bool = False) -> Account:
    """One account; one query. Raises AccountNotFound."""
    rows = Account.objects.select_for_update() if for_update else Account.objects.all()
    found = rows.filter(id=account_id).first()
    if found is None:
        raise AccountNotFound
    return found


def accounts(account_ids: Iterable[int]) -> dict[int, Account]:
    """Accounts by id; one query. The personal number is left out."""
    rows = Account.objects.filter(id__in=set(account_ids)).defer("personal_number")
    return {row.id: row for row in rows}


def account_of_officer(officer_id: int) -> Account | None:
    """The account of an officer of the directory; one query."""
    return Account.objects.filter(officer_id=officer_id).first()


def accounts_of_officers(officer_ids: Iterable[int]) -> dict[int, Account]:
    """Accounts by officer id; one query."""
    rows = Account.objects.filter(officer_id__in=set(officer_ids)).defer("personal_number")
    return {row.officer_id: row for row in rows if row.officer_id is not None}


def account_of_person(personal_number: str, kind: str) -> Account | None:
    """The account of the person with this number; one query."""
    digest = lookup_hash(personal_number, PERSON_NUMBER)
    if not digest:
        return None
    return Account.objects.filter(personal_number_hash=digest, kind=kind).first()


def account_by_login(login: str) -> Account | None:
    """The account whose user name or e-mail address was typed; one query."""
    typed = login.strip().lower()
    if not typed:
        return None
    return Account.objects.filter(Q(username=typed) | Q(email=typed)).order_by("id").first()


def is_username_free(username: str) -> bool:
    """Whether nobody has this name; one query."""
    return not Account.objects.filter(username=username.lower()).exists()


def past_passwords(account_id: int) -> QuerySet[PastPassword]:
    """The passwords that may not come back, newest first."""
    return PastPassword.objects.filter(account_id=account_id).order_by("-set_at")[:REMEMBERED]
