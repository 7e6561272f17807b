"""Who is not let in although name and password are right, and why."""

from __future__ import annotations

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.socialaccount.adapter import get_adapter as provider_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import NotPermitted
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries.sign_in import has_second_factor
from tinhso.modules.identity.rules import assurance, presence
from tinhso.modules.identity.web.address import comes_from_inside

_PROVIDER_LEVEL = "identity_provider_level"


class AccountNotActive(NotPermitted):
    code = "account_not_active"
    message = _("Tài khoản đang bị khóa. Liên hệ quản trị đơn vị để mở lại.")


class AccountAsleep(NotPermitted):
    code = "account_asleep"
    message = _(
        "Tài khoản không đăng nhập quá 45 ngày nên đã khóa. Liên hệ quản trị đơn vị để mở lại."
    )


class NotForPeople(NotPermitted):
    code = "not_for_people"
    message = _("Tài khoản này dành cho phần mềm, không đăng nhập được.")


class SignInElsewhere(NotPermitted):
    code = "sign_in_elsewhere"
    message = _("Người dân và doanh nghiệp đăng nhập bằng tài khoản định danh điện tử.")


class SecondFactorFromOutside(NotPermitted):
    code = "second_factor_from_outside"
    message = _(
        "Từ ngoài mạng cơ quan phải có lớp xác thực thứ hai. "
        "Đăng ký lớp thứ hai khi ở trong mạng cơ quan, rồi đăng nhập lại."
    )


def keep_provider_level(request: HttpRequest, account: Account, level: int) -> None:
    """Keep on the session how sure an outside provider is of this account's holder."""
    request.session[_PROVIDER_LEVEL] = {"account": account.pk, "level": level}


def provider_level(request: HttpRequest, account: Account) -> int:
    """The level a provider gave for this very account in this session, else 0.

    Bound to the account: a level left behind by another sign-in in the same browser counts nothing.
    """
    held = request.session.get(_PROVIDER_LEVEL)
    if not isinstance(held, dict) or held.get("account") != account.pk:
        return assurance.NONE
    return int(held.get("level", 0)) if "socialaccount" in methods_used(request, account) else 0


def methods_used(request: HttpRequest, account: Account) -> set[str]:
    """How this account has shown itself in this session: "password", "mfa", "socialaccount"…"""
    return {record["method"] for record in get_authentication_records(request, account)}


def reason_to_refuse(request: HttpRequest, account: Account) -> NotPermitted | None:
    """Why this account is not let in now; None lets it in. Clears a sign-in half done."""
    refusal = _first_reason(request, account)
    if refusal is not None:
        clear_login(request)
    return refusal


def _first_reason(request: HttpRequest, account: Account) -> NotPermitted | None:
    if account.kind == Account.Kind.SERVICE:
        return NotForPeople()
    if not account.is_active or (account.is_sample and not settings.SAMPLE_ACCOUNTS):
        return AccountNotActive()
    if account.kind != Account.Kind.OFFICER:
        return SignInElsewhere() if _must_use_provider(request, account) else None
    if presence.is_asleep(account.last_active_on, timezone.localdate()):
        return AccountAsleep()
    if needs_second_factor(request) and not will_show_two_factors(request, account):
        return SecondFactorFromOutside()
    return None


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether an officer needs a second factor here, whoever it is: from outside (SEC-33)."""
    return not comes_from_inside(request)


def will_show_two_factors(request: HttpRequest, account: Account) -> bool:
    """Whether this sign-in has, or will ask for, a second factor."""
    if provider_level(request, account) >= assurance.STRONG:
        return True
    return has_second_factor(account.pk)


def _must_use_provider(request: HttpRequest, account: Account) -> bool:
    """Where a provider for citizens is set up, nobody of them signs in with a password (DVC-01)."""
    return "socialaccount" not in methods_used(request, account) and citizens_use_provider(request)


def citizens_use_provider(request: HttpRequest) -> bool:
    """Whether a provider for citizens is set up here."""
    apps = provider_adapter(request).list_apps(request)
    return any(app.settings.get("for") == "citizens" for app in apps)
