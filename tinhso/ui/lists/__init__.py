"""The one way every list page works: declared columns and filters, paging by key, exports.

State lives in the address: `tab`, filters, `q`, `xep` (order), `trang` (cursor), `xuat` (file).
"""

from tinhso.ui.lists.filters import (
    ChoiceFilter,
    DateRangeFilter,
    ReferenceFilter,
    TextFilter,
)
from tinhso.ui.lists.page import list_page
from tinhso.ui.lists.rows import ListRows, QuerySetRows, Rows, SortKey
from tinhso.ui.lists.spec import BulkAct, Column, EmptyText, ListSpec, ListTab

__all__ = [
    "BulkAct",
    "ChoiceFilter",
    "Column",
    "DateRangeFilter",
    "EmptyText",
    "ListRows",
    "ListSpec",
    "ListTab",
    "QuerySetRows",
    "ReferenceFilter",
    "Rows",
    "SortKey",
    "TextFilter",
    "list_page",
]
