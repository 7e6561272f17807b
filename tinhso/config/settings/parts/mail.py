"""Outgoing mail: an SMTP server by address, or letters written as files in the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 587, "smtp+plain": 25, "smtps": 465}
_TIMEOUT_SECONDS = 20


def mail_settings(address: str, home: Path) -> dict[str, Any]:
    """Django's EMAIL_… settings for an address.

    smtp://user:password@host:587 speaks STARTTLS, smtps:// TLS from the start, smtp+plain:// none
    (a relay on the same machine). Empty: each letter becomes an .eml file in the data folder.
    Raises ValueError for any other scheme.
    """
    if not address:
        return {
            "EMAIL_BACKEND": "tinhso.config.mail.LettersInFolder",
            "EMAIL_FILE_PATH": str(home / "outgoing-mail"),
        }
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("TINHSO_EMAIL_URL: smtp://, smtps:// hoặc smtp+plain:// rồi đến máy chủ")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": _TIMEOUT_SECONDS,
    }
