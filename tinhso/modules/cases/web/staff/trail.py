"""The list an officer came from, so that J and K go to the neighbour in it.

The session keeps which list and with which filters it was last seen; the neighbours are asked of
the same query again, so a list that changed meanwhile is followed as it is now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from tinhso.kernel.actor import Actor
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import worklist
from tinhso.modules.cases.web.staff import lists
from tinhso.ui.lists import ListSpec

KEY = "cases-trail"
MOST = 200
Maker = Callable[[Actor, datetime], tuple[ListSpec, QuerySet[Case]]]

_MAKERS: dict[str, Maker] = {
    "my_work": lambda by, now: (lists.my_work_spec(by, now), lists.my_work_source(by, now)),
    "unit_work": lambda by, now: (lists.unit_work_spec(by, now), worklist.of_units(by)),
    "overdue": lambda by, now: (lists.OVERDUE, worklist.overdue(worklist.of_units(by), now)),
    "all_cases": lambda by, _now: (lists.ALL_CASES, worklist.everything(by)),
}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where one came from, the place in that list, the dossiers before and after."""

    title: str | Promise
    address: str
    place: int
    total: int
    before: UUID | None
    after: UUID | None


def keep(request: HttpRequest, name: str) -> None:
    """Remember the list as it is shown."""
    query = request.GET.copy()
    for dropped in ("trang", "xuat"):
        query.pop(dropped, None)
    kept = {"name": name, "query": query.urlencode()[:2_000]}
    if request.session.get(KEY) != kept:
        request.session[KEY] = kept


def neighbours(request: HttpRequest, case: Case, by: Actor, now: datetime) -> Neighbours | None:
    """The neighbours of a dossier in the list one came from; None when it is not in it.

    One query over the first 200 of that list.
    """
    kept = request.session.get(KEY) or {}
    maker = _MAKERS.get(kept.get("name", ""))
    if maker is None:
        return None
    spec, source = maker(by, now)
    query = QueryDict(kept["query"])
    ids = _ordered_ids(spec, source, query)
    if case.public_id not in ids:
        return None
    at = ids.index(case.public_id)
    address = reverse(f"cases:{kept['name']}")
    return Neighbours(
        title=spec.title,
        address=f"{address}?{kept['query']}" if kept["query"] else address,
        place=at + 1,
        total=len(ids),
        before=ids[at - 1] if at else None,
        after=ids[at + 1] if at + 1 < len(ids) else None,
    )


def _ordered_ids(spec: ListSpec, source: QuerySet[Case], query: QueryDict) -> list[UUID]:
    rows = source
    for part in [*([spec.text] if spec.text else []), *spec.filters]:
        rows = part.narrowed(rows, query)
    if spec.tabs:
        chosen = next((tab for tab in spec.tabs if tab.key == query.get("tab")), spec.tabs[0])
        rows = chosen.apply(rows)
    wanted = query.get("xep", "") or spec.order
    column = spec.column(wanted.removeprefix("-")) or spec.column(spec.order.removeprefix("-"))
    down = wanted.startswith("-")
    keys = [*(column.sort if column else ()), "pk"]
    order = [F(key).desc() if down else F(key).asc() for key in keys]
    return list(rows.order_by(*order).values_list("public_id", flat=True)[:MOST])
