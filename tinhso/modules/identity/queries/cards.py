"""What other modules see of an account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries import accounts


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """A citizen, business or officer as other modules see them; the number only in part."""

    account_id: int
    kind: str
    name: str
    masked_number: str
    """The personal number as pages show it, "038 •••••• 217"; empty when none is known."""
    personal_number_hash: str
    """Equal for equal numbers: `lookup_hash(number, "person.number")`."""
    enterprise_code: str
    address: str
    phone: str
    email: str
    born_on: date | None
    gender: str
    assurance: int
    is_active: bool


def citizen_card(account_id: int) -> CitizenCard:
    """One card; one query. Raises AccountNotFound."""
    return _card(accounts.account(account_id))


def citizen_cards(account_ids: Iterable[int]) -> dict[int, CitizenCard]:
    """Cards by account id; one query."""
    rows = Account.objects.filter(id__in=set(account_ids))
    return {row.id: _card(row) for row in rows}


def masked(number: str) -> str:
    """A personal number with its middle hidden."""
    return f"{number[:3]} •••••• {number[-3:]}" if len(number) >= 9 else ""


def _card(row: Account) -> CitizenCard:
    return CitizenCard(
        account_id=row.pk,
        kind=row.kind,
        name=row.full_name,
        masked_number=masked(row.personal_number),
        personal_number_hash=row.personal_number_hash,
        enterprise_code=row.enterprise_code,
        address=row.address,
        phone=row.phone,
        email=row.email,
        born_on=row.born_on,
        gender=row.gender,
        assurance=row.assurance,
        is_active=row.is_active,
    )
