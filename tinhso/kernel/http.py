"""How a refusal becomes an HTTP answer, once for API and pages (RFC 9457), and a form error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django import forms
from django.http import HttpRequest, JsonResponse

from tinhso.kernel.actor import ANONYMOUS, Actor
from tinhso.kernel.errors import (
    Conflict,
    DomainError,
    Invalid,
    NotFound,
    NotPermitted,
    Unavailable,
)

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    NotPermitted: 403,
    Conflict: 409,
    Invalid: 422,
    Unavailable: 503,
}


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, with the rights of this moment; set by identity's middleware."""
    actor = getattr(request, "actor", ANONYMOUS)
    return actor if isinstance(actor, Actor) else ANONYMOUS


def status_of(refusal: DomainError) -> int:
    """HTTP status of a refusal's kind; 400 for a kind nobody mapped."""
    return next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 400)


def problem(refusal: DomainError, status: int = 0) -> JsonResponse:
    """Problem details (RFC 9457): type is the code, title the sentence, errors per field."""
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    return problem_of(refusal.code, refusal.sentence, status or status_of(refusal), fields)


def problem_of(
    code: str, sentence: str, status: int, fields: Mapping[str, list[str]] | None = None
) -> JsonResponse:
    """Problem details of what is no refusal of a command."""
    body: dict[str, object] = {
        "type": f"urn:tinhso:loi:{code}",
        "code": code,
        "title": sentence,
        "status": status,
    }
    if fields:
        body["errors"] = fields
    return JsonResponse(body, status=status, content_type="application/problem+json")


@contextmanager
def refusals_shown_on(form: forms.Form) -> Iterator[None]:
    """Put a refusal on the form: per field where it says so, else above the form.

    Not found is a page, not a form error, and goes on.
    """
    try:
        yield
    except NotFound:
        raise
    except Invalid as refusal:
        if not refusal.fields:
            form.add_error(None, refusal.sentence)
        for name, sentences in refusal.fields.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
