"""Secrets of second factors are sealed with the field keys, so a key rotation must reach them."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from tinhso.kernel.crypto import is_current, reencrypts, reseal

SECRET_PURPOSE = "identity.second_factor"  # noqa: S105 - a purpose, not a password
_SEALED = ("secret", "seed")


@reencrypts("mfa_authenticator.data")
def seal_secrets_again(batch: int) -> int:
    """Seal up to so many secrets under the active key."""
    done = 0
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN)
        for row in rows.order_by("pk").iterator():
            if done >= batch:
                break
            changed = _sealed_again(row.data)
            if changed != row.data:
                row.data = changed
                row.save(update_fields=["data"])
                done += 1
    return done


def _sealed_again(data: dict[str, Any]) -> dict[str, Any]:
    fresh = dict(data)
    for name in _SEALED:
        if data.get(name) and not is_current(data[name]):
            fresh[name] = reseal(data[name], SECRET_PURPOSE)
    return fresh
