"""Accounts and sign-in (django-allauth); lengths and times stand in identity/rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tinhso.config.settings import environment

AUTH_USER_MODEL = "identity.Account"
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
INTERNAL_NETWORKS = environment.INTERNAL_NETWORKS.read()
SAMPLE_ACCOUNTS = False

ACCOUNT_ADAPTER = "tinhso.modules.identity.web.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/dang-nhap/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# By address only as a coarse dam: an office may sit behind one. Wrong passwords we count.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/300s/key"}
ACCOUNT_FORMS = {
    "login": "tinhso.modules.identity.web.forms.SignInForm",
    "change_password": "tinhso.modules.identity.web.forms.PasswordChangeForm",
    "set_password": "tinhso.modules.identity.web.forms.FirstPasswordForm",
    "reset_password": "tinhso.modules.identity.web.forms.PasswordResetForm",
    "reset_password_from_key": "tinhso.modules.identity.web.forms.PasswordFromLinkForm",
    "reauthenticate": "tinhso.modules.identity.web.forms.PasswordAgainForm",
}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

MFA_ADAPTER = "tinhso.modules.identity.web.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Tỉnh Số"
MFA_TOTP_TOLERANCE = 1
# Browsers themselves allow passkeys over plain HTTP on the loopback address only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.SECURE.read()
MFA_FORMS = {
    "authenticate": "tinhso.modules.identity.web.forms.CodeForm",
    "reauthenticate": "tinhso.modules.identity.web.forms.CodeAgainForm",
    "activate_totp": "tinhso.modules.identity.web.forms.CodeAppForm",
    "deactivate_totp": "tinhso.modules.identity.web.forms.NoCodeAppForm",
    "add_webauthn": "tinhso.modules.identity.web.forms.PasskeyForm",
    "edit_webauthn": "tinhso.modules.identity.web.forms.PasskeyNameForm",
    "login_webauthn": "tinhso.modules.identity.web.forms.PasskeySignInForm",
    "authenticate_webauthn": "tinhso.modules.identity.web.forms.PasskeySecondForm",
}

SOCIALACCOUNT_ADAPTER = "tinhso.modules.identity.web.providers.ProviderAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # the state parameter protects it; a form may not leave the site
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_ONLY = False


def identity_providers(file: Path) -> list[dict[str, Any]]:
    """The OpenID providers of this installation, as allauth wants them.

    The file is a list; each entry: `id`, `name`, `for` ("citizens" or "officers"), `server_url`
    (the issuer), `client_id`, `client_secret`; optional `acr_values`, `scope`, `levels` (acr → 1
    or 2) and `claims` (our name → theirs). It holds secrets, so it stands with the keys.
    """
    if not file.exists():
        return []
    return [
        {
            "provider_id": entry["id"],
            "name": entry["name"],
            "client_id": entry["client_id"],
            "secret": entry["client_secret"],
            "settings": {
                "server_url": entry["server_url"],
                "oauth_pkce_enabled": True,
                "fetch_userinfo": True,
                "scope": entry.get("scope", ["openid", "profile", "email"]),
                "auth_params": (
                    {"acr_values": entry["acr_values"]} if entry.get("acr_values") else {}
                ),
                "for": entry["for"],
                "levels": entry.get("levels", {}),
                "claims": entry.get("claims", {}),
            },
        }
        for entry in json.loads(file.read_text())
    ]


SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": identity_providers(environment.HOME.read() / "keys" / "identity-providers.json")
    }
}
