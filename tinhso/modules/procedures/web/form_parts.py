"""What controls of e-forms ask while typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tinhso.modules.procedures.queries.eforms.places import find_communes
from tinhso.modules.procedures.web.public_pages import day_of
from tinhso.ui.views import combo_options
from tinhso.ui.widgets import Option


def communes(request: HttpRequest) -> HttpResponse:
    """Communes by words; an old name finds what the place is now. Public."""
    text = request.GET.get("q", "").replace("\x00", "")
    return combo_options(
        request,
        [
            Option(str(place.id), place.name, f"trước là {place.was}" if place.was else "")
            for place in find_communes(text, day_of(request))
        ],
    )
