"""Tables that people bring: reading a CSV file, and saying of each refused row why."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from tinhso.kernel.table_files import read_lines, require_columns

T = TypeVar("T")

LONGEST_CELL = 2_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken over: its number in the file (the heading is 1), where, and why."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do: counts, and every refused row."""

    file: str
    read: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number in the file."""

    number: int
    cells: Mapping[str, str]


def read_table(content: bytes, *, required: Iterable[str], known: Iterable[str]) -> list[Row]:
    """Rows of a CSV file in UTF-8 (with or without BOM), comma or semicolon, first row as heading.

    Cells are stripped; rows without any text are left out. Raises TableUnreadable.
    """
    lines = read_lines(content)
    heading = lines[0]
    require_columns(heading, required=list(required), known=list(known))
    return [
        Row(number, _cells(heading, line))
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]


def _cells(heading: list[str], line: list[str]) -> dict[str, str]:
    padded = [*line, *[""] * (len(heading) - len(line))]
    cells = {name: _plain(cell) for name, cell in zip(heading, padded, strict=False)}
    if len(line) > len(heading):
        cells["…"] = "more cells than headings"
    return cells


def _plain(cell: str) -> str:
    """A cell as it was before `write_table` kept a spreadsheet from calculating it."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_SIGNS else text


class Cells:
    """Reads the cells of one row and collects what is wrong with them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.refused: list[Refused] = []
        if "…" in row.cells:
            self.refuse("", "too_many_cells")
        for column, value in row.cells.items():
            if len(value) > LONGEST_CELL:
                self.refuse(column, "too_long", value[:40])
            if _CONTROLS.search(value):
                self.refuse(column, "unreadable")

    def refuse(self, column: str, code: str, value: str = "") -> None:
        """Say what is wrong with a cell ("" for the row)."""
        self.refused.append(Refused(self.row.number, column, code, value))

    def text(self, column: str, *, most: int, needed: bool = False) -> str:
        """The cell; refused when it must be there and is not, or is too long."""
        value = self.row.cells.get(column, "")
        if needed and not value:
            self.refuse(column, "missing")
        if len(value) > most:
            self.refuse(column, "too_long", value[:40])
        return value

    def day(self, column: str) -> date | None:
        """A day as YYYY-MM-DD or dd/mm/yyyy; None when the cell is empty."""
        return self._read(column, _day)

    def integer(self, column: str) -> int | None:
        """A whole number from 0 to 999.999; None when the cell is empty."""
        return self._read(column, _integer)

    def flag(self, column: str) -> bool:
        """1, 0 or empty (0)."""
        value = self.row.cells.get(column, "")
        if value not in ("", "0", "1"):
            self.refuse(column, "not_a_flag", value[:40])
        return value == "1"

    def choice(self, column: str, choices: Iterable[str], *, default: str = "") -> str:
        """One of the choices; the default when the cell is empty."""
        value = self.row.cells.get(column, "") or default
        if value not in set(choices):
            self.refuse(column, "unknown" if value else "missing", value[:40])
        return value

    def span(self, first: str, last: str) -> tuple[date | None, date | None]:
        """From the first day to the last day (included in the file), as a half-open span."""
        start, final = self.day(first), self.day(last)
        end = date.fromordinal(final.toordinal() + 1) if final is not None else None
        if start is not None and end is not None and end <= start:
            self.refuse(last, "ends_before_it_begins")
        return start, end

    def _read(self, column: str, read: Callable[[str], T]) -> T | None:
        value = self.row.cells.get(column, "")
        if not value:
            return None
        try:
            return read(value)
        except ValueError:
            self.refuse(column, "unreadable", value[:40])
            return None


def _day(value: str) -> date:
    day = _written_day(value) if "/" in value else date.fromisoformat(value)
    if not 1800 <= day.year <= 2200:
        raise ValueError(value)
    return day


def _written_day(value: str) -> date:
    return datetime.strptime(value, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone


def _integer(value: str) -> int:
    if not value.isdecimal() or len(value) > 6:
        raise ValueError(value)
    return int(value)


def write_table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A CSV file: UTF-8 with BOM (spreadsheets need it), days as YYYY-MM-DD.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text[:1] in FORMULA_SIGNS else text
