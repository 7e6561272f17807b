"""Lists of accounts as the administrators of a unit, the province and auditors see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.kernel.text import fold
from tinhso.modules.directory import public as directory
from tinhso.modules.identity import definitions
from tinhso.modules.identity.models import Account, RoleGrant
from tinhso.modules.identity.queries.sign_in import with_second_factor

SYSTEM = "Tỉnh Số"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account with the columns that SEC-25 asks for: type, name, state, system, manager, unit,
    days of activation and deactivation; and who may do what with it.
    """

    pk: int
    username: str
    full_name: str
    name_sort: str
    kind: str
    type: str
    is_active: bool
    state: str
    system: str
    manager: str
    unit: str
    title: str
    roles: str
    second_factor: bool
    source: str
    activated_on: date
    deactivated_on: date | None
    deactivation_reason: str
    last_active_on: date


def visible_accounts(by: Actor, *, at: datetime) -> QuerySet[Account]:
    """The accounts this actor may look at: of the units where the permission holds. Lazy."""
    rows = Account.objects.defer("personal_number")
    places = by.places("identity.view_accounts")
    if places is EVERYWHERE:
        return rows
    officers = directory.officers_in(places, localdate(at))
    return rows.filter(officer_id__in=officers)


def matching(rows: QuerySet[Account], text: str) -> QuerySet[Account]:
    """Accounts whose name, user name, mail address or phone fits what was typed."""
    folded, typed = fold(text), text.strip().lower()
    words = Q()
    for word in folded.split():
        words &= Q(name_folded__contains=word)
    digits = "".join(sign for sign in typed if sign.isdigit())
    found = Q(username__startswith=typed) | Q(email__startswith=typed)
    if folded:
        found |= words
    if len(digits) >= 4:
        found |= Q(phone__startswith=digits)
    return rows.filter(found)


def account_rows(rows: list[Account], *, at: datetime) -> list[AccountRow]:
    """Rows for a page or a file; five queries, whatever the number."""
    on = localdate(at)
    posts = directory.posts_of_many([row.officer_id for row in rows if row.officer_id], on)
    units = directory.organisation_cards(
        {post.organisation_id for held in posts.values() for post in held}, on
    )
    granted = _granted([row.pk for row in rows], on)
    managers = _names({row.manager_id for row in rows if row.manager_id})
    strong = with_second_factor([row.pk for row in rows])
    made = []
    for row in rows:
        held = posts.get(row.officer_id or 0, [])
        codes = [role for post in held for role in post.roles] + granted.get(row.pk, [])
        made.append(
            AccountRow(
                pk=row.pk,
                username=row.username,
                full_name=row.full_name,
                name_sort=row.name_sort,
                kind=row.get_kind_display(),
                type=row.get_type_display(),
                is_active=row.is_active,
                state=_("Đang dùng") if row.is_active else _("Đang khóa"),
                system=SYSTEM,
                manager=managers.get(row.manager_id or 0, ""),
                unit="; ".join(units[post.organisation_id].name for post in held),
                title="; ".join(post.title for post in held),
                roles="; ".join(_titles(codes)),
                second_factor=row.pk in strong,
                source=row.get_source_display(),
                activated_on=row.activated_on,
                deactivated_on=row.deactivated_on,
                deactivation_reason=row.deactivation_reason,
                last_active_on=row.last_active_on,
            )
        )
    return made


def _granted(account_ids: list[int], on: date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    grants = RoleGrant.objects.as_of(on).filter(account_id__in=account_ids)
    for account_id, role in grants.values_list("account_id", "role"):
        found.setdefault(account_id, []).append(role)
    return found


def _names(account_ids: set[int]) -> dict[int, str]:
    return dict(Account.objects.filter(id__in=account_ids).values_list("id", "full_name"))


def _titles(codes: list[str]) -> list[str]:
    known = definitions.roles()
    return [known[code].title for code in dict.fromkeys(codes) if code in known]
