"""The special days of a year from a CSV file that a person wrote."""

from __future__ import annotations

from tinhso.kernel.clock import ClockError, DayRule, day_rules
from tinhso.kernel.table_files import TableUnreadable
from tinhso.kernel.table_words import why
from tinhso.modules.directory.commands.refusing import row_sentence
from tinhso.modules.directory.errors import FactsInvalid, FileUnreadable
from tinhso.modules.directory.rules.tables import Cells, Refused, Row, read_table

NEEDED = ("date", "kind", "name_vi")
COLUMNS = (*NEEDED, "weekday", "name_en")
KINDS = ("statutory", "observed", "swap", "workday")
MOST_SAID = 20
"""Sentences a person reads at once; whoever mended these sees the next ones."""


def read_holidays(content: bytes) -> tuple[DayRule, ...]:
    """The days of the file. Raises FileUnreadable, FactsInvalid (each wrong row in a sentence)."""
    try:
        rows = read_table(content, required=NEEDED, known=COLUMNS)
    except TableUnreadable as wrong:
        raise FileUnreadable(reason=why(wrong)) from wrong
    seen: set[str] = set()
    refused = [one for row in rows for one in _wrong_with(row, seen)]
    if refused:
        raise FactsInvalid(fields={"file": [row_sentence(one) for one in refused[:MOST_SAID]]})
    return day_rules(row.cells for row in rows)


def _wrong_with(row: Row, seen: set[str]) -> list[Refused]:
    cells = Cells(row)
    day = cells.day("date")
    name = cells.text("name_vi", most=150, needed=True)
    kind = cells.choice("kind", KINDS)
    if day is None and not cells.refused:
        cells.refuse("date", "missing")
    if day is not None:
        if (key := day.isoformat()) != row.cells["date"]:
            cells.refuse("date", "unreadable", row.cells["date"][:40])
        if key in seen:
            cells.refuse("date", "twice", key)
        seen.add(key)
    if not cells.refused and kind == "swap" and not _names_a_day(row):
        cells.refuse("name_vi", "unreadable", name[:40])
    return cells.refused


def _names_a_day(row: Row) -> bool:
    """Whether the day a swap is made up for exists; a name may also tell none."""
    try:
        day_rules([row.cells])
    except (ClockError, ValueError):
        return False
    return True
