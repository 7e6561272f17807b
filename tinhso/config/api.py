"""The JSON API: one root, one error shape (RFC 9457), one router per module."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from tinhso import __version__
from tinhso.kernel.errors import DomainError, Invalid
from tinhso.kernel.http import problem
from tinhso.modules.cases.api import router as cases_router
from tinhso.modules.directory.api import router as directory_router
from tinhso.modules.procedures.api import router as procedures_router

api = NinjaAPI(title="Tỉnh Số", version=__version__, urls_namespace="api", docs_url=None)
api.add_router("/cases", cases_router)
api.add_router("/directory", directory_router)
api.add_router("/procedures", procedures_router)


class BodyInvalid(Invalid):
    """A request whose shape is wrong; `errors` says where."""

    code = "request_invalid"
    message = _("Dữ liệu gửi lên sai cấu trúc.")


@api.exception_handler(DomainError)
def refusal(request: HttpRequest, refused: DomainError) -> HttpResponse:
    return problem(refused)


@api.exception_handler(ValidationError)
def wrong_shape(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for error in wrong.errors:
        place = ".".join(str(part) for part in error.get("loc", ()))
        fields.setdefault(place, []).append(str(error.get("msg", "")))
    return problem(BodyInvalid(fields=fields))
