"""What the look itself answers: theme and language of this device, lines of a type-ahead."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tinhso.ui.context import THEMES
from tinhso.ui.widgets import Option

A_YEAR = 365 * 24 * 3600


@require_POST
def set_appearance(request: HttpRequest) -> HttpResponse:
    """Keep `theme` (light, dark, or empty for the system's) and `language` (vi, en) in cookies."""
    answer = HttpResponseRedirect(_way_back(request))
    theme = request.POST.get("theme")
    if theme in THEMES:
        answer.set_cookie("theme", theme, max_age=A_YEAR, samesite="Lax")
    elif theme == "":
        answer.delete_cookie("theme")
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax")
    return answer


def combo_options(request: HttpRequest, options: Sequence[Option]) -> HttpResponse:
    """The answer to a ComboField: `combo_options(request, search(request.GET["q"]))`."""
    return render(request, "ui/forms/combo_options.html", {"options": options})


def _way_back(request: HttpRequest) -> str:
    """Only an address of this site."""
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe else "/"
