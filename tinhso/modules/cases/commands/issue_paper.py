"""The official papers of a case, made inside the command that has their effect.

What is kept are the values as of that day (names of agencies, titles of signers); the PDF is set
from them whenever it is asked for, always with the same bytes.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.numerals import money
from tinhso.modules.cases import papers
from tinhso.modules.cases.models import Case, Extension, IssuedPaper, SupplementRequest
from tinhso.modules.directory import public as directory
from tinhso.modules.identity import public as identity
from tinhso.modules.procedures import public as procedures

TRACKING = "Tra cứu bằng mã hồ sơ và 4 số cuối điện thoại, hoặc quét mã QR."


def _issue(case: Case, paper: papers.Paper, *, by: Actor, at: datetime) -> IssuedPaper:
    form = papers.form_of(paper)
    return IssuedPaper.objects.create(
        case=case,
        form=form.code,
        title=form.title,
        number=paper.number,
        values=papers.values_of(paper),
        issued_at=at,
        issued_by_name=by.name,
    )


def letterhead(case: Case, organisation_id: int, at: datetime) -> dict[str, object]:
    """Who issues, where and when, as of the day of the paper."""
    on = at.astimezone(ZONE).date()
    cards = directory.organisation_cards([organisation_id], on)
    card = cards.get(organisation_id) or directory.last_organisation_cards([organisation_id]).get(
        organisation_id
    )
    above = ""
    if card and card.parent_id:
        parents = directory.organisation_cards([card.parent_id], on)
        above = parents[card.parent_id].name if card.parent_id in parents else ""
    place = ""
    if card and card.area_id:
        areas = directory.area_cards([card.area_id], on)
        place = areas[card.area_id].name if card.area_id in areas else ""
    return {
        "agency_above": above,
        "agency": card.name if card else "",
        "place": place or "Thanh Hóa",
        "made_at": timezone.localtime(at),
        "lookup_url": f"{settings.PUBLIC_ADDRESS}/tra-cuu/?ma={case.code}",
    }


def receipt(case: Case, version: procedures.VersionCard, *, by: Actor, at: datetime) -> IssuedPaper:
    """Form 01: received, and promised for when."""
    received = tuple(
        papers.ReceivedPaper(
            name=paper.name, kind=paper.get_kind_display(), quantity=paper.quantity
        )
        for paper in case.papers.filter(round=0).order_by("id")
    )
    handling = letterhead(case, case.handling_organisation_id, at)
    paper = papers.Receipt(
        **letterhead(case, case.receiving_organisation_id, at),  # type: ignore[arg-type]
        code=case.code,
        applicant=case.applicant_name,
        applicant_number=identity.masked(case.applicant_number),
        address=case.applicant_address,
        phone=case.applicant_phone,
        email=case.applicant_email,
        procedure=version.public_name,
        procedure_code=version.code,
        papers=received,
        sets=case.sets_of_papers,
        term=version.term_text,
        received_at=timezone.localtime(at),
        due_at=timezone.localtime(case.due_at) if case.due_at else None,
        return_to=case.get_return_method_display(),
        fee=_fee(case, version),
        handled_by=str(handling["agency"]),
        submitter=case.submitter_name or case.applicant_name,
        receiver=by.name,
        note=TRACKING,
    )
    return _issue(case, paper, by=by, at=at)


def _fee(case: Case, version: procedures.VersionCard) -> str:
    owed = [fee for fee in case.fees.all() if fee.waived_at is None]
    if owed:
        paid = all(fee.paid_at for fee in owed)
        state = "đã nộp" if paid else "chưa nộp"
        return f"{money(sum(fee.amount for fee in owed))}, {state}"
    return version.fee_text


def supplement(case: Case, request: SupplementRequest, *, by: Actor, at: datetime) -> IssuedPaper:
    """Form 02: everything that is missing, in one notice."""
    version = procedures.version_card(case.procedure_version_id)
    organisation = (
        case.receiving_organisation_id
        if request.is_before_acceptance
        else case.handling_organisation_id
    )
    clock = ""
    if not request.is_before_acceptance:
        clock = (
            "Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ bổ sung."
            if version.supplement_mode == "restart"
            else "Thời hạn giải quyết tạm dừng trong thời gian chờ bổ sung."
        )
    paper = papers.SupplementNote(
        **letterhead(case, organisation, at),  # type: ignore[arg-type]
        code=case.code,
        applicant=case.applicant_name,
        address=case.applicant_address,
        phone=case.applicant_phone,
        email=case.applicant_email,
        procedure=version.public_name,
        items=tuple(request.items),
        reason=request.reason,
        ordinal=request.ordinal,
        respond_by=timezone.localtime(request.respond_by) if request.respond_by else None,
        clock=clock,
        contact=by.name,
        signer=by.name,
    )
    return _issue(case, paper, by=by, at=at)


def refusal(case: Case, reason: str, *, by: Actor, at: datetime) -> IssuedPaper:
    """Form 03: not received, and why."""
    version = procedures.version_card(case.procedure_version_id)
    paper = papers.RefusalNote(
        **letterhead(case, case.receiving_organisation_id, at),  # type: ignore[arg-type]
        code=case.code,
        applicant=case.applicant_name,
        address=case.applicant_address,
        phone=case.applicant_phone,
        email=case.applicant_email,
        procedure=version.public_name,
        reason=reason,
        signer=by.name,
        submitter=case.submitter_name or case.applicant_name,
    )
    return _issue(case, paper, by=by, at=at)


def apology(case: Case, extension: Extension, *, by: Actor, at: datetime) -> IssuedPaper:
    """Form 04: an apology and the new date."""
    paper = papers.Extension(
        **_of_late_dossier(case, by, at),  # type: ignore[arg-type]
        received_at=timezone.localtime(case.accepted_at or case.submitted_at),
        old_due=timezone.localtime(extension.old_due_at),
        new_due=timezone.localtime(extension.new_due_at),
        reason=extension.reason,
    )
    return _issue(case, paper, by=by, at=at)


def apology_letter(
    case: Case, reason: str, *, due: datetime, promised: datetime, by: Actor, at: datetime
) -> IssuedPaper:
    """The letter to whoever waits past the promised day; form 04 comes before it, never after."""
    paper = papers.ApologyLetter(
        **_of_late_dossier(case, by, at),  # type: ignore[arg-type]
        old_due=timezone.localtime(due),
        reason=reason,
        promised=timezone.localtime(promised),
    )
    return _issue(case, paper, by=by, at=at)


def _of_late_dossier(case: Case, by: Actor, at: datetime) -> dict[str, object]:
    """What both apologies say of the dossier and of the agency whose head signs."""
    return {
        **letterhead(case, case.handling_organisation_id, at),
        "code": case.code,
        "applicant": case.applicant_name,
        "address": case.applicant_address,
        "procedure": procedures.version_card(case.procedure_version_id).public_name,
        "contact": by.name,
        "signer_title": _head_title(case, at),
        "signer": _head_name(case, at),
    }


def stop_notice(case: Case, reason: str, *, by: Actor, at: datetime) -> IssuedPaper:
    """Form 05: stopped, and why."""
    version = procedures.version_card(case.procedure_version_id)
    paid = [fee for fee in case.fees.all() if fee.paid_at]
    fee = f"{money(sum(fee.amount for fee in paid))}, trả lại theo quy định" if paid else ""
    paper = papers.StopNotice(
        **letterhead(case, case.handling_organisation_id, at),  # type: ignore[arg-type]
        code=case.code,
        applicant=case.applicant_name,
        address=case.applicant_address,
        procedure=version.public_name,
        received_at=timezone.localtime(case.accepted_at or case.submitted_at),
        reason=reason,
        fee=fee,
        contact=by.name,
        signer_title=_head_title(case, at),
        signer=_head_name(case, at),
    )
    return _issue(case, paper, by=by, at=at)


def _head_title(case: Case, at: datetime) -> str:
    """Title of the head of the deciding agency on that day; the place to sign is there."""
    head = directory.head_of(case.handling_organisation_id, at.astimezone(ZONE).date())
    return head.title if head else "Thủ trưởng"


def _head_name(case: Case, at: datetime) -> str:
    head = directory.head_of(case.handling_organisation_id, at.astimezone(ZONE).date())
    return head.officer_name if head else ""


def moved_notice(
    case: Case, *, before_id: int, decision: str, by: Actor, at: datetime
) -> IssuedPaper:
    """Notice to the applicant that another agency goes on with the dossier."""
    version = procedures.version_card(case.procedure_version_id)
    before = directory.last_organisation_cards([before_id]).get(before_id)
    head = letterhead(case, case.handling_organisation_id, at)
    paper = papers.TransferNotice(
        **head,  # type: ignore[arg-type]
        code=case.code,
        applicant=case.applicant_name,
        address=case.applicant_address,
        procedure=version.public_name,
        effective_on=at.astimezone(ZONE).date(),
        decision=decision,
        old_agency=before.name if before else "",
        new_agency=str(head["agency"]),
        due_at=timezone.localtime(case.due_at) if case.due_at else None,
        signer_title=_head_title(case, at),
        signer=_head_name(case, at),
    )
    return _issue(case, paper, by=by, at=at)
