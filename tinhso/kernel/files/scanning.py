"""Scanning files that were stored before the scanner had seen them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.kernel import audit
from tinhso.kernel.actor import system_actor
from tinhso.kernel.files.scanner import scanner
from tinhso.kernel.files.store import store
from tinhso.kernel.jobs import Retry, enqueue, job
from tinhso.kernel.models import StoredFile

logger = logging.getLogger(__name__)
_WAITING = (StoredFile.State.PENDING, StoredFile.State.UNSCANNED)
_SWEEP = 500


@job(name="kernel.scan_stored_file", queue="files", retry=Retry(attempts=5))
def scan_stored_file(*, file_id: int) -> None:
    """Scan one file and set its state. Raises ScannerAway, upon which the queue tries again."""
    engine = scanner()
    row = StoredFile.objects.filter(id=file_id, state__in=_WAITING).first()
    if engine is None or row is None:
        return
    with store().open(row.sha256) as stream:
        verdict = engine.scan(stream)
    settle(row.sha256, verdict.signature, at=timezone.now())


@job(name="kernel.scan_waiting_files", queue="files", alone=True)
def scan_waiting_files() -> None:
    """Send files that still wait (the scanner was away, or is new here) to be scanned."""
    if scanner() is None:
        return
    before = timezone.now() - timedelta(minutes=15)
    waiting = StoredFile.objects.filter(state__in=_WAITING, uploaded_at__lt=before)
    for file_id in waiting.order_by("id").values_list("id", flat=True)[:_SWEEP]:
        enqueue(scan_stored_file, file_id=file_id)


def settle(sha256: str, signature: str, *, at: datetime) -> None:
    """Set what the scanner found on every waiting upload of the content; malware is audited."""
    state = StoredFile.State.INFECTED if signature else StoredFile.State.CLEAN
    with transaction.atomic():
        rows = StoredFile.objects.select_for_update().filter(sha256=sha256, state__in=_WAITING)
        ids = list(rows.order_by("id").values_list("id", flat=True))
        StoredFile.objects.filter(id__in=ids).update(
            state=state, signature=signature, scanned_at=at
        )
        if signature:
            logger.warning("malware in stored files %s", ids)
            audit.write_lines([_quarantined(file_id, signature, at) for file_id in ids])


def _quarantined(file_id: int, signature: str, at: datetime) -> audit.AuditLine:
    return audit.AuditLine(
        at=at,
        actor_kind="system",
        actor_name=system_actor("virus scanner").name,
        account_id=None,
        officer_id=None,
        organisation_id=None,
        position_title="",
        address="",
        action="kernel.quarantine_file",
        subject=f"file:{file_id}",
        outcome="done",
        code="file_infected",
        facts={"signature": signature},
    )
