"""Dossiers from the national portal: the first channel for what is served centrally.

A message is kept durably before it is answered; it is applied in the order the portal gave its
dossier, whatever order, delay or repetition the network made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.command import command, note
from tinhso.kernel.errors import DomainError
from tinhso.modules.cases.commands import moves
from tinhso.modules.cases.commands.end_case import settle
from tinhso.modules.cases.commands.register_case import (
    Applicant,
    NewPaper,
    Registration,
    register,
)
from tinhso.modules.cases.commands.supplement import take_in
from tinhso.modules.cases.errors import IntakeRefused
from tinhso.modules.cases.events import CaseWithdrawn
from tinhso.modules.cases.models import Case, IntakeMessage, StatusReport
from tinhso.modules.cases.models.case import Channel
from tinhso.modules.cases.rules import intake as rules
from tinhso.modules.cases.rules.states import State, Sync
from tinhso.modules.directory import public as directory
from tinhso.modules.procedures import public as procedures

INTAKE = "cases.receive_intake"
FIRST_RETRY = timedelta(seconds=10)
LAST_RETRY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it came: `ordinal` counts the messages of one dossier from 1."""

    message_id: str
    kind: str
    portal_code: str
    ordinal: int
    body: Mapping[str, Any]


@command(permission=INTAKE, audits=())
def keep_message(message: Message, *, by: Actor, at: datetime) -> IntakeMessage:
    """Keep a message; one that came before is the same row. Raises IntakeRefused."""
    if message.kind not in rules.KINDS:
        raise IntakeRefused(reason=f"không có loại thông điệp {message.kind}")
    missing = rules.missing_fields(message.kind, message.body)
    if missing:
        raise IntakeRefused(
            reason=f"thiếu {', '.join(missing)}", fields={name: ["thiếu"] for name in missing}
        )
    wrong = rules.wrong_fields(message.body)
    if wrong:
        raise IntakeRefused(
            reason=f"sai kiểu dữ liệu {', '.join(wrong)[:200]}",
            fields={name: ["sai kiểu dữ liệu"] for name in wrong},
        )
    note(subject=f"portal:{message.portal_code}", message=message.message_id)
    try:
        with transaction.atomic():
            return IntakeMessage.objects.create(
                message_id=message.message_id,
                kind=message.kind,
                portal_code=message.portal_code,
                ordinal=message.ordinal,
                body=dict(message.body),
                received_at=at,
            )
    except IntegrityError:
        return IntakeMessage.objects.get(message_id=message.message_id)


@command(permission=INTAKE, audits=("portal_code",))
def apply_messages(portal_code: str, *, by: Actor, at: datetime) -> Case | None:
    """Apply whatever messages of the dossier are next in order; the rest wait.

    A message that cannot be applied is marked refused with its reason and lets later ones go on.
    """
    with transaction.atomic():
        rows = list(
            IntakeMessage.objects.select_for_update()
            .filter(portal_code=portal_code)
            .order_by("ordinal", "id")
        )
    done = {row.ordinal for row in rows if row.status in ("applied", "refused")}
    case = next((row.case for row in rows if row.case_id), None)
    for row in rows:
        if row.ordinal in done:
            _settle_repeat(row, at)
            continue
        if row.ordinal != 1 and row.ordinal - 1 not in done:
            row.status = IntakeMessage.Status.WAITING
            row.save(update_fields=["status"])
            continue
        case = _apply(row, case, by=by, at=at) or case
        done.add(row.ordinal)
    return case


def _settle_repeat(row: IntakeMessage, at: datetime) -> None:
    """The same dossier step sent again under another message id changes nothing."""
    if row.status in ("received", "waiting"):
        row.status, row.applied_at = IntakeMessage.Status.APPLIED, at
        row.problem = "trùng với thông điệp đã ghi nhận"
        row.save(update_fields=["status", "applied_at", "problem"])


def _apply(row: IntakeMessage, case: Case | None, *, by: Actor, at: datetime) -> Case | None:
    try:
        with transaction.atomic():
            case = _HANDLERS[row.kind](row, case, by, at)
            row.status, row.case = IntakeMessage.Status.APPLIED, case
    except DomainError as refusal:
        row.status, row.problem = IntakeMessage.Status.REFUSED, refusal.sentence[:500]
    row.applied_at = at
    row.save(update_fields=["status", "case", "applied_at", "problem"])
    return case


