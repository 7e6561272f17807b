"""What somebody who is signed in must do before anything else: unlock, change, enrol."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import NotPermitted
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries.rights import Standing
from tinhso.modules.identity.queries.sign_in import has_second_factor
from tinhso.modules.identity.rules import passwords
from tinhso.modules.identity.rules.assurance import STRONG
from tinhso.modules.identity.web import presence
from tinhso.modules.identity.web.entry import methods_used, needs_second_factor


class SessionOver(NotPermitted):
    code = "session_over"
    message = _("Phiên làm việc đã hết. Đăng nhập lại.")


class ScreenLocked(NotPermitted):
    code = "screen_locked"
    message = _("Màn hình đã khóa vì lâu không dùng. Nhập mật khẩu để làm tiếp.")


class PasswordMustChange(NotPermitted):
    code = "password_must_change"
    message = _("Đổi mật khẩu trước khi làm việc khác.")


class SecondFactorMissing(NotPermitted):
    code = "second_factor_missing"
    message = _("Tài khoản quản trị phải có lớp xác thực thứ hai.")


class SecondFactorNotShown(NotPermitted):
    code = "second_factor_not_shown"
    message = _("Xác nhận lớp thứ hai để làm tiếp.")


@dataclass(frozen=True, slots=True)
class Step:
    """A step that comes first: why, the page where it is done, further pages it needs."""

    refusal: NotPermitted
    page: str
    also: tuple[str, ...] = ()

    def is_open(self, view_name: str) -> bool:
        """Whether the page asked for belongs to this step."""
        return view_name in (self.page, *self.also, *_ALWAYS)


_ALWAYS = ("account_logout", "identity:lock", "health", "security_contact")
_FACTOR_PAGES = (
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)
_LOCKED = Step(ScreenLocked(), "identity:lock", ("mfa_reauthenticate_webauthn",))
_CHANGE = Step(
    PasswordMustChange(), "account_change_password", ("account_set_password", *_FACTOR_PAGES)
)
_ENROL = Step(SecondFactorMissing(), "identity:enrol", _FACTOR_PAGES)
_SHOW = Step(
    SecondFactorNotShown(),
    "mfa_reauthenticate",
    ("mfa_reauthenticate_webauthn", "account_reauthenticate"),
)


def next_step(
    request: HttpRequest, account: Account, standing: Standing, *, at: datetime
) -> Step | None:
    """The first thing still to be done, None when nothing is. At most one query, often none."""
    officer = account.kind == Account.Kind.OFFICER
    administrator = standing.is_administrator
    if presence.is_locked(request, administrator=administrator, officer=officer, at=at):
        return _LOCKED
    if password_must_change(request, account, administrator=administrator, at=at):
        return _CHANGE
    if officer and (administrator or needs_second_factor(request)):
        if presence.assurance_of(request) >= STRONG:
            return None
        return _SHOW if has_second_factor(account.pk) else _ENROL
    return None


def password_must_change(
    request: HttpRequest, account: Account, *, administrator: bool, at: datetime
) -> bool:
    """Whether the password comes from somebody else, is too old, or too short to stand alone.

    Who came in without a password (passkey, provider) is not asked for one.
    """
    if "password" not in methods_used(request, account):
        return False
    if account.must_change_password or account.password_changed_at is None:
        return True
    expires = passwords.expires_at(
        account.password_changed_at,
        administrator=administrator,
        officer=account.kind == Account.Kind.OFFICER,
    )
    if expires is not None and at >= expires:
        return True
    return not account.password_stands_alone and not has_second_factor(account.pk)


def send_to(request: HttpRequest, step: Step) -> HttpResponse:
    """Lead to the step's page; programs and htmx are told in their own way."""
    if request.path.startswith("/api/"):
        return refused_to_program(step.refusal)
    page = reverse(step.page)
    back = request.get_full_path() if request.method == "GET" else "/"
    address = f"{page}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = address
        return answer
    if step is not _LOCKED:
        messages.info(request, step.refusal.sentence)
    return redirect(address)


def refused_to_program(refusal: NotPermitted) -> JsonResponse:
    """Problem details with status 401: signing in, or a further step of it, is what is missing."""
    body = {
        "type": f"urn:tinhso:loi:{refusal.code}",
        "code": refusal.code,
        "title": refusal.sentence,
        "status": 401,
    }
    return JsonResponse(body, status=401, content_type="application/problem+json")
