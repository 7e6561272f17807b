"""Reading one answer as people type it: a value that JSON keeps, or the rule it breaks. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tinhso.kernel.numerals import UnreadableError, parse_date, parse_money, parse_number

LONGEST = {"text": 300, "long_text": 4_000, "name": 100, "email": 254}
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.\-]+[^\W\d_]+)*\.?")
_EMAIL = re.compile(
    r"[^@\s,;<>()\[\]\\\"]+@[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?\.[A-Za-z]{2,24}"
)
_PHONE = re.compile(r"0[35789]\d{8}|02\d{9}")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{1,2})?\s*(?:phút|p)?", re.IGNORECASE)
_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_BIGGEST = Decimal(10) ** 15


class UnfitError(ValueError):
    """An answer that cannot be read; `rule` says which rule, `facts` fill its sentence."""

    def __init__(self, rule: str, **facts: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Asked:
    """What reading needs to know of a question."""

    kind: str
    values: tuple[str, ...] = ()
    whole: bool = False
    longest: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)


def read(asked: Asked, raw: object) -> Any:  # noqa: ANN401 - a JSON value
    """The value, None when nothing was answered. Raises UnfitError, and nothing else."""
    if asked.kind == "choices":
        return _choices(asked, raw)
    text = as_text(raw, multiline=asked.kind == "long_text")
    if text is None:
        raise UnfitError("format")
    if not text:
        return None
    return _READERS[asked.kind](asked, text)


def as_text(raw: object, *, multiline: bool = False) -> str | None:
    """What was sent as clean text in NFC, "" for nothing, None for something that is no text."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, list | tuple):
        return as_text(raw[-1], multiline=multiline) if raw else ""
    if isinstance(raw, int | float | Decimal):
        return _number_text(raw)
    if not isinstance(raw, str):
        return None
    return _clean(raw, multiline=multiline)


def _number_text(raw: int | float | Decimal) -> str | None:
    if isinstance(raw, int):
        return str(raw) if abs(raw) < 10**18 else None
    value = Decimal(str(raw))
    if not value.is_finite() or abs(value) >= _BIGGEST:
        return None
    return f"{value:f}".replace(".", ",")


def _clean(raw: str, *, multiline: bool) -> str:
    if len(raw) > 100_000:
        raw = raw[:100_000]
    raw = raw.encode("utf-8", "ignore").decode("utf-8")
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
        if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    if multiline:
        return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip()
    return " ".join(kept.split())


def _text(asked: Asked, text: str) -> str:
    longest = asked.longest or LONGEST.get(asked.kind, 300)
    if len(text) > longest:
        raise UnfitError("maxLength", bound=longest)
    return text


def _name(asked: Asked, text: str) -> str:
    if not _NAME.fullmatch(text) or len(text) < 2:
        raise UnfitError("name")
    return _text(asked, text)


def _date(asked: Asked, text: str) -> str:
    try:
        return parse_date(text).isoformat()
    except UnreadableError as unreadable:
        rule = "no_such_day" if unreadable.code in {"no_such_day", "year"} else "date"
        raise UnfitError(rule, typed=text[:40]) from unreadable


def _date_or_year(asked: Asked, text: str) -> str:
    """An ISO date, "1990-05" or "1990": old papers often tell only the year."""
    if re.fullmatch(r"[12]\d{3}", text):
        return text
    if re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text):
        return text
    month = _MONTH.fullmatch(text)
    if month and 1 <= int(month[1]) <= 12 and 1800 <= int(month[2]) <= 2199:
        return f"{int(month[2]):04d}-{int(month[1]):02d}"
    return _date(asked, text)


def _year(asked: Asked, text: str) -> int:
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or not 1800 <= int(text) <= 2199:
        raise UnfitError("year")
    return int(text)


def _time(asked: Asked, text: str) -> str:
    found = _TIME.fullmatch(text)
    if not found:
        raise UnfitError("time")
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or minute > 59:
        raise UnfitError("time")
    return f"{hour:02d}:{minute:02d}"


def _number(asked: Asked, text: str) -> int | float:
    try:
        value = parse_number(text)
    except (UnreadableError, ArithmeticError) as unreadable:
        raise UnfitError("number") from unreadable
    if not value.is_finite() or abs(value) >= _BIGGEST:
        raise UnfitError("number")
    if value == value.to_integral_value():
        return int(value)
    if asked.whole:
        raise UnfitError("whole")
    return float(round(value, 4))


def _money(asked: Asked, text: str) -> int:
    try:
        value = parse_money(text)
    except (UnreadableError, ArithmeticError) as unreadable:
        raise UnfitError("money") from unreadable
    if not 0 <= value < _BIGGEST:
        raise UnfitError("money")
    return int(value)


def _choice(asked: Asked, text: str) -> str:
    if text not in asked.values:
        raise UnfitError("choice")
    return text


def _choices(asked: Asked, raw: object) -> list[str] | None:
    items = raw if isinstance(raw, list | tuple) else [raw]
    texts = [as_text(item) for item in items[:100]]
    chosen = [text for text in texts if text]
    if any(text is None for text in texts) or any(text not in asked.values for text in chosen):
        raise UnfitError("choice")
    return [value for value in asked.values if value in chosen] or None


def _yes_no(asked: Asked, text: str) -> bool:
    if text.lower() in {"yes", "true", "on", "1", "có"}:
        return True
    if text.lower() in {"no", "false", "off", "0", "không"}:
        return False
    raise UnfitError("choice")


def _check(asked: Asked, text: str) -> bool | None:
    return True if _yes_no(asked, text) else None


def _phone(asked: Asked, text: str) -> str:
    plain = re.sub(r"^(\+|00)84", "0", re.sub(r"[\s.\-()]", "", text))
    if not _PHONE.fullmatch(plain):
        raise UnfitError("phone")
    return plain


def _email(asked: Asked, text: str) -> str:
    if not _EMAIL.fullmatch(text) or len(text) > LONGEST["email"]:
        raise UnfitError("email")
    return text


def _personal_number(asked: Asked, text: str) -> str:
    plain = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{12}", plain) or not 1 <= int(plain[:3]) <= 96:
        raise UnfitError("personal_number")
    return plain


def _tax_number(asked: Asked, text: str) -> str:
    plain = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"[0-9]{10}(-?[0-9]{3})?|[0-9]{12}", plain):
        raise UnfitError("tax_number")
    return plain


def _commune(asked: Asked, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise UnfitError("commune")
    return int(text)


_READERS: dict[str, Callable[[Asked, str], Any]] = {
    "text": _text,
    "long_text": _text,
    "name": _name,
    "date": _date,
    "date_or_year": _date_or_year,
    "year": _year,
    "time": _time,
    "number": _number,
    "money": _money,
    "choice": _choice,
    "yes_no": _yes_no,
    "check": _check,
    "phone": _phone,
    "email": _email,
    "personal_number": _personal_number,
    "tax_number": _tax_number,
    "commune": _commune,
}
