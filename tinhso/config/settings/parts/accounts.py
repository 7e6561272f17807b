"""Accounts and sign-in (django-allauth); lengths and times follow TCVN 14423 (SEC-26…33)."""

AUTH_USER_MODEL = "identity.Account"
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
