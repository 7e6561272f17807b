"""My dossiers: drafts to go on with, dossiers to follow."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tinhso.kernel.http import actor_of
from tinhso.kernel.permissions import require
from tinhso.modules.cases.queries import mine
from tinhso.modules.cases.web.citizen.shown import due_chip


def my_cases(request: HttpRequest) -> HttpResponse:
    """Drafts and dossiers of the signed-in person, newest first, 20 a page by key."""
    by = actor_of(request)
    require(by, "cases.submit_case")
    now = timezone.now()
    page = mine.page_of(by, before=request.GET.get("truoc", ""), now=now)
    rows = [(row.case, due_chip(row.case, row.remaining)) for row in page.rows]
    context = {"drafts": page.drafts, "rows": rows, "next_key": page.next_key, "total": page.total}
    return render(request, "cases/citizen/my_cases.html", context)
