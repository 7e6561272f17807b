"""Papers made from what is known now: the control slip (06) and the register (07)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.kernel.actor import Actor
from tinhso.kernel.files import disposition
from tinhso.kernel.numerals import working_duration
from tinhso.modules.cases import papers
from tinhso.modules.cases.commands.issue_paper import letterhead
from tinhso.modules.cases.models import Case, CaseResult, CaseStep
from tinhso.modules.cases.models.case import ReturnMethod
from tinhso.modules.directory import public as directory
from tinhso.modules.procedures import public as procedures


def pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = disposition(f"{name}.pdf", inline=True)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def control_slip_response(case: Case, by: Actor, now: datetime) -> HttpResponse:
    """Form 06 of a dossier as it stands now."""
    slip = control_slip(case, now)
    return pdf(papers.render_control_slip(slip), f"Phiếu kiểm soát {case.code}")


def control_slip(case: Case, now: datetime) -> papers.ControlSlip:
    """Every hand-over from reception to now, against the norm of its step."""
    steps = list(case.steps.order_by("id"))
    accepted = case.movements.filter(action="accept").first()
    names = directory.last_organisation_cards(
        {step.unit_id for step in steps} | {case.handling_organisation_id}
    )
    unit_names = {key: card.name for key, card in names.items()}
    giver = accepted.actor_name if accepted else case.applicant_name
    giver_unit = accepted.organisation_name if accepted else ""
    lines = []
    for step in steps:
        lines.append(_slip_line(step, giver, giver_unit, unit_names))
        giver, giver_unit = step.holder_name, unit_names.get(step.unit_id, "")
    head = letterhead(case, case.handling_organisation_id, now)
    return papers.ControlSlip(
        **head,  # type: ignore[arg-type]
        code=case.code,
        applicant=case.applicant_name,
        procedure=procedures.version_card(case.procedure_version_id).public_name,
        received_at=timezone.localtime(case.accepted_at or case.submitted_at),
        due_at=timezone.localtime(case.due_at) if case.due_at else None,
        steps=tuple(lines),
        handled_by=unit_names.get(case.handling_organisation_id, ""),
        note=_("Người giao, người nhận xác nhận bằng tài khoản khi chuyển bước."),
    )


def _slip_line(
    step: CaseStep, giver: str, giver_unit: str, unit_names: dict[int, str]
) -> papers.ControlStep:
    return papers.ControlStep(
        title=step.title,
        given_by=giver,
        given_unit=giver_unit,
        taken_by=step.holder_name or _("chưa có người nhận"),
        taken_unit=unit_names.get(step.unit_id, ""),
        taken_at=timezone.localtime(step.entered_at),
        norm=_minutes(step.norm_minutes),
        used=_minutes(step.used_minutes),
        verdict=verdict(step),
        note=step.note,
    )


def _minutes(amount: int | None) -> str:
    return working_duration(timedelta(minutes=amount)) if amount is not None else ""


def verdict(step: CaseStep) -> str:
    """Before, on or past the norm of the step; "" while it runs or has none."""
    if step.used_minutes is None or step.norm_minutes is None:
        return ""
    if step.used_minutes > step.norm_minutes:
        return _("Quá hạn")
    return _("Đúng hạn") if step.used_minutes == step.norm_minutes else _("Trước hạn")


def register(
    cases: Iterable[Case], *, organisation_id: int, period: str, now: datetime
) -> papers.Register:
    """Form 07 of an agency for a period, in the order of reception."""
    rows = list(cases)
    first = rows[0] if rows else None
    head = _head(first, organisation_id, now)
    names = directory.last_organisation_cards({case.handling_organisation_id for case in rows})
    signers = _signers(rows)
    return papers.Register(
        **head,  # type: ignore[arg-type]
        period=period,
        rows=tuple(
            papers.RegisterRow(
                code=case.code,
                procedure=case.procedure_name,
                applicant=case.applicant_name,
                address=case.applicant_address,
                sets=case.sets_of_papers,
                received_at=timezone.localtime(case.accepted_at or case.submitted_at),
                due_at=_local(case.due_at),
                agency=(
                    names[case.handling_organisation_id].name
                    if case.handling_organisation_id in names
                    else ""
                ),
                finished_at=_local(case.finished_at),
                returned_at=_local(case.returned_at),
                method=str(ReturnMethod(case.return_method).label) if case.returned_at else "",
                signed_by=signers.get(case.id, ""),
                note="" if case.state not in (3, 7, 8) else str(case.get_state_display()),
            )
            for case in rows
        ),
    )


def _head(case: Case | None, organisation_id: int, now: datetime) -> dict[str, object]:
    if case is not None:
        return {**letterhead(case, organisation_id, now), "lookup_url": ""}
    card = directory.last_organisation_cards([organisation_id]).get(organisation_id)
    return {
        "agency_above": "",
        "agency": card.name if card else "",
        "place": "",
        "made_at": timezone.localtime(now),
    }


def _signers(cases: Sequence[Case]) -> dict[int, str]:
    """Who approved the issued result, by case id. One query."""
    issued = CaseResult.objects.filter(
        case_id__in=[case.id for case in cases], issued_at__isnull=False
    ).order_by("version")
    return {result.case_id: result.approved_by_name for result in issued}


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
