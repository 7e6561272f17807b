"""Hours of a day as a person writes them: "07:30-11:30, 13:30-17:30"."""

from __future__ import annotations

import re
from datetime import time
from itertools import pairwise

Ranges = list[list[str]]
_PAIR = re.compile(r"(\d{1,2})[:hg](\d{2})?\s*[-–]\s*(\d{1,2})[:hg](\d{2})?", re.IGNORECASE)


class HoursUnreadable(ValueError):  # noqa: N818 - says what is wrong
    """The text does not name hours, or they overlap."""


def read_ranges(written: str) -> Ranges:
    """The text as pairs: "7h30–11h30; 13:30 - 17:30" → [["07:30", "11:30"], ["13:30", "17:30"]].

    An empty text is a day of rest. "24:00" is midnight at the end of the day. Raises
    HoursUnreadable.
    """
    parts = [part.strip() for part in re.split(r"[,;]", written) if part.strip()]
    ranges: Ranges = []
    for part in parts:
        found = _PAIR.fullmatch(part)
        if found is None:
            raise HoursUnreadable(part)
        opens, closes = (
            _clock(found[1], found[2]),
            _clock(found[3], found[4], is_closing=True),
        )
        ranges.append([opens, closes])
    check_ranges(ranges)
    return ranges


def _clock(hour: str, minute: str | None, *, is_closing: bool = False) -> str:
    if is_closing and int(hour) == 24 and int(minute or 0) == 0:
        return "00:00"
    try:
        return time(int(hour), int(minute or 0)).strftime("%H:%M")
    except ValueError as wrong:
        raise HoursUnreadable(f"{hour}:{minute}") from wrong


def check_ranges(ranges: Ranges) -> None:
    """Raise HoursUnreadable unless each range ends after it begins and they follow one another."""
    for opens, closes in ranges:
        if closes != "00:00" and opens >= closes:
            raise HoursUnreadable(f"{opens}-{closes}")
    for earlier, later in pairwise(ranges):
        if earlier[1] == "00:00" or later[0] < earlier[1]:
            raise HoursUnreadable(f"{earlier[1]}, {later[0]}")


def write_ranges(ranges: Ranges) -> str:
    """The reverse: "07:30–11:30, 13:30–17:30"; "" for a day of rest."""
    return ", ".join(
        f"{opens}–{'24:00' if closes == '00:00' else closes}" for opens, closes in ranges
    )


def minutes_of(ranges: Ranges) -> int:
    """Working minutes of the day."""
    total = 0
    for opens, closes in ranges:
        ends = 24 * 60 if closes == "00:00" else _minutes(closes)
        total += ends - _minutes(opens)
    return total


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
