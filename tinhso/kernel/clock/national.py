"""Reads rows of the national table of public holidays into exceptions of a calendar."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from tinhso.kernel.clock.calendar import DayKind, DayRule
from tinhso.kernel.clock.moments import ClockError

_SWAPPED_FOR = re.compile(r"thay cho ngày (\d{1,2})/(\d{1,2})/(\d{4})")
_SATURDAY = 5


def day_rules(
    rows: Iterable[Mapping[str, str]], *, decisions: Mapping[date, str] | None = None
) -> tuple[DayRule, ...]:
    """The rules of rows with `date`, `name_vi` and `kind` (statutory, observed, swap, workday).

    A worked Saturday takes the hours of the weekday given off for it, which the name of that day
    tells ("thay cho ngày 22/08/2026"), else Monday's. `decisions` adds the decision of a date.
    Raises ClockError for a row that cannot be read.
    """
    read = [_read(row) for row in rows]
    swapped = dict(_swap(day, name) for day, kind, name in read if kind is DayKind.SWAPPED_OFF)
    return tuple(
        DayRule(
            date=day,
            kind=kind,
            name=name,
            decision=(decisions or {}).get(day, ""),
            works_like=swapped.get(day, 0) if kind is DayKind.SWAPPED_WORKDAY else 0,
        )
        for day, kind, name in read
    )


def _read(row: Mapping[str, str]) -> tuple[date, DayKind, str]:
    try:
        return date.fromisoformat(row["date"]), DayKind(row["kind"]), row.get("name_vi", "")
    except (KeyError, ValueError) as error:
        raise ClockError(f"Not a row of the table of holidays: {dict(row)}") from error


def _swap(day_off: date, name: str) -> tuple[date | None, int]:
    found = _SWAPPED_FOR.search(name)
    if not found or day_off.weekday() >= _SATURDAY:
        return None, 0
    day, month, year = map(int, found.groups())
    return date(year, month, day), day_off.weekday()
