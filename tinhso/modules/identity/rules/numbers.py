"""Whether a number can be what it is said to be."""

from __future__ import annotations

import re

_PERSONAL = re.compile(r"0\d{11}")
_ENTERPRISE = re.compile(r"\d{10}(-?\d{3})?")
_PHONE = re.compile(r"0\d{9,10}")
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,48})[a-z0-9]")
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def plain(number: str) -> str:
    """The number without the spaces, dots and dashes that people put in."""
    return re.sub(r"[\s.\-]", "", number)


def is_personal_number(number: str) -> bool:
    """Twelve digits of a personal number (số định danh), the first three a place of birth."""
    return bool(_PERSONAL.fullmatch(number)) and int(number[:3]) >= 1


def is_enterprise_code(code: str) -> bool:
    """Ten digits with the check digit of the tax code, or thirteen for a branch."""
    digits = plain(code)
    if not _ENTERPRISE.fullmatch(digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], _TAX_WEIGHTS, strict=True))
    return int(digits[9]) == 10 - total % 11


def is_phone(number: str) -> bool:
    """A Vietnamese telephone number as dialled inside the country."""
    return bool(_PHONE.fullmatch(number))


def is_username(name: str) -> bool:
    """Three to fifty small letters, digits, dots, dashes; a letter or digit at both ends."""
    return bool(_USERNAME.fullmatch(name))
