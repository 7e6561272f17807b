"""Coming in and going out: sign-in, second factor, registration, lost passwords, the lock."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.socialaccount.adapter import get_adapter as provider_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tinhso.kernel.actor import Actor
from tinhso.kernel.http import refusals_shown_on
from tinhso.modules.identity.commands.accounts import Details, register_person
from tinhso.modules.identity.commands.sign_in import note_event
from tinhso.modules.identity.errors import RegistrationClosed
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.web import presence
from tinhso.modules.identity.web.address import client_address
from tinhso.modules.identity.web.entry import citizens_use_provider
from tinhso.modules.identity.web.forms import (
    PasskeySignInForm,
    PasswordAgainForm,
    RegistrationForm,
)


class SignInView(account.LoginView):  # type: ignore[misc]
    """Name and password, a passkey, or an outside provider."""

    template_name = "identity/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        doors = [
            {
                "name": app.name,
                "address": reverse("openid_connect_login", args=[app.provider_id]),
                "for": app.settings.get("for"),
            }
            for app in provider_adapter(self.request).list_apps(self.request)
        ]
        return shown | {
            "citizen_doors": [door for door in doors if door["for"] == "citizens"],
            "officer_doors": [door for door in doors if door["for"] == "officers"],
            "may_register": not citizens_use_provider(self.request),
        }


class SignOutView(account.LogoutView):  # type: ignore[misc]
    """Asks before it signs out, so that a picture in a letter cannot do it."""

    template_name = "identity/sign_out.html"


class SecondFactorView(mfa.AuthenticateView):  # type: ignore[misc]
    """The second factor, after name and password were right."""

    template_name = "identity/second_factor.html"


class PasskeySignInView(webauthn.LoginWebAuthnView):  # type: ignore[misc]
    """Signing in with a passkey alone; has no page of its own. Leads to where one wanted to go."""

    def form_valid(self, form: PasskeySignInForm) -> HttpResponse:
        key = form.cleaned_data["credential"]
        login = Login(user=key.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = perform_passwordless_login(self.request, key, login)
        return answer


class PasswordResetView(account.PasswordResetView):  # type: ignore[misc]
    """Where to send the link."""

    template_name = "identity/password_reset.html"


class PasswordResetSentView(account.PasswordResetDoneView):  # type: ignore[misc]
    """The same sentence whether there is an account or not."""

    template_name = "identity/password_reset_sent.html"


class PasswordFromLinkView(account.PasswordResetFromKeyView):  # type: ignore[misc]
    """A new password through the link; also how a new officer chooses the first one."""

    template_name = "identity/password_from_link.html"


class PasswordFromLinkDoneView(account.PasswordResetFromKeyDoneView):  # type: ignore[misc]
    """Done: sign in."""

    template_name = "identity/password_from_link_done.html"


class BlockedView(account.AccountInactiveView):  # type: ignore[misc]
    """The account is blocked."""

    template_name = "identity/blocked.html"


def cancelled(request: HttpRequest) -> HttpResponse:
    """The person stopped at the provider."""
    messages.info(request, _("Bạn đã dừng đăng nhập ở nơi định danh."))
    return redirect("account_login")


@never_cache
@sensitive_post_parameters("password1", "password2")
def registration(request: HttpRequest) -> HttpResponse:
    """A citizen or business opens an account here, as long as no electronic identity is set up."""
    if citizens_use_provider(request):
        raise RegistrationClosed
    if request.user.is_authenticated:
        return redirect("identity:profile")
    form = RegistrationForm(request.POST or None)
    if form.is_valid():
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="signup")
        if limited is not None:
            return limited
        with refusals_shown_on(form):
            told = form.cleaned_data
            opened = register_person(
                told["kind"],
                _details(told),
                password=told["password1"],
                by=Actor(kind="system", name="Đăng ký", address=client_address(request)),
                at=timezone.now(),
            )
            record_authentication(request, opened, "password", username=opened.username)
            login = Login(user=opened, redirect_url="/", signup=True)
            answer: HttpResponse = perform_login(request, login)
            return answer
    return render(request, "identity/registration.html", {"form": form})


def _details(told: dict[str, Any]) -> Details:
    is_business = told["kind"] == Account.Kind.BUSINESS
    return Details(
        full_name=told["full_name"],
        username=told["username"],
        email=told["email"],
        phone=told["phone"],
        personal_number="" if is_business else told["personal_number"],
        enterprise_code=told["enterprise_code"] if is_business else "",
    )


@never_cache
@sensitive_post_parameters("password")
def lock(request: HttpRequest) -> HttpResponse:
    """The locked screen: the same person goes on with the password, a passkey, or a new sign-in.

    Posting without a password locks it by hand.
    """
    account_ = request.user
    if not isinstance(account_, Account):
        return redirect("account_login")
    now = timezone.now()
    if request.method == "POST" and "password" not in request.POST:
        presence.lock(request, at=now)
        note_event("identity.lock", account_, address=client_address(request), at=now)
        return redirect("identity:lock")
    form = PasswordAgainForm(user=account_, data=request.POST or None)
    if form.is_valid():
        reauthenticate_by_password(request)
        presence.unlock(request, at=now)
        note_event("identity.unlock", account_, address=client_address(request), at=now)
        return redirect(_back(request))
    ways = get_adapter(request).get_reauthentication_methods(account_)
    keys = [way for way in ways if way["id"] == "mfa_reauthenticate:webauthn"]
    shown = {
        "form": form,
        "holder": account_,
        "by_password": account_.has_usable_password(),
        "passkey_address": keys[0]["url"] if keys else "",
        "next": _back(request),
    }
    return render(request, "identity/lock.html", shown)


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    return asked if get_adapter(request).is_safe_url(asked) else "/"
