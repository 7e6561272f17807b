"""What a module declares about a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from tinhso.ui.lists.filters import Filter, TextFilter

Text = str | Promise
MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `cell` is a path ("organisation.name") or a function of the row; "" means `key`.

    The value is written by its kind: days, moments, numbers, a Due; `template` draws it instead,
    with `row` and `value`. `sort` are the fields it sorts by, "-" for descending; none: not.
    `export` is what goes into files (a path or function; "" as shown; None leaves it out).
    `css`: code, name, num, r (right), one (cut to one line: needs a width), hide-s (not on
    phones), duecell.
    `is_link`: the row's address stands here (one column; by default the first).
    """

    key: str
    header: Text
    cell: str | Callable[[Any], Any] = ""
    template: str = ""
    sort: Sequence[str] = ()
    export: str | Callable[[Any], Any] | None = ""
    css: str = ""
    width: str = ""
    is_link: bool = False
    phone_label: Text = ""

    def __post_init__(self) -> None:
        # A cell cut to one line asks for no room: without a width the others leave it none.
        if "one" in self.css.split() and not self.width:
            raise ValueError(f"column {self.key}: css 'one' needs a width")


@dataclass(frozen=True, slots=True)
class ListTab:
    """A view of the list: `apply(source)` narrows it. The first needs no parameter."""

    key: str
    title: Text
    apply: Callable[[Any], Any]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class BulkAct:
    """An act on the chosen rows: the form is posted to `address` with `chosen` (row ids)."""

    title: Text
    address: str | Callable[[], str]
    key: str = ""
    permission: str | None = None
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class EmptyText:
    """What an empty list says: what is true, what is next, one act."""

    title: Text
    body: Text = ""
    act_text: Text = ""
    act_address: str | Callable[[], str] = ""


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list page. `order` is the key of a sortable column, "-" for descending.

    `unit` counts rows ("hồ sơ"); `prepare(rows)` loads in bulk what cells need of other modules and
    returns the rows; `row_id` and `row_name` serve the choice of rows. `exported(request, kind,
    filter)` is called before a file leaves, to put it on record. `page_size` is at most 50.
    """

    name: str
    title: Text
    columns: Sequence[Column]
    order: str
    unit: Text
    text: TextFilter | None = None
    filters: Sequence[Filter] = ()
    tabs: Sequence[ListTab] = ()
    page_size: int = 25
    row_address: Callable[[Any], str] | None = None
    row_id: Callable[[Any], Any] = field(default=lambda row: row.pk)
    row_name: Callable[[Any], str] = str
    unique: str = "pk"
    prepare: Callable[[list[Any]], list[Any]] | None = None
    bulk: Sequence[BulkAct] = ()
    nothing_yet: EmptyText | None = None
    all_done: EmptyText | None = None
    can_export: bool = True
    export_permission: str | None = None
    exported: Callable[[HttpRequest, str, str], None] | None = None
    source_note: Text = ""

    def __post_init__(self) -> None:
        if not 1 <= self.page_size <= MOST_ROWS:
            raise ValueError(f"{self.name}: page_size is 1 to {MOST_ROWS}, not {self.page_size}")
        wanted = self.order.removeprefix("-")
        if not any(column.key == wanted and column.sort for column in self.columns):
            raise ValueError(f"{self.name}: order {self.order!r} names no sortable column")

    def column(self, key: str) -> Column | None:
        """The column of that key, if it is sortable."""
        return next((column for column in self.columns if column.key == key and column.sort), None)
