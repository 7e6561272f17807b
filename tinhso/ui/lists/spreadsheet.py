"""The rows of a list as an XLSX file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_IN_A_CELL = 32_767


def xlsx(head: list[list[str]], lines: Iterator[list[Any]], name: str, title: str) -> FileResponse:
    """The rows below their head lines, written row by row; dates stay dates, text stays text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = f"A{len(head) + 1}"
    for line in head[:-1]:
        sheet.append([_text(sheet, part) for part in line])
    sheet.append([_text(sheet, part, Font(bold=True)) for part in head[-1]])
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "dd/mm/yyyy hh:mm"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=datetime.combine(value, time()))
        cell.number_format = "dd/mm/yyyy"
        return cell
    return value if isinstance(value, int | float | Decimal) else _text(sheet, str(value))


def _text(sheet: Any, text: str, font: Font | None = None) -> Any:
    """Text stays text, whatever it starts with."""
    cell = WriteOnlyCell(sheet, value=text[:_MOST_IN_A_CELL])
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell


def _sheet_name(title: str) -> str:
    return "".join(char for char in title if char not in "[]:*?/\\")[:31] or "Danh sách"
