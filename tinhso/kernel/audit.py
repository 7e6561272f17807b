"""The audit log: append-only, hash-chained, written with the change it tells of.

Lines are appended by the database function `kernel_append_audit`, which belongs to the owner role:
the runtime role may call it and read the table, nothing else. Each line's SHA-256 covers its text
and the hash before it, so a line changed, removed or put in later shows; the head row tells when
the end was cut off. Sources: TCVN 14423 (SEC-36…40), QĐ 1425/QĐ-TTg (ARC-03, ARC-48).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Subquery

from tinhso.kernel.models import AuditEntry, AuditHead

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditLine:
    """What one line says. `facts` holds JSON values, never personal data."""

    at: datetime
    actor_kind: str
    actor_name: str
    account_id: int | None
    officer_id: int | None
    organisation_id: int | None
    position_title: str
    address: str
    action: str
    subject: str
    outcome: str
    code: str
    facts: Mapping[str, object]

    def text(self) -> str:
        """The canonical text that is hashed and kept."""
        values = asdict(self) | {"at": self.at.astimezone(UTC).isoformat()}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What walking the chain found: `broken_at` is None when it is whole."""

    lines: int
    broken_at: int | None = None
    reason: str = ""


def write_lines(lines: Sequence[AuditLine]) -> None:
    """Append lines inside the running transaction; one round trip, whatever their number."""
    if not lines:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_append_audit(%s::text[])", [[line.text() for line in lines]])


def record(line: AuditLine) -> None:
    """Append one line that no command writes: a sign-in, a page of personal data opened."""
    write_lines([line])


def verify_chain(
    batch: int = 5_000, progress: Callable[[int, int], None] | None = None
) -> ChainReport:
    """Walk the chain as it stands now and name the first broken line. Memory stays constant.

    Lines appended meanwhile are not walked, so a busy system does not look broken.
    """
    head, last = _ends()
    if last > head.sequence:
        return ChainReport(head.sequence, head.sequence + 1, "lines stand behind the end")
    previous, expected, count = GENESIS, 1, 0
    for entry in _entries(batch, head.sequence):
        problem = _problem(entry, previous, expected)
        if problem:
            return ChainReport(count, expected, problem)
        previous, expected, count = entry.hash, expected + 1, count + 1
        if progress is not None:
            progress(count, head.sequence)
    if (head.sequence, head.hash) != (count, previous):
        return ChainReport(count, count + 1, "the end of the chain is missing")
    return ChainReport(count)


def _ends() -> tuple[AuditHead, int]:
    """The head and the highest line of one moment: a single statement sees one state."""
    highest = AuditEntry.objects.order_by("-sequence").values("sequence")[:1]
    head = AuditHead.objects.annotate(highest=Subquery(highest)).get()
    return head, head.highest or 0


def _entries(batch: int, until: int) -> Iterator[AuditEntry]:
    last = 0
    lines = AuditEntry.objects.filter(sequence__lte=until).order_by("sequence")
    while rows := list(lines.filter(sequence__gt=last)[:batch]):
        yield from rows
        last = rows[-1].sequence


def _problem(entry: AuditEntry, previous: str, expected: int) -> str:
    if entry.sequence != expected:
        return f"line {expected} is missing"
    if entry.previous_hash != previous:
        return "does not follow the line before it"
    digest = hashlib.sha256(f"{previous}\n{entry.sequence}\n{entry.content}".encode()).hexdigest()
    if digest != entry.hash:
        return "its text was changed"
    content = json.loads(entry.content)
    columns = ("action", "subject", "outcome", "actor_name", "account_id", "organisation_id")
    if any(content[name] != getattr(entry, name) for name in columns):
        return "its search columns do not match its text"
    if datetime.fromisoformat(content["at"]) != entry.at:
        return "its time does not match its text"
    return ""
