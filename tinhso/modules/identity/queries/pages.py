"""What the page of one account shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.timezone import localdate

from tinhso.kernel.actor import Actor
from tinhso.kernel.models import AuditEntry
from tinhso.modules.directory import public as directory
from tinhso.modules.identity import definitions
from tinhso.modules.identity.errors import AccountNotFound
from tinhso.modules.identity.models import Account, RoleGrant
from tinhso.modules.identity.queries import rights
from tinhso.modules.identity.queries.listing import AccountRow, account_rows, visible_accounts

_LATEST = 20


@dataclass(frozen=True, slots=True)
class GrantShown:
    """A granted role in words."""

    id: int
    title: str
    place: str
    grant: RoleGrant
    is_current: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Everything the page of an account shows."""

    account: Account
    row: AccountRow
    held: Sequence[rights.Described]
    grants: Sequence[GrantShown]
    factors: Sequence[Authenticator]
    sessions: Sequence[UserSession]
    lately: Sequence[AuditEntry]


def visible_account(account_id: int, *, by: Actor, at: datetime) -> Account:
    """The account, when the actor may look at it. Raises AccountNotFound."""
    found = visible_accounts(by, at=at).filter(pk=account_id).first()
    if found is None:
        raise AccountNotFound
    return found


def account_page(account_id: int, *, by: Actor, at: datetime) -> AccountPage:
    """The page of an account that the actor may look at; about fifteen queries."""
    account = visible_account(account_id, by=by, at=at)
    standing = rights.standing_of(account, at=at)
    return AccountPage(
        account=account,
        row=account_rows([account], at=at)[0],
        held=rights.described(standing.held, at=at),
        grants=_grants(account, at=at),
        factors=list(Authenticator.objects.filter(user_id=account.pk).order_by("created_at")),
        sessions=list(UserSession.objects.filter(user_id=account.pk).order_by("-created_at")[:10]),
        lately=list(
            AuditEntry.objects.filter(subject=f"account:{account.pk}").order_by("-sequence")[
                :_LATEST
            ]
        ),
    )


def _grants(account: Account, *, at: datetime) -> list[GrantShown]:
    grants = list(rights.current_grants(account.pk))
    on, known = localdate(at), definitions.roles()
    ids = {grant.organisation_id for grant in grants if grant.organisation_id is not None}
    names = directory.organisation_cards(ids, on)
    shown = []
    for grant in grants:
        card = names.get(grant.organisation_id or 0)
        shown.append(
            GrantShown(
                id=grant.pk,
                title=known[grant.role].title if grant.role in known else grant.role,
                place=card.name if card else "",
                grant=grant,
                is_current=on in grant.validity,
            )
        )
    return shown
