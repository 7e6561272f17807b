"""What other agencies ask of us: opinions to confirm and to answer, dossiers handed over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.kernel.permissions import require
from tinhso.modules.cases.commands import opinions as commands
from tinhso.modules.cases.commands.handover import confirm_handover, refuse_handover
from tinhso.modules.cases.errors import CaseOfAnotherOffice, OpinionNotFound
from tinhso.modules.cases.models import Case, Handover, Opinion
from tinhso.modules.cases.queries import worklist
from tinhso.modules.cases.queries.cases import case_for
from tinhso.modules.cases.queries.detail import dossier
from tinhso.modules.cases.web.staff import answers, side_forms, uploads
from tinhso.modules.cases.web.staff import dossier_shown as shown
from tinhso.modules.cases.web.staff.access import posted
from tinhso.modules.cases.web.staff.chips import time_chip
from tinhso.modules.directory import public as directory
from tinhso.ui.lists import Column, EmptyText, ListSpec, ListTab, list_page
from tinhso.ui.shown import Due

ANSWER = "cases.answer_opinion"


def _due(row: Opinion) -> Due | None:
    now = timezone.now()
    if row.answered_at:
        late = row.answered_at > row.due_at
        words = _("Trả lời quá hạn") if late else _("Đã trả lời")
        return Due("late" if late else "done", words, row.answered_at)
    if row.cancelled_at:
        return Due("done", _("Đã thôi hỏi"), row.cancelled_at)
    calendar = directory.calendar_of(row.organisation_id, now.astimezone(ZONE).date())
    return time_chip(calendar.working_time(now, row.due_at), row.due_at, now)


OPINIONS = ListSpec(
    name="cases.opinions",
    title=gettext_lazy("Ý kiến được hỏi"),
    unit=gettext_lazy("lượt hỏi"),
    order="due",
    columns=(
        Column("code", gettext_lazy("Mã hồ sơ"), cell="case.code", css="code", is_link=True),
        Column(
            "procedure",
            gettext_lazy("Thủ tục"),
            cell="case.procedure_name",
            css="one",
            width="24%",
        ),
        Column("question", gettext_lazy("Nội dung hỏi"), css="one", width="28%"),
        Column("asked_by", gettext_lazy("Người hỏi"), cell="asked_by_name", css="hide-s"),
        Column("asked_at", gettext_lazy("Hỏi lúc"), sort=("asked_at",), css="num hide-s"),
        Column("due", gettext_lazy("Hạn trả lời"), cell=_due, sort=("due_at",), css="duecell",
               export="due_at"),
    ),
    tabs=(
        ListTab("cho", gettext_lazy("Chờ trả lời"),
                lambda rows: rows.filter(answered_at=None, cancelled_at=None)),
        ListTab("xong", gettext_lazy("Đã trả lời"),
                lambda rows: rows.exclude(answered_at=None)),
    ),
    row_address=lambda row: reverse("cases:opinion", args=[row.id]),
    nothing_yet=EmptyText(gettext_lazy("Không cơ quan nào đang hỏi ý kiến")),
    all_done=EmptyText(gettext_lazy("Không còn lượt hỏi nào ở đây")),
    can_export=False,
)  # fmt: skip


def opinion_list(request: HttpRequest) -> HttpResponseBase:
    """Questions to my agencies, the most urgent first."""
    by = actor_of(request)
    require(by, ANSWER)
    places = by.places(ANSWER)
    rows = Opinion.objects.select_related("case")
    if places is not None:
        rows = rows.filter(organisation_id__in=places)
    return list_page(request, OPINIONS, rows)


def opinion(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """One question with its dossier, and the form for the answer."""
    by = actor_of(request)
    require(by, ANSWER)
    row = _asked(opinion_id, by)
    form = side_forms.AnswerForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            _answer(row, form, by)
            said = _("Đã trả lời về hồ sơ %(code)s.") % {"code": row.case.code}
            messages.success(request, said)
            return redirect("cases:opinions")
    view = dossier(row.case, timezone.now())
    papers = shown.shown_papers(view)
    context = {
        "opinion": row,
        "case": row.case,
        "view": view,
        "form": form,
        "papers": papers,
        "answers": answers.lines(view),
        "chip": _due(row),
        "asking": view.names.get(row.asking_organisation_id, ""),
    }
    return render(request, "cases/staff/opinion.html", context)


def _asked(opinion_id: int, by: Actor) -> Opinion:
    row = Opinion.objects.select_related("case").filter(id=opinion_id).first()
    if row is None:
        raise OpinionNotFound
    if not by.may(ANSWER, row.organisation_id):
        raise CaseOfAnotherOffice
    return row


def _answer(row: Opinion, form: side_forms.AnswerForm, by: Actor) -> None:
    at = timezone.now()
    kept = uploads.stored(form.cleaned_data["file"], by=by, at=at, rules=uploads.PDF_RULES)
    commands.answer_opinion(
        row.id,
        answer=form.cleaned_data["answer"],
        text=form.cleaned_data["text"],
        file_id=kept[0].id if kept else None,
        by=by,
        at=at,
    )


@require_POST
def confirm(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """Confirm that the question arrived."""
    by = actor_of(request)
    require(by, ANSWER)
    commands.confirm_opinion(opinion_id, by=by, at=timezone.now())
    messages.success(request, _("Đã xác nhận nhận yêu cầu."))
    return redirect("cases:opinion", opinion_id)


def _handed_over(row: Handover) -> str:
    return reverse("cases:handover", args=[row.case.public_id])


HANDOVERS = ListSpec(
    name="cases.handovers",
    title=gettext_lazy("Chờ nhận bàn giao"),
    unit=gettext_lazy("hồ sơ"),
    order="sent_at",
    columns=(
        Column("code", gettext_lazy("Mã hồ sơ"), cell="case.code", css="code", is_link=True),
        Column(
            "applicant",
            gettext_lazy("Người nộp"),
            cell="case.applicant_name",
            css="name one",
            width="15%",
        ),
        Column(
            "procedure", gettext_lazy("Thủ tục"), cell="case.procedure_name", css="one", width="22%"
        ),
        Column("reason", gettext_lazy("Lý do"), css="one hide-s", width="20%"),
        Column("sent_by", gettext_lazy("Người giao"), cell="sent_by_name", css="hide-s"),
        Column("sent_at", gettext_lazy("Giao lúc"), sort=("sent_at",), css="num"),
    ),
    row_address=_handed_over,
    nothing_yet=EmptyText(gettext_lazy("Không có hồ sơ nào chờ nhận bàn giao")),
    can_export=False,
)


def handover_list(request: HttpRequest) -> HttpResponseBase:
    """Dossiers handed to my agencies that wait for a confirmation."""
    by = actor_of(request)
    require(by, "cases.process_case")
    return list_page(request, HANDOVERS, worklist.open_handovers(by))


def handover(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Confirm that we take the dossier over, or refuse with a reason."""
    by = actor_of(request)
    require(by, "cases.process_case")
    case, row = _offered(public_id, by)
    form = side_forms.ReasonForm(request.POST if "refuse" in request.POST else None)
    if request.method == "POST":
        at = timezone.now()
        if "accept" in request.POST:
            with refusals_shown_on(form):
                confirm_handover(case.id, by=by, at=at)
                messages.success(
                    request, _("Đã nhận bàn giao hồ sơ %(code)s.") % {"code": case.code}
                )
                return redirect("cases:dossier", public_id)
        elif form.is_valid():
            with refusals_shown_on(form):
                refuse_handover(case.id, reason=form.cleaned_data["reason"], by=by, at=at)
                messages.success(request, _("Đã trả lại hồ sơ %(code)s.") % {"code": case.code})
                return redirect("cases:handovers")
    names = directory.organisation_cards(
        [row.from_organisation_id], row.sent_at.astimezone(ZONE).date()
    )
    sender = names.get(row.from_organisation_id)
    context = {"case": case, "row": row, "form": form, "sender": sender.name if sender else ""}
    return render(request, "cases/staff/handover.html", context)


def _offered(public_id: UUID, by: Actor) -> tuple[Case, Handover]:
    """The dossier and its open hand-over to one of our agencies."""
    case = Case.objects.filter(public_id=public_id).first()
    row = None
    if case is not None:
        row = case.handovers.filter(confirmed_at__isnull=True, refused_at__isnull=True).first()
    if case is None or row is None or not by.may("cases.process_case", row.to_organisation_id):
        case = case_for(public_id, by)
        raise CaseOfAnotherOffice
    return case, row
