"""Makes a list page of a spec, a source and an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tinhso.kernel import numerals, permissions
from tinhso.kernel.counts import counts_up_to, expected_count
from tinhso.kernel.http import actor_of
from tinhso.ui.lists import cursor as cursors
from tinhso.ui.lists.cells import html
from tinhso.ui.lists.cursor import Cursor
from tinhso.ui.lists.export import export
from tinhso.ui.lists.filters import ChoiceFilter, DateRangeFilter, Filter
from tinhso.ui.lists.rows import Rows, SortKey, rows_of, value_at
from tinhso.ui.lists.spec import BulkAct, Column, EmptyText, ListSpec
from tinhso.ui.middleware import PARAMETER, address_at
from tinhso.ui.shown import Tab

MOST_COUNTED = 10_000
UNCOUNTED = -1
TAB, ORDER, CURSOR, EXPORT = "tab", "xep", "trang", "xuat"
KINDS = ("csv", "xlsx")


def list_page(
    request: HttpRequest,
    spec: ListSpec,
    source: Any,
    *,
    template: str = "ui/list.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """The page of a list, or its export when the address asks for one.

    `source` is a query set, a sequence, or an object with the methods of `Rows`; filters and tabs
    get it as it is. Costs two queries for a query set (all counts, the rows), one more where words
    are searched, and what `prepare` and the filters' choices ask.
    """
    made = _List(request, spec, source)
    kind = request.GET.get(EXPORT, "")
    if kind in KINDS and spec.can_export:
        if spec.export_permission:
            permissions.require(actor_of(request), spec.export_permission)
        words = "; ".join(made.filter_words())
        return export(
            request, spec, made.rows, made.order, kind=kind, filter_words=words, at=timezone.now()
        )
    return render(request, template, {**(context or {}), "list": made.shown()})


@dataclass(frozen=True, slots=True)
class ShownColumn:
    column: Column
    address: str
    sorted: str
    """"ascending", "descending" or "" ."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    column: Column
    html: SafeString
    address: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: Any
    id: str
    name: str
    address: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class ShownFilter:
    filter: Filter
    words: str
    without: str
    kept: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, str, bool], ...]
    written: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ShownBulkAct:
    act: BulkAct
    address: str


@dataclass(frozen=True, slots=True)
class ShownList:
    """What `ui/list.html` draws."""

    spec: ListSpec
    columns: tuple[ShownColumn, ...]
    rows: tuple[ShownRow, ...]
    tabs: tuple[Tab, ...]
    filters: tuple[ShownFilter, ...]
    text: str
    text_kept: tuple[tuple[str, str], ...]
    is_filtered: bool
    count: str
    position: str
    previous: str
    following: str
    first: str
    without_filters: str
    exports: tuple[tuple[str, str], ...]
    bulk: tuple[ShownBulkAct, ...]
    empty: EmptyText | None
    empty_kind: str
    link_key: str


