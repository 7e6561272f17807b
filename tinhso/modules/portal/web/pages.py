"""Home page of citizens, figures everybody may see, and the pages a site owes its readers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tinhso.kernel.http import actor_of
from tinhso.modules.portal.queries import (
    home_figures,
    home_procedures,
    life_event_tiles,
)
from tinhso.ui.navigation import first_address, place_address


def officers_desk(request: HttpRequest) -> str:
    """Where an officer works: their own dossiers, else the first page they may open."""
    if actor_of(request).may("cases.process_case"):
        return place_address("staff_home")
    return first_address(request, "staff")


def home(request: HttpRequest) -> HttpResponse:
    """What do you want to get done, and how far is your dossier?

    An officer is led on to their own desk; `?cong` shows the public page to them too.
    """
    if actor_of(request).kind == "officer" and "cong" not in request.GET:
        desk = officers_desk(request)
        if desk:
            return redirect(desk)
    today = timezone.localdate()
    context = {
        "popular": home_procedures(today),
        "life_events": life_event_tiles(today),
        "figures": home_figures(timezone.now()),
    }
    return render(request, "portal/home.html", context)


def public_figures(request: HttpRequest) -> HttpResponse:
    """How the State works: figures of the last thirty days, equal to the database (DVC-11)."""
    return render(request, "portal/public_figures.html", {"figures": home_figures(timezone.now())})


def help_page(request: HttpRequest) -> HttpResponse:
    """How to apply, follow, supplement."""
    return render(request, "portal/help_page.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """What this site does for people with disabilities."""
    return render(request, "portal/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data are kept, for what, for how long, and whom to ask."""
    return render(request, "portal/privacy.html")
