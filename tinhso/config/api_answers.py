"""What every operation of the API may answer besides its own: said once, for the description."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from tinhso.config.errors import RequestTooLarge, RequestUnreadable, StepMissing
from tinhso.kernel.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted, Unavailable

_MEDIA_TYPE = "application/problem+json"
_SENTENCES: dict[int, type[DomainError]] = {
    400: RequestUnreadable,
    401: StepMissing,
    403: NotPermitted,
    404: NotFound,
    409: Conflict,
    413: RequestTooLarge,
    422: Invalid,
    503: Unavailable,
}
_WRITES = (400, 401, 403, 404, 409, 413, 422, 503)

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "Problem details (RFC 9457): `code` for machines, `title` for people.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "pattern": "^urn:tinhso:loi:"},
        "code": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["type", "code", "title", "status"],
}


class Description(OpenAPISchema):
    """The OpenAPI description, with the refusals that any operation of its kind may answer."""

    def responses(self, operation: Operation) -> dict[int, Any]:
        found: dict[int, Any] = super().responses(operation)
        for status in _refusals_of(operation):
            with override("vi"):
                sentence = str(_SENTENCES[status].message)
            found[status] = {
                "description": sentence,
                "content": {_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
        return dict(sorted(found.items()))

    def get_components(self) -> dict[str, Any]:
        self.schemas["Problem"] = PROBLEM
        components: dict[str, Any] = super().get_components()
        return components


def _refusals_of(operation: Operation) -> tuple[int, ...]:
    """Refused everywhere: a character no text has (422), a sign-in that is not finished (401)."""
    if set(operation.methods) - {"GET", "HEAD"}:
        return _WRITES
    statuses = {401, 422}
    if "{" in operation.path:
        statuses.add(404)
    if operation.auth_callbacks:
        statuses |= {403, 404}
    return tuple(sorted(statuses))
