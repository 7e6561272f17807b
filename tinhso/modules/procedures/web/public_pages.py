"""Public pages: find a procedure, read it, start it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.modules.procedures.models import ProcedureVersion
from tinhso.modules.procedures.queries import catalogue, statistics
from tinhso.modules.procedures.queries.data_files import SOURCE
from tinhso.modules.procedures.queries.search import Filters, Found, search
from tinhso.modules.procedures.queries.showing import procedure_page
from tinhso.ui.shown import Crumb, Tab

PAGE = 20
_LEVELS = {
    "xa": gettext_lazy("Cấp xã"),
    "tinh": gettext_lazy("Cấp tỉnh"),
    "bo": gettext_lazy("Cấp Bộ"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with where it leads and how many it leaves."""

    title: str
    address: str
    count: int | None = None
    is_chosen: bool = False


def day_of(request: HttpRequest) -> date:
    """The day the page is seen at."""
    return cast("date", getattr(request, "as_of"))  # noqa: B009 - set by the UI's middleware


def search_page(request: HttpRequest) -> HttpResponse:
    """Search by words, field, life event, level and online level; says why each was found."""
    text = request.GET.get("q", "").replace("\x00", "")[:200].strip()
    filters = Filters(
        field_code=request.GET.get("linh-vuc", "")[:40],
        life_event=request.GET.get("viec", "")[:60],
        level=request.GET.get("cap", "")[:10],
        online_level=request.GET.get("muc", "")[:12],
        agency=request.GET.get("co-quan", "").replace("\x00", "")[:100],
        only_local=request.GET.get("tinh") == "1",
    )
    on, place = day_of(request), _page_number(request)
    found = search(text, on=on, filters=filters, limit=PAGE, offset=(place - 1) * PAGE)
    events = {event.code: event.name for event, _count in catalogue.life_events(on)}
    names = {row.code: row.name for row, _count in catalogue.fields(on)}
    context = {
        "text": text,
        "filters": filters,
        "found": found,
        "title": events.get(filters.life_event) or names.get(filters.field_code),
        "levels": _choices(request, "cap", _LEVELS, found, "level"),
        "online_levels": _choices(
            request, "muc", dict(ProcedureVersion.OnlineLevel.choices), found, "online_level"
        ),
        "fields": _choices(request, "linh-vuc", names, found, "field")[:12],
        "events": _choices(request, "viec", events, found, "life_event"),
        "first": (place - 1) * PAGE + 1,
        "last": (place - 1) * PAGE + len(found.cards),
        "previous": _address(request, trang=str(place - 1)) if place > 1 else "",
        "next": _address(request, trang=str(place + 1)) if place * PAGE < found.total else "",
        "kept": [
            (name, value)
            for name, value in request.GET.items()
            if name in ("linh-vuc", "viec", "cap", "muc") and value
        ],
        "source": SOURCE,
    }
    return render(request, "procedures/search_page.html", context)


def _page_number(request: HttpRequest) -> int:
    raw = request.GET.get("trang", "1")
    plain = raw.isascii() and raw.isdigit() and len(raw) < 6
    return max(1, min(int(raw), 500)) if plain else 1


def _address(request: HttpRequest, **changes: str) -> str:
    """The address of this page with some parameters changed; "" takes one away."""
    query = {name: value for name, value in request.GET.items() if value and name != "trang"}
    query |= changes
    return "?" + urlencode({name: value for name, value in query.items() if value})


def _choices(
    request: HttpRequest, name: str, titles: Mapping[str, object], found: Found, facet: str
) -> list[Choice]:
    """Values of a filter that leave something, the most common first; the chosen one to undo."""
    chosen = request.GET.get(name, "")
    counts = found.facets.get(facet, {})
    values = sorted(counts, key=lambda value: -counts[value])
    return [
        Choice(
            title=str(titles[value]),
            address=_address(request, **{name: "" if value == chosen else value}),
            count=counts[value],
            is_chosen=value == chosen,
        )
        for value in values
        if value in titles
    ]


def field_list(request: HttpRequest) -> HttpResponse:
    """Each field with the number of procedures in force."""
    rows = catalogue.fields(day_of(request))
    return render(request, "procedures/field_list.html", {"rows": rows})


def life_event_list(request: HttpRequest) -> HttpResponse:
    """Each life event with the number of procedures under it."""
    rows = catalogue.life_events(day_of(request))
    return render(request, "procedures/life_event_list.html", {"rows": rows})


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure as a citizen reads it. Raises ProcedureNotFound."""
    on = day_of(request)
    version = catalogue.version_in_force(code[:60].replace("\x00", ""), on)
    page = procedure_page(version, on)
    events = {event.code: event.name for event, _count in catalogue.life_events(on)}
    crumbs = [Crumb(_("Trang chủ"), "/"), Crumb(_("Thủ tục"), reverse("procedures:search"))]
    if version.life_events and version.life_events[0] in events:
        query = urlencode({"viec": version.life_events[0]})
        address = f"{reverse('procedures:search')}?{query}"
        crumbs.append(Crumb(events[version.life_events[0]], address))
    context = {
        "version": version,
        "page": page,
        "crumbs": [*crumbs, Crumb(version.short_name)],
        "online_level": ProcedureVersion.OnlineLevel(version.online_level).label,
        "is_long": len(page.steps) > 8,
    }
    return render(request, "procedures/detail.html", context)


def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Every version of a procedure with the days it is in force. Raises ProcedureNotFound."""
    procedure = catalogue.procedure(code[:60].replace("\x00", ""))
    context = {"procedure": procedure, "periods": catalogue.periods_of(procedure.code)}
    return render(request, "procedures/versions.html", context)


def figures(request: HttpRequest) -> HttpResponse:
    """How many procedures there are by level of online service, field and level."""
    on = day_of(request)
    tab = request.GET.get("theo", "linh-vuc")
    by = {"linh-vuc": "field_name", "cap": "level", "co-quan": "promulgating_agency"}
    kind = tab if tab in by else "linh-vuc"
    titles = {
        "linh-vuc": _("Theo lĩnh vực"),
        "cap": _("Theo cấp thực hiện"),
        "co-quan": _("Theo cơ quan ban hành"),
    }
    context = {
        "totals": statistics.totals(on),
        "rows": statistics.by_column(by[kind], on),
        "levels": _LEVELS,
        "kind": kind,
        "tabs": [
            Tab(title, f"?theo={name}", is_current=name == kind) for name, title in titles.items()
        ],
        "source": SOURCE,
    }
    return render(request, "procedures/figures.html", context)
