"""One's own account: how one is reached, password, second factors, sessions."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.edit import FormMixin

from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.modules.identity.commands.accounts import (
    Details,
    change_own_details,
    reveal_personal_number,
)
from tinhso.modules.identity.commands.sign_in import note_event
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries import rights
from tinhso.modules.identity.queries.cards import citizen_card
from tinhso.modules.identity.web.address import client_address
from tinhso.modules.identity.web.forms import OwnDetailsForm


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, how I can be reached."""
    holder = _holder(request)
    standing = rights.standing_of(holder, at=timezone.now())
    shown = {
        "holder": holder,
        "card": citizen_card(holder.pk),
        "standing": standing,
        "roles": rights.described(standing.held, at=timezone.now()),
    }
    return render(request, "identity/profile.html", shown)


@login_required
def own_number(request: HttpRequest) -> HttpResponse:
    """My whole personal number, for an htmx fragment; each look leaves a line."""
    holder = _holder(request)
    number = reveal_personal_number(
        holder.pk, reason="own page", by=actor_of(request), at=timezone.now()
    )
    return render(request, "identity/own_number.html", {"number": number})


@reauthentication_required  # type: ignore[untyped-decorator]
def own_details(request: HttpRequest) -> HttpResponse:
    """Change how I can be reached; asks for the password first, for letters reset passwords."""
    holder = _holder(request)
    begun = {name: getattr(holder, name) for name in ("email", "phone", "address", "theme")}
    form = OwnDetailsForm(request.POST or None, initial=begun)
    if form.is_valid():
        told = form.cleaned_data
        details = Details(
            full_name=holder.full_name,
            email=told["email"],
            phone=told["phone"],
            address=told["address"],
        )
        with refusals_shown_on(form):
            change_own_details(
                holder.pk,
                details,
                theme=told["theme"],
                by=actor_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("Đã lưu thông tin liên hệ."))
            return redirect("identity:profile")
    return render(request, "identity/own_details.html", {"form": form})


@login_required
def enrol(request: HttpRequest) -> HttpResponse:
    """What an administrator sees until there is a second factor."""
    return render(request, "identity/enrol.html", {"holder": _holder(request)})


def _holder(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise TypeError("the page is for people who are signed in")
    return request.user


class Noted(FormMixin):  # type: ignore[type-arg]
    """A change of second factors and its line in the audit log: one transaction."""

    noted = ""
    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401
        now = timezone.now()
        with transaction.atomic():
            answer = super().form_valid(form)
            address = client_address(self.request)
            note_event(self.noted, _holder(self.request), address=address, at=now)
        return answer


class SecurityView(mfa.IndexView):  # type: ignore[misc]
    """Password, second factors, sessions at a glance."""

    template_name = "identity/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        found = shown["authenticators"]
        return shown | {
            "totp": found.get(Authenticator.Type.TOTP),
            "passkeys": found.get(Authenticator.Type.WEBAUTHN, []),
            "codes": found.get(Authenticator.Type.RECOVERY_CODES),
            "holder": self.request.user,
        }


class PasswordChangeView(account.PasswordChangeView):  # type: ignore[misc]
    """The old password and a new one."""

    template_name = "identity/password_change.html"


class FirstPasswordView(account.PasswordSetView):  # type: ignore[misc]
    """A password for an account that came through a provider."""

    template_name = "identity/password_change.html"


class PasswordAgainView(account.ReauthenticateView):  # type: ignore[misc]
    """The password once more."""

    template_name = "identity/again.html"


class CodeAgainView(mfa.ReauthenticateView):  # type: ignore[misc]
    """The code once more."""

    template_name = "identity/again.html"


class PasskeyAgainView(webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """The passkey once more."""

    template_name = "identity/passkey_again.html"


class CodeAppView(Noted, totp.ActivateTOTPView):  # type: ignore[misc]
    """Set up an app: QR code, secret, first code."""

    noted = "identity.add_code_app"
    template_name = "identity/code_app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        secret = shown["form"].secret
        return shown | {"secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))}


class NoCodeAppView(Noted, totp.DeactivateTOTPView):  # type: ignore[misc]
    """Turn the app off."""

    noted = "identity.remove_code_app"
    template_name = "identity/no_code_app.html"


class PasskeysView(webauthn.ListWebAuthnView):  # type: ignore[misc]
    """My passkeys."""

    template_name = "identity/passkeys.html"


class PasskeyView(Noted, webauthn.AddWebAuthnView):  # type: ignore[misc]
    """A new passkey."""

    noted = "identity.add_passkey"
    template_name = "identity/passkey.html"


class NoPasskeyView(Noted, webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a passkey."""

    noted = "identity.remove_passkey"
    template_name = "identity/no_passkey.html"


class PasskeyNameView(webauthn.EditWebAuthnView):  # type: ignore[misc]
    """Rename a passkey."""

    template_name = "identity/passkey_name.html"


class RecoveryCodesView(recovery.ViewRecoveryCodesView):  # type: ignore[misc]
    """The recovery codes, shown once."""

    template_name = "identity/recovery_codes.html"


class NewRecoveryCodesView(Noted, recovery.GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new codes; the old ones stop working."""

    noted = "identity.make_recovery_codes"
    template_name = "identity/new_recovery_codes.html"


class SessionsView(sessions.ListUserSessionsView):  # type: ignore[misc]
    """Where I am signed in, and a way to sign out everywhere else."""

    template_name = "identity/sessions.html"
