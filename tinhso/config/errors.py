"""Refusals of requests themselves, before any module sees them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import DomainError, Invalid, NotFound, NotPermitted


class RequestUnreadable(DomainError):  # noqa: N818 - named by what it is
    """What was sent is no request that HTTP knows, or its body is not what it says it is."""

    code = "bad_request"
    message = _("Yêu cầu gửi lên không đọc được.")


class RequestTooLarge(DomainError):  # noqa: N818 - named by what it is
    code = "request_too_large"
    message = _("Nội dung gửi lên quá lớn.")


class TooManyFields(DomainError):  # noqa: N818 - named by what it is
    code = "too_many_fields"
    message = _("Nội dung gửi lên có quá nhiều mục.")


class StepMissing(NotPermitted):
    """For the description: which step it is, identity's own refusals say."""

    code = "sign_in_step_missing"
    message = _("Phiên làm việc đã hết, hoặc còn một bước đăng nhập phải làm.")


class MethodWrong(DomainError):  # noqa: N818 - named by what it is
    code = "method_not_allowed"
    message = _("Địa chỉ này không nhận cách gửi đó.")


class AddressUnknown(NotFound):
    code = "not_found"
    message = _("Không có địa chỉ này.")


class BodyInvalid(Invalid):
    """A request whose shape is wrong; `errors` says where."""

    code = "request_invalid"
    message = _("Dữ liệu gửi lên sai cấu trúc.")


class TextUnreadable(Invalid):
    """A character that no text has: NUL, or half of a pair."""

    code = "text_unreadable"
    message = _("Nội dung gửi lên có ký tự không đọc được.")
