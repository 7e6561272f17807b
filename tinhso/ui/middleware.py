"""The language a page is written in, and the date it is seen at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation

from tinhso.kernel.numerals import UnreadableError, parse_date, short_date

PARAMETER = "as_of"
API = "/api/"


class LanguageMiddleware:
    """Vietnamese for everybody who did not choose English here.

    The language a phone or browser was set up with is no wish to read the State's pages in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class AsOfMiddleware:
    """Sets `request.as_of` (a date) and `request.as_of_past` (whether it is not today).

    The date stands in the address (`?as_of=30/06/2025`), so a page can be sent to a colleague as it
    was seen. A date that cannot be read is dropped from the address rather than guessed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        today = timezone.localdate()
        if request.path.startswith(API):  # there the day is a parameter, checked like the others
            request.as_of = today  # type: ignore[attr-defined]
            request.as_of_past = False  # type: ignore[attr-defined]
            return self.get_response(request)
        written = request.GET.get(PARAMETER, "").strip()
        chosen = _day(written) if written else today
        if chosen is None or (written and chosen == today):
            if request.method == "GET":
                return _without_date(request)
            chosen = today
        request.as_of = chosen  # type: ignore[attr-defined]
        request.as_of_past = chosen != today  # type: ignore[attr-defined]
        return self.get_response(request)


def _day(written: str) -> date | None:
    try:
        return parse_date(written)
    except UnreadableError:
        return None


def _without_date(request: HttpRequest) -> HttpResponse:
    kept = request.GET.copy()
    kept.pop(PARAMETER, None)
    query = kept.urlencode()
    return redirect(f"{request.path}?{query}" if query else request.path)


def address_at(address: str, day: date | None) -> str:
    """The address with the date in it; `None` for today leaves it as it is."""
    if (
        day is None
        or not address
        or address.startswith(("#", "http:", "https:", "mailto:", "tel:"))
    ):
        return address
    path, hash_mark, anchor = address.partition("#")
    if f"{PARAMETER}=" in path:
        return address
    joined = f"{path}{'&' if '?' in path else '?'}{urlencode({PARAMETER: short_date(day)})}"
    return f"{joined}{hash_mark}{anchor}"
