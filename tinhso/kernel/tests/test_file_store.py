"""The content store and its locks, on the disk and with real commits."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from tinhso.kernel.files import collect_garbage
from tinhso.kernel.files.locks import keep_content
from tinhso.kernel.files.store import LocalStore, store
from tinhso.kernel.tests import samples


def test_the_collector_leaves_a_content_that_is_just_being_kept(
    committed_db: str, home: Path, now: datetime
) -> None:
    kept = store()
    assert isinstance(kept, LocalStore)
    source = home / "incoming"
    source.write_bytes(samples.PDF)
    sha256 = "ab" * 32
    kept.put(source, sha256)
    later = datetime.now(now.tzinfo) + timedelta(days=30)

    with transaction.atomic():
        keep_content(sha256)
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_try_advisory_xact_lock(%s, %s)",
                    [0x54494E, int("abababab", 16) - 2**31],
                )
                assert cursor.fetchone() == (False,)
        finally:
            other.close()
    assert collect_garbage(now=later).contents == 1
