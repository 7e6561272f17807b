"""Sealing and opening one text, and the hash by which a sealed value is found."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.crypto.keyring import keyring
from tinhso.kernel.errors import Unavailable

FORMAT = "v1"
NONCE_BYTES = 12


class CannotOpen(Unavailable):
    """The sealed text was changed, or was sealed for another purpose."""

    code = "cannot_open"
    message = _("Dữ liệu đã mã hóa bị hỏng hoặc không đúng chỗ.")


def encrypt(text: str, purpose: str) -> str:
    """Seal a text under the active key, for one purpose ("case.applicant_number")."""
    ring = keyring()
    nonce = os.urandom(NONCE_BYTES)
    box = AESGCM(ring.key(ring.active))
    sealed = box.encrypt(nonce, text.encode(), _bound_to(ring.active, purpose))
    return f"{FORMAT}.{ring.active}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(sealed: str, purpose: str) -> str:
    """Open a sealed text. Raises CannotOpen, KeyUnknown."""
    key_id, body = _parts(sealed)
    box = AESGCM(keyring().key(key_id))
    try:
        text = box.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], _bound_to(key_id, purpose))
    except (InvalidTag, ValueError):
        raise CannotOpen from None
    return text.decode()


def reseal(sealed: str, purpose: str) -> str:
    """The same text under the active key; the same sealed text when it already is."""
    return sealed if is_current(sealed) else encrypt(decrypt(sealed, purpose), purpose)


def is_current(sealed: str) -> bool:
    """Whether the active key sealed it."""
    return sealed.startswith(f"{FORMAT}.{keyring().active}.")


def lookup_hash(value: str, purpose: str) -> str:
    """64 hex digits that are equal for equal values, for an index over a sealed column.

    The value is brought to one form first (NFC, no spaces, dots or dashes, capitals), so that
    "038 190 012 217" finds "038190012217". An empty value gives an empty hash. HMAC-SHA-256 with a
    key of its own: whoever has only the database cannot try out the few million possible numbers.
    """
    plain = unicodedata.normalize("NFC", value).upper()
    plain = "".join(sign for sign in plain if sign.isalnum())
    if not plain:
        return ""
    return hmac.new(keyring().lookup, f"{purpose}\n{plain}".encode(), hashlib.sha256).hexdigest()


def _bound_to(key_id: str, purpose: str) -> bytes:
    return f"tinhso\n{FORMAT}\n{key_id}\n{purpose}".encode()


def _parts(sealed: str) -> tuple[str, bytes]:
    try:
        form, key_id, body = sealed.split(".")
        raw = base64.b64decode(body, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise CannotOpen from None
    if form != FORMAT:
        raise CannotOpen
    return key_id, raw
