"""Signing in through an outside OpenID provider (VNeID and the like), strictly.

allauth's client does state, PKCE and the exchange. Added here: a nonce, the signature of the ID
token whatever the channel, the issuer of the discovery document and of the answer (RFC 9207), one
subject in token and user info, no parameter taken from the address. What is kept of the person is
an account found or opened by its number, never the provider's raw answer.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any, NoReturn

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from requests import RequestException

from tinhso.kernel.actor import Actor
from tinhso.kernel.crypto import lookup_hash
from tinhso.kernel.errors import DomainError
from tinhso.modules.identity.commands.accounts import Details, register_person
from tinhso.modules.identity.commands.sign_in import note_event, note_refusal
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries import accounts
from tinhso.modules.identity.rules import assurance
from tinhso.modules.identity.rules.numbers import is_phone
from tinhso.modules.identity.web.address import client_address
from tinhso.modules.identity.web.entry import keep_provider_level

_CLAIMS = {
    "personal_number": "personal_number",
    "full_name": "name",
    "email": "email",
    "phone": "phone_number",
    "address": "address",
    "born_on": "birthdate",
    "gender": "gender",
    "username": "preferred_username",
}
"""Names of claims where a provider's own are not configured: those of OpenID Connect Core 5.1."""
_ASYMMETRIC = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")


class StrictProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Sends a nonce; keeps nothing of the answer but a hash of the subject."""

    def get_oauth2_adapter(self, request: HttpRequest) -> StrictClient:
        return StrictClient(request, self.app.provider_id)

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        return dict(self.get_auth_params())

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return list(self.get_scope())

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,  # noqa: ANN401 - allauth's signature
        **kwargs: Any,  # noqa: ANN401
    ) -> HttpResponseBase:
        nonce = secrets.token_urlsafe(24)
        params = {**(kwargs.pop("auth_params", None) or self.get_auth_params()), "nonce": nonce}
        answer: HttpResponseBase = super().redirect(
            request, process, next_url, data, auth_params=params, nonce=nonce, **kwargs
        )
        return answer

    def extract_uid(self, data: dict[str, Any]) -> str:
        issuer = self.app.settings["server_url"]
        return lookup_hash(f"{issuer} {claims_of(data)['sub']}", "identity.provider_subject")

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []

    def sociallogin_from_response(
        self, request: HttpRequest, response: dict[str, Any]
    ) -> SocialLogin:
        login = super().sociallogin_from_response(request, response)
        login.claims = claims_of(response)
        return login


class StrictClient(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Checks what the provider answers before anything is believed."""

    nonce = ""

    def get_provider(self) -> StrictProvider:
        provider = super().get_provider()
        return StrictProvider(self.request, app=provider.app)

    @property
    def openid_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().openid_config
        expected = self.get_provider().app.settings["server_url"].rstrip("/")
        if str(config.get("issuer", "")).rstrip("/") != expected:
            raise OAuth2Error("the discovery document names another issuer")
        return config

    def complete_login(
        self,
        request: HttpRequest,
        app: SocialApp,
        token: SocialToken,
        **kwargs: Any,  # noqa: ANN401
    ) -> SocialLogin:
        raw = kwargs["response"].get("id_token")
        if not raw:
            raise OAuth2Error("the provider sent no ID token")
        told = self._decode_id_token(app, raw)
        if not self.nonce or not secrets.compare_digest(str(told.get("nonce", "")), self.nonce):
            raise OAuth2Error("the nonce is not the one we sent")
        if told.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the ID token was made for another client")
        more = self._fetch_user_info(token.token)
        if more.get("sub") != told["sub"]:
            raise OAuth2Error("user info speaks of somebody else")
        return self.get_provider().sociallogin_from_response(
            request, {"id_token": told, "userinfo": more}
        )

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        if jwt.get_unverified_header(id_token).get("alg") not in _ASYMMETRIC:
            raise OAuth2Error("the ID token is not signed by a key of the provider")
        told: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        return told


class StrictCallback(OAuth2CallbackView):  # type: ignore[misc]
    """Hands the nonce of the state to the client, and refuses an answer of another issuer."""

    adapter: StrictClient

    def _get_state(self, request: HttpRequest, provider: StrictProvider) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        said = request.GET.get("iss", "")
        if state is not None and said and said != self.adapter.openid_config["issuer"]:
            provider_refused(request, "wrong_issuer")
        return state, response


def claims_of(data: dict[str, Any]) -> dict[str, Any]:
    """What the provider says of the person: user info first, then the ID token."""
    return {**(data.get("id_token") or {}), **(data.get("userinfo") or {})}


