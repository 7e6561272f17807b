"""Pages that belong to no module: refusals, errors, health."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tinhso.config.errors import (
    AddressUnknown,
    RequestTooLarge,
    RequestUnreadable,
    TooManyFields,
)
from tinhso.kernel.actor import ANONYMOUS
from tinhso.kernel.errors import DomainError, NotPermitted
from tinhso.kernel.http import problem, problem_of, status_of

API = "/api/"

# Shorter than the year that RFC 9116 advises, renewed by every answer.
_SECURITY_TEXT_HOLDS = timedelta(days=90)


def refusal_page(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """The page of a refusal; someone not signed in and not permitted is asked to sign in."""
    actor = getattr(request, "actor", ANONYMOUS)
    if isinstance(refusal, NotPermitted) and not actor.is_signed_in:
        from_here = request.get_full_path()
        response = HttpResponse(status=302)
        response["Location"] = f"/dang-nhap/?next={from_here}"
        return response
    return error_page(request, status_of(refusal), refusal.sentence, refusal.code)


def error_page(request: HttpRequest, status: int, sentence: str, code: str) -> HttpResponse:
    """Render ui/errors/<status>.html: what did not happen, what is kept, what to do, a code."""
    context = {
        "status": status,
        "sentence": sentence,
        "code": code,
        "reference": secrets.token_hex(3).upper(),
        "now": datetime.now(UTC),
    }
    return render(request, f"ui/errors/{status}.html", context, status=status)


def refused(request: HttpRequest, refusal: DomainError, status: int = 0) -> HttpResponse:
    """The answer to a refused request: problem details for the API, a page for people."""
    if request.path.startswith(API):
        return problem(refusal, status)
    chosen = status or status_of(refusal)
    return error_page(request, chosen, refusal.sentence, refusal.code)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return refused(request, RequestTooLarge(), 413)
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return refused(request, TooManyFields())
    return refused(request, RequestUnreadable())


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API):
        return problem(NotPermitted())
    return error_page(request, 403, _("Bạn không có quyền xem trang này."), "not_permitted")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API):
        return problem(AddressUnknown())
    return error_page(request, 404, _("Không có trang này."), "not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    sentence = _("Trang này đang gặp sự cố.")
    if request.path.startswith(API):
        return problem_of("internal", sentence, 500)
    return error_page(request, 500, sentence, "internal")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(
        request, 403, _("Phiên làm việc đã cũ. Tải lại trang rồi gửi lại."), "csrf_failed"
    )


def health(request: HttpRequest) -> HttpResponse:
    """Answers 200 when the process serves and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def security_contact(request: HttpRequest) -> HttpResponse:
    """RFC 9116 security.txt (SEC-59). No contact, no file: it must name one."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = datetime.now(UTC) + _SECURITY_TEXT_HOLDS
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines += [f"Expires: {expires:%Y-%m-%dT00:00:00Z}", "Preferred-Languages: vi, en"]
    if settings.PUBLIC_ADDRESS:
        lines.append(f"Canonical: {settings.PUBLIC_ADDRESS.rstrip('/')}{request.path}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
