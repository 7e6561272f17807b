"""Which dossier an officer's page is about, and whether this officer may see it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, QueryDict

from tinhso.kernel.actor import Actor
from tinhso.kernel.http import actor_of
from tinhso.kernel.permissions import require
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import cases as case_queries

VIEW = "cases.view_case"


def case_of(request: HttpRequest, public_id: UUID, permission: str = VIEW) -> tuple[Case, Actor]:
    """The dossier and who asks.

    The permission is asked first, so that strangers do not learn what exists. Raises
    PermissionMissing, CaseNotFound, CaseOfAnotherOffice.
    """
    by = actor_of(request)
    require(by, permission)
    return case_queries.case_for(public_id, by, permission), by


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when every field of it is empty; None when a page is only opened."""
    return request.POST if request.method == "POST" else None
