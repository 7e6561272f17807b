"""Locks between those who keep a content and the one who collects garbage."""

from __future__ import annotations

from django.db import connection

# Any fixed number: the first half of the two-part keys of PostgreSQL's advisory locks.
_SPACE = 0x54494E


def keep_content(sha256: str) -> None:
    """Keep the collector from this content until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [_SPACE, _key(sha256)])


def may_collect(sha256: str) -> bool:
    """Whether nobody is keeping this content now; if so, nobody can until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_SPACE, _key(sha256)])
        row = cursor.fetchone()
    return bool(row and row[0])


def _key(sha256: str) -> int:
    return int(sha256[:8], 16) - 2**31
