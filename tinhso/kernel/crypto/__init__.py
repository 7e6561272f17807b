"""Encryption of single fields: personal identifiers that the database must not show.

    encrypt("038190012217", "identity.personal_number")   → "v1.k3f9….q8R…"
    decrypt(sealed, "identity.personal_number")            → "038190012217"
    lookup_hash("038 190 012 217", "person.number")        → for an exact search by index

AES-256-GCM with the key id in the sealed text; purpose and key id are authenticated with it, so a
text copied to another column does not open. Keys live in TINHSO_HOME/keys/field-keys.json (0600),
never in the database. `rotate` makes a new key and seals everything again.
"""

from tinhso.kernel.crypto.fields import EncryptedTextField
from tinhso.kernel.crypto.keyring import Keyring, KeyUnknown
from tinhso.kernel.crypto.rotation import RotationReport, reencrypts, rotate
from tinhso.kernel.crypto.sealing import (
    CannotOpen,
    decrypt,
    encrypt,
    is_current,
    lookup_hash,
    reseal,
)

__all__ = [
    "CannotOpen",
    "EncryptedTextField",
    "KeyUnknown",
    "Keyring",
    "RotationReport",
    "decrypt",
    "encrypt",
    "is_current",
    "lookup_hash",
    "reencrypts",
    "reseal",
    "rotate",
]
