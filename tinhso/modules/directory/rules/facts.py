"""What is wrong with values that a person typed or a file brought."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from tinhso.modules.directory.rules.codes import is_organisation_code

Wrong = dict[str, list[str]]
"""Field → codes of what is wrong with it."""

AREA_CODES = {"province": r"\d{2}", "district": r"\d{3}", "commune": r"\d{5}"}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ROLE = re.compile(r"[a-z_]{3,40}")


def wrong_with_area(facts: Mapping[str, object]) -> Wrong:
    """Problems of an area's values."""
    wrong = _missing(facts, "code", "name", "full_name", "kind", "level")
    form = AREA_CODES.get(str(facts.get("level", "")))
    if form is None:
        wrong.setdefault("level", ["unknown"])
    elif "code" in facts and not re.fullmatch(form, str(facts["code"])):
        wrong.setdefault("code", ["form"])
    return wrong


def wrong_with_organisation(facts: Mapping[str, object]) -> Wrong:
    """Problems of an organisation's values; only those given are looked at."""
    wrong = _missing(facts, *({"code", "name", "kind"} & set(facts)))
    if facts.get("code") and not is_organisation_code(str(facts["code"])):
        wrong["code"] = ["form"]
    if facts.get("email") and not _EMAIL.fullmatch(str(facts["email"])):
        wrong["email"] = ["form"]
    return wrong


def wrong_with_position(facts: Mapping[str, object]) -> Wrong:
    """Problems of a position's values; only those given are looked at."""
    wrong = _missing(facts, *({"title"} & set(facts)))
    roles = facts.get("roles", ())
    if not isinstance(roles, list | tuple) or not all(_ROLE.fullmatch(str(r)) for r in roles):
        wrong["roles"] = ["form"]
    for name in ("rank", "seats"):
        value = facts.get(name)
        if value is not None and (not isinstance(value, int) or not 1 <= value <= 999):
            wrong[name] = ["range"]
    return wrong


def wrong_with_officer(facts: Mapping[str, object], *, today: date) -> Wrong:
    """Problems of an officer's values; only those given are looked at."""
    wrong = _missing(facts, *({"full_name"} & set(facts)))
    if facts.get("email") and not _EMAIL.fullmatch(str(facts["email"])):
        wrong["email"] = ["form"]
    born, hired = facts.get("born_on"), facts.get("recruited_on")
    if isinstance(born, date) and not _years_before(born, today, 16):
        wrong["born_on"] = ["too_young"]
    if isinstance(born, date) and isinstance(hired, date) and not _years_before(born, hired, 16):
        wrong["recruited_on"] = ["too_early"]
    return wrong


def _missing(facts: Mapping[str, object], *names: str) -> Wrong:
    return {name: ["missing"] for name in sorted(names) if not str(facts.get(name) or "").strip()}


def _years_before(earlier: date, later: date, years: int) -> bool:
    return (earlier.year + years, earlier.month, earlier.day) <= (
        later.year,
        later.month,
        later.day,
    )
