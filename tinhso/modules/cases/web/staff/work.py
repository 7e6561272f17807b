"""Work lists: mine, my unit's, what is late, everything I may look up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from tinhso.kernel.http import actor_of
from tinhso.kernel.permissions import require
from tinhso.modules.cases.queries import searching, worklist
from tinhso.modules.cases.web.staff import lists, trail
from tinhso.modules.directory import public as directory
from tinhso.ui.lists import list_page

VIEW = "cases.view_case"


def my_work(request: HttpRequest) -> HttpResponseBase:
    """“Việc của tôi”: what I hold, by what presses most."""
    by, now = actor_of(request), timezone.now()
    require(by, "cases.process_case")
    trail.keep(request, "my_work")
    unit = directory.organisation_cards(
        [by.organisation_id] if by.organisation_id else [], timezone.localdate(now)
    ).get(by.organisation_id or 0)
    return list_page(
        request,
        lists.my_work_spec(by, now, request.GET.get("tab", "")),
        lists.my_work_source(by, now),
        template="cases/staff/my_work.html",
        context={"unit": unit, "may_receive": by.may("cases.receive_case")},
    )


def unit_work(request: HttpRequest) -> HttpResponseBase:
    """“Việc của phòng”: the pool of my units, to take from or to assign."""
    by, now = actor_of(request), timezone.now()
    require(by, "cases.process_case")
    trail.keep(request, "unit_work")
    return list_page(request, lists.unit_work_spec(by, now), worklist.of_units(by))


def overdue(request: HttpRequest) -> HttpResponseBase:
    """Dossiers of my units whose promise to the citizen has passed."""
    by, now = actor_of(request), timezone.now()
    require(by, "cases.process_case")
    trail.keep(request, "overdue")
    rows = worklist.overdue(worklist.of_units(by), now)
    return list_page(request, lists.OVERDUE, rows)


def all_cases(request: HttpRequest) -> HttpResponseBase:
    """Everything I may look up. A scanned receipt opens its dossier at once."""
    by = actor_of(request)
    require(by, VIEW)
    found = searching.by_code(searching.code_scanned(request.GET.get("q", "")))
    if found is not None and searching.may_open(found, by):
        return redirect("cases:dossier", found.public_id)
    trail.keep(request, "all_cases")
    return list_page(request, lists.ALL_CASES, worklist.everything(by))
