"""What is already known of the person who applies, and is therefore not asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tinhso.modules.identity import public as identity

# How accounts write a gender, and how forms do.
_SEXES = {
    "male": "nam",
    "nam": "nam",
    "m": "nam",
    "female": "nu",
    "nu": "nu",
    "nữ": "nu",
    "f": "nu",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """Known data of the applicant. Empty values are unknown and will be asked.

    `source` and `at` say where the data is from and when it was read, for the page.
    """

    full_name: str = ""
    personal_number: str = ""
    birth_date: date | None = None
    sex: str = ""
    ethnicity: str = ""
    nationality: str = ""
    address: str = ""
    commune: int | None = None
    phone: str = ""
    email: str = ""
    business_name: str = ""
    business_number: str = ""
    business_address: str = ""
    business_commune: int | None = None
    business_representative: str = ""
    source: str = ""
    at: datetime | None = None

    def value(self, source: str) -> object:
        """The value of a source named as in definitions ("account.full_name"), None if unknown."""
        owner, _dot, name = source.partition(".")
        found = getattr(self, name if owner == "account" else f"business_{name}", None)
        return found or None


def profile_of_account(
    account_id: int, *, personal_number: str = "", at: datetime | None = None
) -> Profile:
    """The profile an account gives. One query. Raises AccountNotFound.

    `personal_number` is the full number, which the caller reads through identity (and on record);
    without it the number is asked.
    """
    card = identity.citizen_card(account_id)
    is_business = card.kind == "business"
    return Profile(
        full_name="" if is_business else card.name,
        personal_number=personal_number,
        birth_date=card.born_on,
        sex=_SEXES.get(card.gender.strip().lower(), ""),
        address="" if is_business else card.address,
        phone=card.phone,
        email=card.email,
        business_name=card.name if is_business else "",
        business_number=card.enterprise_code,
        business_address=card.address if is_business else "",
        source="Tài khoản của bạn",
        at=at,
    )
