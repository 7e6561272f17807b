"""Messages of the national portal: their signature, their order, their fields.

Field names are those of the portal's adapter (handbook 1.13: MaHoSo, MaTTHC, ChuHoSo, …).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

CLOCK_SKEW = timedelta(minutes=5)
KINDS = ("DongBoHoSo", "BoSungHoSo", "RutHoSo")


def sign(secret: bytes, *, message_id: str, timestamp: str, body: bytes) -> str:
    """Hex HMAC-SHA-256 over id, time and body: changing any of them breaks it."""
    text = f"{message_id}\n{timestamp}\n".encode() + body
    return hmac.new(secret, text, hashlib.sha256).hexdigest()


def signature_holds(
    secret: bytes, signature: str, *, message_id: str, timestamp: str, body: bytes, now: datetime
) -> bool:
    """Whether the message is from the portal and fresh; compared in constant time."""
    try:
        sent = datetime.fromisoformat(timestamp)
    except ValueError:
        return False
    if sent.tzinfo is None or abs(now - sent) > CLOCK_SKEW:
        return False
    expected = sign(secret, message_id=message_id, timestamp=timestamp, body=body)
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def missing_fields(kind: str, body: Mapping[str, Any]) -> list[str]:
    """Names of the fields that a message of this kind must have and has not."""
    needed = {
        "DongBoHoSo": ("MaTTHC", "ChuHoSo", "LoaiDoiTuong", "DonViTiepNhan"),
        "BoSungHoSo": ("TaiLieuNop",),
        "RutHoSo": ("LyDo",),
    }[kind]
    return [name for name in needed if not body.get(name)]


_LISTS = ("TaiLieuNop",)
_OBJECTS = ("DuLieuBieuMau",)


def wrong_fields(body: Mapping[str, Any]) -> list[str]:
    """Names of the fields that are not of the kind the handbook says: text unless it says more.

    A message of the wrong shape must be refused before it is kept: one that is kept and cannot be
    applied would stand in the way of every later one of its dossier.
    """
    return sorted(
        name for name, value in body.items() if value is not None and not _fits(name, value)
    )


def _fits(name: str, value: object) -> bool:
    if name in _OBJECTS:
        return isinstance(value, Mapping)
    if name in _LISTS:
        return isinstance(value, list) and all(
            isinstance(paper, Mapping) and all(_is_text(part) for part in paper.values())
            for paper in value
        )
    return _is_text(value)


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)
