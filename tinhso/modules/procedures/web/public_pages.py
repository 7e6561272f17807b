"""Public pages: find a procedure, read it, start it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tinhso.modules.procedures.queries import catalogue
from tinhso.modules.procedures.queries.cards import PaperCard, VersionCard
from tinhso.modules.procedures.queries.search import Filters, search
from tinhso.ui.shown import Fact

PAGE = 20


def search_page(request: HttpRequest) -> HttpResponse:
    """Search by words, field, life event, level and online level; says why each was found."""
    text = request.GET.get("q", "")[:200].strip()
    filters = Filters(
        field_code=request.GET.get("linh-vuc", "")[:40],
        life_event=request.GET.get("viec", "")[:60],
        level=request.GET.get("cap", "")[:10],
        online_level=request.GET.get("muc", "")[:12],
    )
    place = _page_number(request)
    found = search(
        text,
        on=request.as_of,
        filters=filters,
        limit=PAGE,
        offset=(place - 1) * PAGE,  # type: ignore[attr-defined]
    )
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "text": text,
        "filters": filters,
        "found": found,
        "events": catalogue.life_events(request.as_of),  # type: ignore[attr-defined]
        "event_name": _event_name(filters.life_event, request),
        "field_name": _field_name(filters.field_code, request),
        "query": query.urlencode(),
        "page": place,
        "first": (place - 1) * PAGE + 1,
        "last": (place - 1) * PAGE + len(found.cards),
        "next_page": place + 1 if place * PAGE < found.total else 0,
    }
    return render(request, "procedures/search_page.html", context)


def _page_number(request: HttpRequest) -> int:
    raw = request.GET.get("trang", "1")
    return min(int(raw), 500) if raw.isdecimal() and int(raw) > 0 else 1


def _event_name(code: str, request: HttpRequest) -> str:
    rows = catalogue.life_events(request.as_of) if code else []  # type: ignore[attr-defined]
    return next((event.name for event, _count in rows if event.code == code), "")


def _field_name(code: str, request: HttpRequest) -> str:
    rows = catalogue.fields(request.as_of) if code else []  # type: ignore[attr-defined]
    return next((row.name for row, _count in rows if row.code == code), "")


def field_list(request: HttpRequest) -> HttpResponse:
    """Every field with the number of procedures in force."""
    rows = catalogue.fields(request.as_of)  # type: ignore[attr-defined]
    return render(request, "procedures/field_list.html", {"rows": rows})


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure as a citizen reads it. Raises ProcedureNotFound."""
    version = catalogue.version_in_force(code, request.as_of)  # type: ignore[attr-defined]
    facts = [
        Fact(_("Thời hạn"), version.term_text, version.term_reading),
        Fact(_("Lệ phí"), version.fee_text[:120]),
        Fact(_("Nơi giải quyết"), version.implementing_agency[:120]),
    ]
    context = {
        "version": version,
        "facts": facts,
        "papers": _grouped(version),
        "remarks": version.content.remarks,
        "steps": [line for line in version.content.steps.splitlines() if line.strip()],
    }
    return render(request, "procedures/detail.html", context)


def _grouped(version: VersionCard) -> list[tuple[str, list[PaperCard]]]:
    groups: dict[str, list[PaperCard]] = {}
    for paper in version.papers:
        groups.setdefault(paper.group, []).append(paper)
    return list(groups.items())
