"""The JSON API: one root, one error shape (RFC 9457), one router per module."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from tinhso import __version__
from tinhso.config.api_answers import Description
from tinhso.config.api_wording import sentence
from tinhso.config.errors import AddressUnknown, BodyInvalid, RequestUnreadable, TextUnreadable
from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import problem
from tinhso.kernel.json_text import read_json
from tinhso.modules.cases.api import router as cases_router
from tinhso.modules.directory.api import router as directory_router
from tinhso.modules.procedures.api import router as procedures_router


class ReadableParser(Parser):
    """Reads bodies; a NUL or half a letter inside one is refused like any other wrong shape."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401 - whatever JSON holds
        return read_json(request.body)


class DescribedAPI(NinjaAPI):
    """An API whose description also says what each operation refuses."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> Description:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return Description(self, prefix)


api = DescribedAPI(
    title="Tỉnh Số",
    version=__version__,
    urls_namespace="api",
    docs_url=None,
    parser=ReadableParser(),
)
api.add_router("/cases", cases_router)
api.add_router("/directory", directory_router)
api.add_router("/procedures", procedures_router)


@api.exception_handler(DomainError)
def refusal(request: HttpRequest, refused: DomainError) -> HttpResponse:
    return problem(refused)


@api.exception_handler(Http404)
def no_such_address(request: HttpRequest, wrong: Http404) -> HttpResponse:
    return problem(AddressUnknown())


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, wrong: HttpError) -> HttpResponse:
    # Ninja raises it for a body that the parser could not read, from whatever that raised.
    if isinstance(wrong.__cause__, UnicodeError) and wrong.status_code == 400:
        return problem(TextUnreadable())
    return problem(RequestUnreadable(), wrong.status_code)


@api.exception_handler(ValidationError)
def wrong_shape(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for error in wrong.errors:
        place = ".".join(str(part) for part in error.get("loc", ()))
        fields.setdefault(place, []).append(sentence(error))
    return problem(BodyInvalid(fields=fields))
