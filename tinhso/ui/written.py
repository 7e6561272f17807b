"""Filters that write values as Vietnamese people do; the rules are in `tinhso.kernel.numerals`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import localtime

from tinhso.kernel import numerals

Text = str | Promise


def day(value: date | None) -> str:
    """22/11/2026; nothing for None."""
    return numerals.short_date(value) if value else ""


def weekday(value: date | None) -> str:
    """Thứ Ba, 01/12/2026."""
    return numerals.weekday_date(value) if value else ""


def clock(value: datetime | None) -> str:
    """15:42."""
    return numerals.short_time(value) if value else ""


def moment(value: datetime | None) -> str:
    """15:42, 17/11/2026."""
    return f"{numerals.short_time(value)}, {numerals.short_date(value)}" if value else ""


def short_day(value: date | None) -> str:
    """22/11, where the year is plain from the place."""
    return numerals.short_date(value)[:5] if value else ""


def num(value: float | Decimal | None, places: int | None = None) -> str:
    """1.234,5."""
    return numerals.number(value, places) if value is not None and value != "" else ""


def dong(value: int | None) -> str:
    """75.000 đ."""
    return numerals.money(value) if value is not None else ""


def share(value: float | Decimal | None, places: int = 1) -> str:
    """A share of one as 97,8%."""
    return numerals.percent(value, places) if value is not None else ""


def phone(value: str) -> str:
    """0912 345 678."""
    return numerals.phone(value or "")


def masked(value: str) -> str:
    """A personal number or phone with its middle hidden: 038 •••••• 217; 0912 ••• 678."""
    plain = (value or "").replace(" ", "")
    if len(plain) == 12:
        return f"{plain[:3]} •••••• {plain[-3:]}"
    if len(plain) >= 9:
        return f"{plain[:4]} ••• {plain[-3:]}"
    return "•" * len(plain)


def masked_mail(value: str) -> str:
    """t•••@thanhhoa.gov.vn."""
    name, at, host = (value or "").partition("@")
    return f"{name[:1]}•••{at}{host}" if at else masked(value)


def megabytes(size: int | None) -> str:
    """14,2 MB; below one tenth of a megabyte in kB."""
    if size is None:
        return ""
    if size < 100 * 1024:
        return numerals.with_unit(max(1, round(size / 1024)), "kB")
    return numerals.with_unit(round(size / 1024 / 1024, 1), "MB", 1)


def initials(name: str) -> str:
    """Two letters for a person: of the middle or family name and of the given name."""
    words = (name or "").split()
    return "".join(word[0] for word in words[-2:]).upper()


def iso(value: datetime | date | None) -> str:
    """For the datetime attribute of <time>."""
    if value is None:
        return ""
    return (
        localtime(value).isoformat(timespec="minutes")
        if isinstance(value, datetime)
        else value.isoformat()
    )


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        day,
        weekday,
        clock,
        moment,
        short_day,
        num,
        dong,
        share,
        phone,
        masked,
        masked_mail,
        megabytes,
        initials,
        iso,
    )
}
