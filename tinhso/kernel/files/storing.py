"""Taking a file in: size, content, archive, malware; then bytes and row."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import connection, transaction

from tinhso.kernel import audit
from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import DomainError, Invalid
from tinhso.kernel.files import archives, content
from tinhso.kernel.files.cards import StoredFileCard, card_of
from tinhso.kernel.files.errors import (
    ArchiveLocked,
    ArchiveUnsafe,
    FileBroken,
    FileDisguised,
    FileHasMacros,
    FileInfected,
    FileTwoFaced,
    FileTypeRefused,
)
from tinhso.kernel.files.locks import keep_content
from tinhso.kernel.files.names import safe_name
from tinhso.kernel.files.scanner import ScannerAway, scanner
from tinhso.kernel.files.scanning import scan_stored_file
from tinhso.kernel.files.spool import Readable, Spooled, spooled
from tinhso.kernel.files.store import store
from tinhso.kernel.jobs import enqueue
from tinhso.kernel.models import StoredFile

logger = logging.getLogger(__name__)

SCANNED_AT_ONCE = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileRules:
    """What a place accepts: at most so many bytes, and these media types (see `content`)."""

    max_bytes: int = 10 * 1024 * 1024
    media_types: frozenset[str] = content.PAPERS


def store_file(
    source: Readable, *, name: str, allowed: FileRules, by: Actor, at: datetime
) -> StoredFileCard:
    """Check the bytes and keep them; give back the card of the new file.

    Call it before the command that uses the file, outside its transaction: large files then hold
    no locks. A file that no row refers to is collected as garbage after a day.

    Raises FileTooLarge, FileEmpty, FileTypeRefused, FileDisguised, FileBroken, FileTwoFaced,
    ArchiveUnsafe, ArchiveLocked, FileHasMacros, FileInfected (all Invalid), FileStoreAway.
    """
    shown = safe_name(name)
    with spooled(source, name=shown, max_bytes=allowed.max_bytes) as spool:
        media_type = _accepted_type(spool.stream, shown, allowed)
        try:
            state = _state_after_scan(spool, shown)
        except FileInfected as found:
            _leave_trace(found, by, at)
            raise
        return _keep(spool, safe_name(name, media_type), media_type, state, by, at)


def _accepted_type(stream: BinaryIO, name: str, allowed: FileRules) -> str:
    found = content.recognise(stream)
    problem = _problem(found, stream, allowed.media_types)
    if problem:
        raise problem(
            name=name,
            found=content.title_of(found),
            allowed=", ".join(sorted(content.title_of(one) for one in allowed.media_types)),
        )
    return found


def _problem(
    found: str, stream: BinaryIO, allowed: frozenset[str]
) -> Callable[..., Invalid] | None:
    if found == content.BROKEN:
        return FileBroken
    if found not in allowed:
        if found == content.WITH_MACROS:
            return FileHasMacros
        return FileDisguised if found in content.PROGRAMS else FileTypeRefused
    if content.hides_another(found, stream):
        return FileTwoFaced
    if found in archives.ARCHIVES:
        if archives.is_unsafe(stream):
            return ArchiveUnsafe
        if archives.is_locked(stream):
            return ArchiveLocked
    return None


def _state_after_scan(spool: Spooled, name: str) -> str:
    """Scan small files while the person waits; leave large ones to a job."""
    engine = scanner()
    if engine is None:
        return StoredFile.State.UNSCANNED
    if spool.size > SCANNED_AT_ONCE:
        return StoredFile.State.PENDING
    try:
        verdict = engine.scan(spool.stream)
    except ScannerAway as problem:
        logger.warning("virus scanner away: %s", problem)
        return StoredFile.State.UNSCANNED
    if not verdict.is_clean:
        raise FileInfected(name=name, signature=verdict.signature)
    return StoredFile.State.CLEAN


def _keep(
    spool: Spooled, name: str, media_type: str, state: str, by: Actor, at: datetime
) -> StoredFileCard:
    with transaction.atomic():
        keep_content(spool.sha256)
        store().put(spool.path, spool.sha256)
        row = StoredFile.objects.create(
            sha256=spool.sha256,
            size=spool.size,
            media_type=media_type,
            name=name,
            uploaded_at=at,
            uploaded_by_id=by.account_id,
            state=state,
            scanned_at=at if state == StoredFile.State.CLEAN else None,
        )
        if state != StoredFile.State.CLEAN and scanner() is not None:
            enqueue(scan_stored_file, file_id=row.id)
    return card_of(row)


def _leave_trace(refusal: DomainError, by: Actor, at: datetime) -> None:
    """One audit line for malware; inside a command, the command's own refused line says it."""
    logger.warning("upload refused: %s", refusal.code)
    if connection.in_atomic_block:
        return
    audit.record(
        audit.AuditLine(
            at=at,
            actor_kind=by.kind,
            actor_name=by.name,
            account_id=by.account_id,
            officer_id=by.officer_id,
            organisation_id=by.organisation_id,
            position_title=by.position_title,
            address=by.address,
            action="kernel.store_file",
            subject="",
            outcome="refused",
            code=refusal.code,
            facts={"signature": refusal.facts.get("signature")},
        )
    )