class _List:
    """One list for one request."""

    def __init__(self, request: HttpRequest, spec: ListSpec, source: Any) -> None:
        self.request, self.spec = request, spec
        self.query: QueryDict = request.GET
        narrowed = source
        for part in self._filters():
            narrowed = part.narrowed(narrowed, self.query)
        self.before_tabs = narrowed
        self.tab = next((t for t in spec.tabs if t.key == self.query.get(TAB)), None) or next(
            iter(spec.tabs), None
        )
        self.rows: Rows = rows_of(self.tab.apply(narrowed) if self.tab else narrowed)
        self.column, self.descending = self._chosen_order()
        self.order = self._sort_keys()

    def _filters(self) -> list[Any]:
        return [*([self.spec.text] if self.spec.text else []), *self.spec.filters]

    def _chosen_order(self) -> tuple[Column, bool]:
        wanted = self.query.get(ORDER, "")
        column = self.spec.column(wanted.removeprefix("-"))
        if column is None:
            wanted = self.spec.order
            column = self.spec.column(wanted.removeprefix("-"))
        assert column is not None  # noqa: S101 - the spec was checked when it was made
        return column, wanted.startswith("-")

    def _sort_keys(self) -> tuple[SortKey, ...]:
        keys = [SortKey.of(written) for written in self.column.sort]
        if self.descending:
            keys = [key.reversed() for key in keys]
        if all(key.name != self.spec.unique for key in keys):
            keys.append(SortKey(self.spec.unique, self.descending))
        return tuple(keys)

    # --- addresses -------------------------------------------------------------------------------

    def address(self, **changes: str | None) -> str:
        """This list with changes; another order, tab or filter starts at the first page again."""
        query = self.query.copy()
        query.pop(EXPORT, None)
        query.pop(CURSOR, None)
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def kept(self, *without: str) -> tuple[tuple[str, str], ...]:
        """Hidden fields of a form that changes only the parameters named."""
        dropped = {*without, CURSOR, EXPORT}
        return tuple(
            (name, value)
            for name, values in self.query.lists()
            if name not in dropped
            for value in values
            if value
        )

    def filter_words(self) -> list[str]:
        """The filters in force, in words: for the file and for screen readers."""
        said = [str(self.tab.title)] if self.tab else []
        said += [
            f"{part.label}: {words}" if part.label else words
            for part in self._filters()
            if (words := part.words(self.query))
        ]
        if getattr(self.request, "as_of_past", False):
            said.append(_("tại ngày %(day)s") % {"day": numerals.short_date(self.request.as_of)})  # type: ignore[attr-defined]
        return said

    # --- shown -----------------------------------------------------------------------------------

    def shown(self) -> ShownList:
        counts = self._counts()
        total = counts[-1]
        place = cursors.read(self.query.get(CURSOR, ""), self._salt(), self.order)
        rows, first, has_before, has_after = self._page(place)
        is_filtered = any(part.words(self.query) for part in self._filters())
        kind, text = self._emptiness(is_filtered=is_filtered) if not rows else ("", None)
        return ShownList(
            spec=self.spec,
            columns=tuple(self._column(column) for column in self.spec.columns),
            rows=tuple(self._row(row) for row in rows),
            tabs=self._tabs(counts),
            filters=tuple(self._filter(part) for part in self.spec.filters),
            text=self.spec.text.value(self.query) if self.spec.text else "",
            text_kept=self.kept(self.spec.text.key) if self.spec.text else (),
            is_filtered=is_filtered,
            count=_counted(total),
            position=self._position(first, len(rows), total),
            previous=self._turn(rows[0], first, is_back=True) if rows and has_before else "",
            following=self._turn(rows[-1], first + len(rows), is_back=False)
            if rows and has_after
            else "",
            first=self.address(),
            without_filters=self._without_filters(),
            exports=self._exports(),
            bulk=self._bulk(),
            empty=text,
            empty_kind=kind,
            link_key=self._link_key(),
        )

    def _counts(self) -> list[int]:
        """Counts of the tabs, and last of the list shown; one query for query sets.

        Common words are found in too many rows for counting them on every page: UNCOUNTED then.
        """
        sources = [tab.apply(self.before_tabs) for tab in self.spec.tabs] or [self.before_tabs]
        most = MOST_COUNTED + 1
        if all(isinstance(source, QuerySet) for source in sources):
            if self._has_words() and expected_count(self.before_tabs) > MOST_COUNTED:
                return [UNCOUNTED] * (len(sources) + 1)
            counts = counts_up_to(sources, most)
        else:
            counts = [rows_of(source).count_up_to(most) for source in sources]
        shown = self.spec.tabs.index(self.tab) if self.tab else 0
        return [*counts, counts[shown]]

    def _has_words(self) -> bool:
        return self.spec.text is not None and bool(self.spec.text.value(self.query))

    def _page(self, place: Cursor | None) -> tuple[list[Any], int, bool, bool]:
        size = self.spec.page_size
        if place is not None and place.is_back:
            turned = [key.reversed() for key in self.order]
            found = self.rows.after(turned, place.values, size + 1)
            has_before = len(found) > size
            rows = found[:size][::-1]
            first = max(1, place.first - len(rows)) if has_before else 1
            has_after = True
        else:
            found = self.rows.after(self.order, place.values if place else None, size + 1)
            has_after = len(found) > size
            rows, has_before, first = found[:size], place is not None, place.first if place else 1
        if self.spec.prepare is not None:
            rows = self.spec.prepare(rows)
        return rows, first, has_before, has_after

    def _salt(self) -> str:
        return f"{self.spec.name}:{'-' if self.descending else ''}{self.column.key}"

    def _turn(self, row: Any, first: int, *, is_back: bool) -> str:
        values = tuple(value_at(row, key.name) for key in self.order)
        return self.address(**{CURSOR: cursors.write(Cursor(values, is_back, first), self._salt())})

    def _position(self, first: int, shown: int, total: int) -> str:
        if not shown:
            return ""
        span = f"{numerals.number(first)}–{numerals.number(first + shown - 1)}"
        return _("%(span)s trong %(total)s") % {"span": span, "total": _counted(total)}

    def _column(self, column: Column) -> ShownColumn:
        if not column.sort:
            return ShownColumn(column, "", "")
        if column is not self.column:
            return ShownColumn(column, self.address(**{ORDER: column.key}), "")
        turned = column.key if self.descending else f"-{column.key}"
        now = "descending" if self.descending else "ascending"
        return ShownColumn(column, self.address(**{ORDER: turned}), now)

    def _row(self, row: Any) -> ShownRow:
        address = self.spec.row_address(row) if self.spec.row_address else ""
        if address and getattr(self.request, "as_of_past", False):
            address = address_at(address, self.request.as_of)  # type: ignore[attr-defined]
        link = self._link_key()
        cells = tuple(
            ShownCell(column, html(row, column), address if column.key == link else "")
            for column in self.spec.columns
        )
        name = self.spec.row_name(row) if self.spec.bulk else ""
        return ShownRow(row, str(self.spec.row_id(row)), name, address, cells)

    def _link_key(self) -> str:
        chosen = next(
            (column for column in self.spec.columns if column.is_link), self.spec.columns[0]
        )
        return chosen.key if self.spec.row_address else ""

    def _tabs(self, counts: Sequence[int]) -> tuple[Tab, ...]:
        return tuple(
            Tab(
                title=tab.title,
                address=self.address(**{TAB: tab.key if place else None}),
                count=None if counts[place] == UNCOUNTED else _counted(counts[place], short=True),
                is_current=tab is self.tab,
                tone=tab.tone if counts[place] else "",
            )
            for place, tab in enumerate(self.spec.tabs)
        )

    def _filter(self, part: Filter) -> ShownFilter:
        options: tuple[tuple[str, str, bool], ...] = ()
        if isinstance(part, ChoiceFilter):
            chosen = part.values(self.query)
            options = tuple(
                (value, name, value in chosen) for value, name in part.options().items()
            )
        days = ("", "")
        if isinstance(part, DateRangeFilter):
            first, last = part.days(self.query)
            days = (
                numerals.short_date(first) if first else "",
                numerals.short_date(last) if last else "",
            )
        return ShownFilter(
            filter=part,
            words=part.words(self.query),
            without=self.address(**dict.fromkeys(part.parameters)),
            kept=self.kept(*part.parameters),
            options=options,
            written=days,
        )

    def _without_filters(self) -> str:
        names = [name for part in self._filters() for name in part.parameters]
        return self.address(**dict.fromkeys(names))

    def _exports(self) -> tuple[tuple[str, str], ...]:
        allowed = not self.spec.export_permission or actor_of(self.request).may(
            self.spec.export_permission
        )
        if not (self.spec.can_export and allowed):
            return ()
        return tuple((kind.upper(), self.address(**{EXPORT: kind})) for kind in KINDS)

    def _bulk(self) -> tuple[ShownBulkAct, ...]:
        if getattr(self.request, "as_of_past", False):
            return ()
        actor = actor_of(self.request)
        return tuple(
            ShownBulkAct(act, act.address() if callable(act.address) else act.address)
            for act in self.spec.bulk
            if act.permission is None or actor.may(act.permission)
        )

    def _emptiness(self, *, is_filtered: bool) -> tuple[str, EmptyText | None]:
        """Three different texts: nothing found, all done (another tab is the place), first use."""
        if is_filtered:
            return "nothing", None
        if self.tab is not None and self.spec.all_done is not None:
            return "done", self.spec.all_done
        return "first", self.spec.nothing_yet


def _counted(number: int, *, short: bool = False) -> str:
    if number == UNCOUNTED:
        return _("rất nhiều")
    if number <= MOST_COUNTED:
        return numerals.number(number)
    most = numerals.number(MOST_COUNTED)
    return f"{most}+" if short else _("hơn %(most)s") % {"most": most}


__all__ = [
    "CURSOR",
    "EXPORT",
    "MOST_COUNTED",
    "ORDER",
    "PARAMETER",
    "TAB",
    "ShownList",
    "list_page",
]