def _new(row: IntakeMessage, case: Case | None, by: Actor, at: datetime) -> Case:
    if case is not None:
        raise IntakeRefused(reason="hồ sơ này đã có")
    on = at.astimezone(ZONE).date()
    body = row.body
    organisation = directory.resolve_organisation(str(body["DonViTiepNhan"]), on)
    if organisation is None:
        raise IntakeRefused(reason=f"không có cơ quan mang mã {body['DonViTiepNhan']}")
    applicant = Applicant(
        name=str(body["ChuHoSo"])[:200],
        kind="business" if str(body.get("LoaiDoiTuong")) != "1" else "citizen",
        number=str(body.get("SoDinhDanh", ""))[:20],
        phone=str(body.get("SoDienThoai", ""))[:20],
        email=str(body.get("Email", ""))[:254],
        address=str(body.get("DiaChi", ""))[:500],
    )
    new = Registration(
        version=procedures.version_in_force(str(body["MaTTHC"]), on),
        channel=Channel.PORTAL,
        applicant=applicant,
        answers=body.get("DuLieuBieuMau") or {},
        receiving_organisation_id=organisation.id,
        papers=_papers(body),
        return_method="online" if str(body.get("HinhThuc", "1")) == "0" else "counter",
        summary=str(body.get("TrichYeuHoSo", ""))[:500],
        submission_key=f"portal:{row.portal_code}",
        portal_code=row.portal_code,
    )
    return register(new, by=by, at=at)


def _papers(body: Mapping[str, Any]) -> list[NewPaper]:
    return [
        NewPaper(
            code=str(paper.get("MaThanhPhanHoSo", ""))[:80],
            name=str(paper.get("TenTepDinhKem", ""))[:1000],
            kind="electronic",
            source="portal",
        )
        for paper in body.get("TaiLieuNop") or []
    ]


def _supplement(row: IntakeMessage, case: Case | None, by: Actor, at: datetime) -> Case:
    locked = _lock(row, case)
    return take_in(
        locked,
        papers=_papers(row.body),
        answers=None,
        text=str(row.body.get("NoiDung", "")),
        by=by,
        at=at,
    )


def _withdrawal(row: IntakeMessage, case: Case | None, by: Actor, at: datetime) -> Case:
    locked = _lock(row, case)
    moves.move(
        locked,
        action="withdraw",
        title="Rút hồ sơ",
        text=str(row.body["LyDo"]),
        to_state=State.WITHDRAWN,
        is_public=True,
        by=by,
        at=at,
    )
    settle(locked, at)
    locked.save()
    moves.tell(locked, CaseWithdrawn(locked.id, locked.code, locked.state))
    return locked


def _lock(row: IntakeMessage, case: Case | None) -> Case:
    if case is None:
        raise IntakeRefused(reason=f"chưa có hồ sơ {row.portal_code}")
    return Case.objects.select_for_update().get(id=case.id)


_HANDLERS = {"DongBoHoSo": _new, "BoSungHoSo": _supplement, "RutHoSo": _withdrawal}


# --- telling the portal ------------------------------------------------------------------------


def report_status(case_id: int, *, at: datetime) -> StatusReport | None:
    """Queue the present state of a case for the portal; only cases that came from it.

    Runs inside the transaction of a reaction.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    if not case.portal_code:
        return None
    last = case.movements.filter(is_public=True).order_by("-id").first()
    body = {
        "MaHoSo": case.portal_code,
        "MaHoSoDiaPhuong": case.code,
        "TrangThai": str(int(case.state)),
        "NguoiXuLy": last.actor_name if last else "",
        "ChucDanh": last.actor_title if last else "",
        "PhongBanXuLy": last.organisation_name if last else "",
        "NoiDungXuLy": last.title if last else "",
        "ThoiDiemXuLy": f"{at.astimezone(ZONE):%Y%m%d%H%M%S}",
        "NgayHenTra": f"{case.due_at.astimezone(ZONE):%Y%m%d%H%M%S}" if case.due_at else "",
    }
    case.sync = Sync.PENDING
    case.save(update_fields=["sync"])
    return StatusReport.objects.create(
        case=case, state=case.state, body=body, made_at=at, next_try_at=at
    )


def record_report(report_id: int, *, problem: str, at: datetime) -> None:
    """Write down how telling the portal went; a failure is tried again, ever less often."""
    with transaction.atomic():
        report = StatusReport.objects.select_for_update().get(id=report_id)
        report.attempts += 1
        report.problem = problem[:500]
        if problem:
            wait = min(FIRST_RETRY * 2 ** min(report.attempts - 1, 10), LAST_RETRY)
            report.next_try_at = at + wait
            state = Sync.FAILED if report.attempts >= 5 else Sync.PENDING
        else:
            report.sent_at, report.next_try_at, state = at, None, Sync.SYNCED
        report.save()
        waiting = StatusReport.objects.filter(case_id=report.case_id, sent_at__isnull=True)
        if state != Sync.SYNCED or not waiting.exists():
            Case.objects.filter(id=report.case_id).update(sync=state)


def message_row(message_id: str) -> IntakeMessage:
    """The kept message with its case. Raises IntakeMessage.DoesNotExist."""
    return IntakeMessage.objects.select_related("case").get(message_id=message_id)
