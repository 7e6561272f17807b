"""What controls of e-forms ask while typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tinhso.modules.directory import public as directory
from tinhso.ui.views import combo_options
from tinhso.ui.widgets import Option


def communes(request: HttpRequest) -> HttpResponse:
    """Communes by words; an old name finds what the place is now. Public."""
    text = request.GET.get("q", "")[:100]
    found = directory.search_areas(text, request.as_of, level="commune", limit=10)  # type: ignore[attr-defined]
    return combo_options(
        request,
        [
            Option(
                str(match.area.id),
                match.area.full_name,
                f"trước là {match.was}" if match.was else "",
            )
            for match in found
        ],
    )
