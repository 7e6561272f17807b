"""Security headers on every answer, and refusals as pages."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict

from tinhso.config.errors import MethodWrong, TextUnreadable
from tinhso.config.pages import API, refusal_page, refused
from tinhso.kernel.errors import DomainError
from tinhso.kernel.text import is_unreadable

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


class SecurityHeaders:
    """A strict content policy: nothing from other hosts, scripts only from our files (SEC-60)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        response = self.get_response(request)
        policy = (
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
            f"script-src 'self' 'nonce-{request.csp_nonce}'; "  # type: ignore[attr-defined]
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self)")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if getattr(request, "actor", None) is not None and request.actor.is_signed_in:  # type: ignore[attr-defined]
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ReadableRequests:
    """Refuses what no text has: a NUL in the address, the query, a form or a file's name.

    PostgreSQL cannot keep it, nobody types it, and no page should have to think of it. What is
    half a letter was replaced when the request was decoded; bodies of the API are its own business.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or _has_unreadable(request.GET):
            return refused(request, TextUnreadable())
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        # After the check of forgery, which reads the form first.
        is_form = request.method == "POST" and not request.path.startswith(API)
        if is_form and (_has_unreadable(request.POST) or _has_bad_names(request)):
            return refused(request, TextUnreadable())
        return None


def _has_unreadable(sent: QueryDict) -> bool:
    return any(
        is_unreadable(name) or any(is_unreadable(value) for value in values)
        for name, values in sent.lists()
    )


def _has_bad_names(request: HttpRequest) -> bool:
    return any(
        is_unreadable(file.name or "") for _name, files in request.FILES.lists() for file in files
    )


class RefusalPages:
    """Turns a refusal raised by a page into the page that explains it; the API has its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        said = refused(request, MethodWrong(), 405)
        said.headers["Allow"] = response.headers.get("Allow", "")
        return said

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            logger.info("%s %s refused: %s", request.method, request.path, exception.code)
            return refusal_page(request, exception)
        if isinstance(exception, PermissionDenied):
            return None
        return None
