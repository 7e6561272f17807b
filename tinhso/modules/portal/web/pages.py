"""Home page of citizens, figures everybody may see, and the pages a public site owes its readers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tinhso.modules.portal.queries import (
    home_figures,
    home_procedures,
    life_event_tiles,
)


def home(request: HttpRequest) -> HttpResponse:
    """What do you want to get done, and how far is your dossier?"""
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
