"""Which passwords are good enough, how long they last, when too many wrong ones lock a name.

Figures come from TCVN 14423 as conformance.md reads it (SEC-26…SEC-31) and QCVN 12:2026 (3.7.2.5);
those the texts leave open are ours and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

LENGTH_WITH_SECOND_FACTOR = 8  # 5.6.2.2 b
LENGTH_ALONE = 14  # 5.6.2.2 b, with all four classes of characters
LONGEST = 128  # ours: long enough for any phrase, short enough that hashing cannot be abused
REMEMBERED = 10  # 5.6.2.2 b: the last ten may not come back
ADMINISTRATOR_LASTS = timedelta(days=60)  # 5.6.2.2 b: every two months, the shortest there are
OFFICER_LASTS = timedelta(days=180)  # ours: the text gives a figure for administrators only
FAILURES_BEFORE_LOCK = 5  # ours
FAILURE_WINDOW = timedelta(minutes=15)  # ours
LOCK_FOR = timedelta(minutes=15)  # ours
FAILURES_PER_ADDRESS = 50  # ours: an office behind one address may share it

# What is tried first: weak whatever the length. Folded, without digits at the end.
COMMON = frozenset(
    {
        "password",
        "matkhau",
        "qwerty",
        "qwertyuiop",
        "asdfghjkl",
        "abcdefghijklmn",
        "admin",
        "administrator",
        "iloveyou",
        "anhyeuem",
        "letmein",
        "welcome",
        "thanhhoa",
        "vietnam",
        "hochiminh",
        "xinchao",
        "taikhoan",
        "congchuc",
        "canbo",
        "tinhso",
        "dichvucong",
    }
)


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    FEW_CLASSES = "few_classes"
    OWN_NAME = "own_name"
    COMMON = "common"
    MONOTONOUS = "monotonous"
    REUSED = "reused"


def shortest(*, second_factor: bool) -> int:
    """How many characters a password needs at least."""
    return LENGTH_WITH_SECOND_FACTOR if second_factor else LENGTH_ALONE


def classes(password: str) -> int:
    """How many of the four classes occur: small letters, capitals, digits, other signs."""
    return sum(
        (
            any(sign.islower() for sign in password),
            any(sign.isupper() for sign in password),
            any(sign.isdigit() for sign in password),
            any(not sign.isalnum() for sign in password),
        )
    )


def stands_alone(password: str) -> bool:
    """Whether the password is good enough without a second factor."""
    return len(password) >= LENGTH_ALONE and classes(password) == 4


def weaknesses(
    password: str, *, second_factor: bool, own_words: Iterable[str] = ()
) -> list[Weakness]:
    """What speaks against a new password; empty when nothing does. History is checked apart."""
    found = []
    if len(password) < shortest(second_factor=second_factor):
        found.append(Weakness.TOO_SHORT)
    if len(password) > LONGEST:
        found.append(Weakness.TOO_LONG)
    if not second_factor and classes(password) < 4:
        found.append(Weakness.FEW_CLASSES)
    if _contains_any(password, own_words):
        found.append(Weakness.OWN_NAME)
    if password.casefold().rstrip("0123456789!@#$%^&*.?_- ") in COMMON:
        found.append(Weakness.COMMON)
    if _is_monotonous(password):
        found.append(Weakness.MONOTONOUS)
    return found


def _contains_any(password: str, words: Iterable[str]) -> bool:
    folded = password.casefold()
    return any(len(word) >= 5 and word.casefold() in folded for word in words)


def _is_monotonous(password: str) -> bool:
    """Fewer than five different signs, or one run up or down the code table ("12345678")."""
    if len(set(password)) < min(5, len(password)):
        return True
    steps = {ord(after) - ord(before) for before, after in pairwise(password)}
    return len(password) > 2 and steps in ({1}, {-1})


def expires_at(changed_at: datetime, *, administrator: bool, officer: bool) -> datetime | None:
    """When the password must be changed; None for citizens and businesses, whose never expires."""
    if administrator:
        return changed_at + ADMINISTRATOR_LASTS
    return changed_at + OFFICER_LASTS if officer else None


def locked_until(failures: Sequence[datetime]) -> datetime | None:
    """Until when a name stays locked after these failures (newest last); None when it is not.

    The lock counts from the failure that filled the window; later ones while locked do not count,
    for they are not tried.
    """
    recent = list(failures)[-FAILURES_BEFORE_LOCK:]
    if len(recent) < FAILURES_BEFORE_LOCK or recent[-1] - recent[0] > FAILURE_WINDOW:
        return None
    return recent[-1] + LOCK_FOR