@login_not_required  # type: ignore[untyped-decorator]
def provider_sign_in(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send the browser to the provider."""
    return _run(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def provider_callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take the provider's answer."""
    return _run(StrictCallback, request, provider_id)


def _run(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:  # noqa: ANN401
    try:
        client = StrictClient(request, provider_id)
        client.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        answer: HttpResponseBase = view.adapter_view(client)(request)
    except (RequestException, OAuth2Error, KeyError):  # away, or not speaking OpenID Connect
        provider_refused(
            request, "provider_away", _("Nơi định danh đang không trả lời. Thử lại sau ít phút.")
        )
    return answer


def provider_refused(request: HttpRequest, code: str, sentence: str = "") -> NoReturn:
    """Note the refusal, say it on the sign-in page. Always raises ImmediateHttpResponse."""
    note_refusal(None, code, address=client_address(request), at=timezone.now())
    messages.error(request, sentence or _("Chưa đăng nhập được qua nơi định danh. Thử lại."))
    raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Finds or opens the account of whoever a provider has identified."""

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> StrictProvider:
        found = super().get_provider(request, provider, client_id)
        return StrictProvider(request, app=found.app)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: StrictProvider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        cancelled = error == AuthError.CANCELLED
        said = _("Bạn đã dừng đăng nhập ở nơi định danh.") if cancelled else ""
        provider_refused(request, "provider_cancelled" if cancelled else "provider_error", said)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Decide whose sign-in this is; allauth then only finishes it."""
        settings = sociallogin.provider.app.settings
        told = sociallogin.claims
        level = assurance.of_claims(told.get("acr"), told.get("amr"), settings["levels"])
        told = {
            ours: told.get(settings["claims"].get(ours, name)) for ours, name in _CLAIMS.items()
        }
        account = sociallogin.user if sociallogin.is_existing else None
        if account is None:
            account = self._account_of(request, settings["for"], told, level)
            sociallogin.user = sociallogin.account.user = account
            sociallogin.account.save()
            note_event(
                "identity.link_provider",
                account,
                address=client_address(request),
                at=timezone.now(),
                facts={"provider": sociallogin.account.provider, "assurance": level},
            )
        keep_provider_level(request, account, level)

    def _account_of(
        self, request: HttpRequest, served: str, told: dict[str, Any], level: int
    ) -> Account:
        if served == "officers":
            return self._officer(request, told)
        return self._citizen(request, told, level)

    def _officer(self, request: HttpRequest, told: dict[str, Any]) -> Account:
        """An officer's account must exist here: the agency opens it, not the provider."""
        account = accounts.account_by_login(_text(told["username"]))
        if account is None or account.kind != Account.Kind.OFFICER:
            provider_refused(
                request, "no_officer_account", _("Cơ quan chưa mở tài khoản cán bộ cho bạn.")
            )
        return account

    def _citizen(self, request: HttpRequest, told: dict[str, Any], level: int) -> Account:
        number = _text(told["personal_number"])
        known = accounts.account_of_person(number, Account.Kind.CITIZEN) if number else None
        if known is not None and level >= assurance.STRONG:
            return known
        if known is not None:
            # A weaker proof must not open what a stronger one, or the person here, has opened.
            provider_refused(
                request,
                "provider_level_too_low",
                _("Số định danh này đã có tài khoản. Đăng nhập bằng định danh mức 2."),
            )
        return self._register(request, told, number, level)

    def _register(
        self, request: HttpRequest, told: dict[str, Any], number: str, level: int
    ) -> Account:
        address = client_address(request)
        by = Actor(kind="system", name="Đăng ký qua nơi định danh", address=address)
        details = Details(
            full_name=_text(told["full_name"]),
            username=f"cd-{secrets.token_hex(6)}",
            email=_free_email(_text(told["email"])),
            phone=_phone(_text(told["phone"])),
            address=_address(told["address"]),
            personal_number=number,
            born_on=_day(_text(told["born_on"])),
            gender=_text(told["gender"]),
        )
        try:
            return register_person(
                Account.Kind.CITIZEN, details, provider_assurance=level, by=by, at=timezone.now()
            )
        except DomainError as refusal:
            provider_refused(request, refusal.code, refusal.sentence)


def _text(value: object) -> str:
    return str(value).strip() if value is not None else ""


def _free_email(email: str) -> str:
    """An address that another account uses already is not taken over."""
    return "" if not email or accounts.account_by_login(email) else email


def _phone(number: str) -> str:
    plain = "".join(sign for sign in number if sign.isdigit())
    local = f"0{plain[2:]}" if plain.startswith("84") else plain
    return local if is_phone(local) else ""


def _address(value: object) -> str:
    return _text(value.get("formatted") if isinstance(value, dict) else value)[:500]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
