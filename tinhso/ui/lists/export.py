"""The filtered rows as a file: CSV that Excel reads as UTF-8, or XLSX; row by row."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from tinhso.kernel import numerals
from tinhso.kernel.http import actor_of
from tinhso.ui.lists.cells import exported
from tinhso.ui.lists.rows import CHUNK, Rows, SortKey
from tinhso.ui.lists.spec import Column, ListSpec

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"
_MOST_IN_A_CELL = 32_767


def export(  # noqa: PLR0913 - what a file says about itself
    request: HttpRequest,
    spec: ListSpec,
    rows: Rows,
    order: Sequence[SortKey],
    *,
    kind: str,
    filter_words: str,
    at: datetime,
) -> HttpResponseBase:
    """A file of exactly the filtered rows, with the filter, the time and who made it on top."""
    if spec.exported is not None:
        spec.exported(request, kind, filter_words)
    columns = [column for column in spec.columns if column.export is not None]
    head = [
        [str(spec.title)],
        [_("Bộ lọc"), filter_words or _("không có")],
        [
            _("Lập lúc"),
            f"{numerals.short_time(at)}, {numerals.short_date(at)}",
            actor_of(request).name,
        ],
        [],
        [str(column.header) for column in columns],
    ]
    name = f"{spec.name.replace('.', '-').replace('_', '-')}-{at:%Y%m%d-%H%M}.{kind}"
    lines = _lines(spec, rows, order, columns)
    if kind == "csv":
        return _csv(head, lines, name)
    return _xlsx(head, lines, name, str(spec.title))


def _lines(
    spec: ListSpec, rows: Rows, order: Sequence[SortKey], columns: Sequence[Column]
) -> Iterator[list[Any]]:
    every = rows.each(order)
    while chunk := list(islice(every, CHUNK)):
        prepared = spec.prepare(chunk) if spec.prepare is not None else chunk
        for row in prepared:
            yield [exported(row, column) for column in columns]


class _Echo:
    """A file that hands back what is written to it, so that lines can be streamed."""

    def write(self, text: str) -> str:
        return text


def _csv(head: list[list[str]], lines: Iterator[list[Any]], name: str) -> StreamingHttpResponse:
    writer = csv.writer(_Echo())

    def parts() -> Iterator[str]:
        yield BYTE_ORDER_MARK
        for line in head:
            yield writer.writerow(line)
        for line in lines:
            yield writer.writerow([_plain(value) for value in line])

    answer = StreamingHttpResponse(parts(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%H:%M}, {numerals.short_date(value.date())}"
    if isinstance(value, date):
        return numerals.short_date(value)
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    return str(value)


def _xlsx(head: list[list[str]], lines: Iterator[list[Any]], name: str, title: str) -> FileResponse:
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
