"""How the catalogue's time limits become terms of the working-time clock.

The national portal leaves the unit of many limits out ("other"). What is read into them is said in
words (`reading`) and marked (`status`), so that nobody takes it for the text of the law.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tinhso.kernel.clock import (
    Term,
    calendar_days,
    months,
    same_day,
    working_days,
    working_hours,
)
from tinhso.kernel.clock.term import USUAL_CUTOFF

STATED, INTERPRETED, ASSUMED = "stated", "interpreted", "assumed"
CUTOFF_SOURCE = "Nghị định 118/2025/NĐ-CP, Điều 18 khoản 2"
_WORDS = re.compile(
    r"(?<![\d./])(?P<amount>\d{1,3})\s*(?:\([^)]{1,20}\)\s*)?"
    r"(?P<unit>ngày làm việc|giờ làm việc|ngày|giờ|tháng)",
    re.IGNORECASE,
)
_UNIT_OF_WORDS = {
    "ngày làm việc": "working_days",
    "giờ làm việc": "hours",
    "giờ": "hours",
    "ngày": "days",
    "tháng": "months",
}
_UNIT_OF_CASE = {"WORKING_DAY": "working_days", "DAY": "days", "HOUR": "hours", "MONTH": "months"}


@dataclass(frozen=True, slots=True)
class Reading:
    """The rules of reading (data/procedures/reading.yaml)."""

    same_day_fields: frozenset[str]
    fallback_days: int
    supplement_mode: str
    supplement_source: str


@dataclass(frozen=True, slots=True)
class SourceLimit:
    """What the source says about the time limit of one procedure."""

    value: object
    unit: str
    note: str = ""
    field_code: str = ""
    case_limits: Sequence[tuple[int, str]] = field(default_factory=tuple)
    """(quantity, type) of the procedure's cases, as WORKING_DAY, DAY, HOUR, MONTH or OTHER."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReadTerm:
    """The term as plain JSON, how sure it is (stated, interpreted, assumed), and why."""

    term: Mapping[str, Any]
    status: str
    reading: str


def read_term(limit: SourceLimit, rules: Reading) -> ReadTerm:
    """The clock's term for a limit of the catalogue; always one, never silently guessed."""
    amount = _number(limit.value)
    if limit.unit != "other" and amount:
        return ReadTerm(_plain(_term(amount, limit.unit, limit.source)), STATED, "")
    if limit.field_code in rules.same_day_fields and amount is not None:
        return _civil_status(amount, limit)
    for found in (_from_cases(limit), _from_words(limit), _from_amount(amount, limit)):
        if found is not None:
            return found
    term = working_days(rules.fallback_days, source="")
    return ReadTerm(
        _plain(term),
        ASSUMED,
        f"Dữ liệu không nêu thời hạn; tạm tính {rules.fallback_days} ngày làm việc cho đến khi "
        "tỉnh quy định.",
    )


def _civil_status(amount: int, limit: SourceLimit) -> ReadTerm:
    """0 and 1 are the same working day, other values working days (handbook 2)."""
    if amount > 1:
        return ReadTerm(
            _plain(_term(amount, "working_days", limit.source)),
            INTERPRETED,
            f"Dữ liệu không ghi đơn vị; hiểu là {amount} ngày làm việc.",
        )
    return ReadTerm(
        _plain(same_day(source=CUTOFF_SOURCE)),
        INTERPRETED,
        "Dữ liệu không ghi đơn vị; hiểu là trong ngày làm việc, nhận sau 15:00 thì trả ngày làm "
        "việc kế tiếp.",
    )


def _from_cases(limit: SourceLimit) -> ReadTerm | None:
    """The longest limit of the procedure's cases, which do carry a unit."""
    known = [
        (quantity, _UNIT_OF_CASE[kind])
        for quantity, kind in limit.case_limits
        if kind in _UNIT_OF_CASE and quantity > 0
    ]
    if not known:
        return None
    quantity, unit = max(known, key=lambda pair: (_in_days(pair[0], pair[1]), pair[0]))
    return ReadTerm(
        _plain(_term(quantity, unit, limit.source)),
        INTERPRETED,
        f"Dữ liệu không ghi đơn vị; lấy theo trường hợp dài nhất: {words(quantity, unit)}.",
    )


def _from_words(limit: SourceLimit) -> ReadTerm | None:
    """A limit written out in the note, if it is the only one there."""
    found = {
        (int(match["amount"]), _UNIT_OF_WORDS[match["unit"].lower()])
        for match in _WORDS.finditer(f"{limit.value} {limit.note}")
    }
    usable = [pair for pair in found if pair[0] > 0]
    if len(usable) != 1:
        return None
    amount, unit = usable[0]
    return ReadTerm(
        _plain(_term(amount, unit, limit.source)),
        INTERPRETED,
        f"Lấy theo ghi chú của nguồn: {words(amount, unit)}.",
    )


def _from_amount(amount: int | None, limit: SourceLimit) -> ReadTerm | None:
    if not amount:
        return None
    return ReadTerm(
        _plain(_term(amount, "working_days", limit.source)),
        INTERPRETED,
        f"Dữ liệu không ghi đơn vị; hiểu là {amount} ngày làm việc.",
    )


def _number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    text = str(value or "").strip()
    return int(text) if text.isdecimal() and len(text) < 5 else None


def _in_days(quantity: int, unit: str) -> float:
    return {"hours": quantity / 8, "months": quantity * 30.0}.get(unit, float(quantity))


def _term(amount: int, unit: str, source: str) -> Term:
    match unit:
        case "hours":
            return working_hours(amount, source=source)
        case "days":
            return calendar_days(amount, source=source)
        case "months":
            return months(amount, source=source)
        case _:
            usual = working_days(amount, source=source)
            return Term(amount, usual.unit, cutoff=USUAL_CUTOFF, source=source)


def _plain(term: Term) -> dict[str, Any]:
    return {
        "amount": term.amount,
        "unit": term.unit.value,
        "start_rule": term.start_rule.value,
        "cutoff": term.cutoff.isoformat("minutes") if term.cutoff else None,
        "due_convention": term.due_convention.value,
        "source": term.source,
        "day": None,
    }


def term_of(amount: int, unit: str, source: str) -> dict[str, Any]:
    """The plain term a person enters: unit is same_day, working_days, days, hours or months."""
    if unit == "same_day":
        return _plain(same_day(source=source or CUTOFF_SOURCE))
    return _plain(_term(amount, unit, source))


_SHOWN = {
    "working_days": "{} ngày làm việc",
    "days": "{} ngày",
    "calendar_days": "{} ngày",
    "hours": "{} giờ làm việc",
    "working_hours": "{} giờ làm việc",
    "months": "{} tháng",
    "same_day": "Trong ngày làm việc",
}


def words(amount: int, unit: str) -> str:
    """ "3 ngày làm việc", from a unit of the catalogue or of the clock."""
    return _SHOWN.get(unit, "{}").format(amount)


def sentence(term: Mapping[str, Any]) -> str:
    """The term as a citizen reads it: "Trong ngày làm việc", "10 ngày làm việc"."""
    return words(int(term.get("amount", 0)), str(term.get("unit", "")))
