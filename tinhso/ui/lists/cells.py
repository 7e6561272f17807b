"""Values of rows: as they are, as text for files, as HTML for pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import conditional_escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tinhso.kernel import numerals
from tinhso.ui.lists.spec import Column
from tinhso.ui.shown import Due

_NOTHING = mark_safe('<span class="muted">—</span>')
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def taken(row: Any, way: str | Callable[[Any], Any]) -> Any:
    """A value of a row, by a path with dots or a function; None where a step is missing."""
    if callable(way):
        return way(row)
    for part in way.split("."):
        if row is None:
            return None
        row = row.get(part) if isinstance(row, dict) else getattr(row, part)
        if callable(row) and not isinstance(row, Promise):
            row = row()
    return row


def value_of(row: Any, column: Column) -> Any:
    """What the column shows of the row."""
    return taken(row, column.cell or column.key)


def written(value: Any) -> str:
    """A value in words, as Vietnamese people write it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime):
        return f"{numerals.short_time(value)}, {numerals.short_date(value)}"
    if isinstance(value, date):
        return numerals.short_date(value)
    if isinstance(value, int | float | Decimal):
        return numerals.number(value)
    return str(value.words) if isinstance(value, Due) else str(value)


def html(row: Any, column: Column) -> SafeString:
    """The cell as HTML: by its template, by its kind, or as escaped text."""
    value = value_of(row, column)
    if column.template:
        return mark_safe(render_to_string(column.template, {"row": row, "value": value}))  # noqa: S308
    if isinstance(value, Due):
        return mark_safe(render_to_string("ui/components/due_cell.html", {"due": value}))  # noqa: S308
    if value is None or value == "":
        return _NOTHING
    return conditional_escape(value if isinstance(value, SafeString) else written(value))


def exported(row: Any, column: Column) -> Any:
    """The value for a file: numbers and days stay what they are; text cannot become a formula."""
    way = column.export or column.cell or column.key
    value = taken(row, way)
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None)
    if isinstance(value, bool) or value is None:
        return written(value)
    if isinstance(value, date | int | float | Decimal):
        return value
    text = strip_tags(value) if isinstance(value, SafeString) else written(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
