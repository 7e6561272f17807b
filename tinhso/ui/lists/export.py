"""The filtered rows as a file: CSV that Excel reads as UTF-8, or XLSX; row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from tinhso.kernel import numerals
from tinhso.kernel.http import actor_of
from tinhso.ui.lists.cells import exported
from tinhso.ui.lists.rows import CHUNK, Rows, SortKey
from tinhso.ui.lists.spec import Column, ListSpec

BYTE_ORDER_MARK = "\ufeff"


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
    # Its library is read when somebody wants a spreadsheet: 150 ms of every start otherwise.
    from tinhso.ui.lists.spreadsheet import xlsx  # noqa: PLC0415

    return xlsx(head, lines, name, str(spec.title))


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
