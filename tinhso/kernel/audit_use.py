"""Using the audit log: search it, export it, check its chain. Each use is itself on the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.audit import verify_chain
from tinhso.kernel.command import command, note
from tinhso.kernel.errors import Conflict, NotFound
from tinhso.kernel.long_tasks import LongTaskCard, Progress, long_task, start_long_task
from tinhso.kernel.models import AuditEntry

permissions.declare({"kernel.view_audit": _("Xem nhật ký kiểm toán")})

_TELL_EVERY = 1_000


class AuditLineNotFound(NotFound):
    code = "audit_line_not_found"
    message = _("Nhật ký không có dòng này.")


class ChainBroken(Conflict):
    code = "audit_chain_broken"
    message = _("Chuỗi nhật ký đứt ở dòng %(line)s: %(reason)s.")


_REASONS = {
    "does not follow the line before it": _("không nối tiếp dòng trước"),
    "its text was changed": _("nội dung đã bị sửa"),
    "its search columns do not match its text": _("cột tra cứu không khớp nội dung"),
    "its time does not match its text": _("thời điểm không khớp nội dung"),
    "the end of the chain is missing": _("phần cuối đã bị cắt"),
    "lines stand behind the end": _("có dòng thừa sau phần cuối"),
}


def audit_lines() -> QuerySet[AuditEntry]:
    """Every line, as a query set for the list page; newest first by `-sequence`."""
    return AuditEntry.objects.all()


def audit_line(sequence: int) -> AuditEntry:
    """One line. Raises AuditLineNotFound. One query."""
    row = AuditEntry.objects.filter(sequence=sequence).first()
    if row is None:
        raise AuditLineNotFound
    return row


def about(lines: QuerySet[AuditEntry], text: str) -> QuerySet[AuditEntry]:
    """Narrow to what a person typed: "case:7" a subject, "41" an account, else a person's name.

    Each way has its own index, so the answer comes at once among millions of lines.
    """
    typed = text.strip()
    if typed.isascii() and typed.isdigit() and len(typed) < 19:
        return lines.filter(Q(account_id=int(typed)))
    if ":" in typed:
        return lines.filter(subject=typed)
    return lines.filter(actor_name=typed)


@command(permission="kernel.view_audit", audits=("kind", "filter_words"))
def export_audit(*, kind: str, filter_words: str, by: Actor, at: datetime) -> None:
    """Put on record that somebody takes lines of the log out as a file."""
    note(subject="audit")


@command(permission="kernel.view_audit")
def start_chain_check(*, by: Actor, at: datetime) -> LongTaskCard:
    """Walk the whole chain in the background; joins a check that is running."""
    card = start_long_task(check_chain, by=by, at=at)
    note(subject=f"long_task:{card.id}")
    return card


@long_task(kind="kernel.check_chain", title=_("Kiểm tra chuỗi nhật ký"))
def check_chain(progress: Progress) -> Mapping[str, object]:
    """Raises ChainBroken naming the first broken line, so that the task ends as failed."""
    progress.begin(stage=_("Đọc từng dòng"))

    def told(done: int, total: int) -> None:
        progress.total = total
        if done % _TELL_EVERY == 0 or done == total:
            progress.step(done - progress.done)

    report = verify_chain(progress=told)
    if report.broken_at is not None:
        reason = _REASONS.get(report.reason, report.reason)
        raise ChainBroken(line=report.broken_at, reason=str(reason))
    return {"lines": report.lines}
