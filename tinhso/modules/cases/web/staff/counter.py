"""The counter: dossiers to accept, supplements brought, results to hand out, fees to take."""

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

from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.kernel.numerals import money, plain_integer
from tinhso.kernel.permissions import require
from tinhso.modules.cases.commands import delivery, fees
from tinhso.modules.cases.commands.receive_case import accept_case, refuse_case
from tinhso.modules.cases.commands.register_case import NewPaper
from tinhso.modules.cases.commands.supplement import receive_supplement
from tinhso.modules.cases.errors import FeeNotFound
from tinhso.modules.cases.models import Case, FeeRequest
from tinhso.modules.cases.queries import searching, worklist
from tinhso.modules.cases.queries.acts import acts_of
from tinhso.modules.cases.queries.detail import dossier
from tinhso.modules.cases.queries.rows import CaseRow
from tinhso.modules.cases.rules.states import State
from tinhso.modules.cases.web.staff import answers, lists, side_forms, uploads
from tinhso.modules.cases.web.staff import dossier_shown as shown
from tinhso.modules.cases.web.staff.access import case_of, posted
from tinhso.modules.cases.web.staff.side import named
from tinhso.modules.procedures import public as procedures
from tinhso.ui.lists import Column, EmptyText, ListSpec, list_page

RECEIVE, RETURN, FEE = "cases.receive_case", "cases.return_result", "cases.collect_fee"


def _check_address(row: CaseRow) -> str:
    return reverse("cases:check", args=[row.public_id])


def _return_address(row: CaseRow) -> str:
    return reverse("cases:return_result", args=[row.public_id])


def _supplement_address(row: CaseRow) -> str:
    return reverse("cases:receive_supplement", args=[row.public_id])


_CHANNEL = Column("channel", gettext_lazy("Kênh"), cell="case.get_channel_display", css="hide-s")
_FINANCE = Column(
    "finance", gettext_lazy("Phí, lệ phí"), cell="case.get_finance_display", css="hide-s"
)
_WAY = Column(
    "way",
    gettext_lazy("Cách nhận"),
    cell="case.get_return_method_display",
    css="one hide-s",
    width="14%",
)
_FINISHED = Column(
    "finished", gettext_lazy("Xong lúc"), cell="finished_at", sort=("finished_at",), css="num"
)

TO_ACCEPT = ListSpec(
    name="cases.to_accept",
    title=gettext_lazy("Chờ tiếp nhận"),
    unit=gettext_lazy("hồ sơ"),
    order="newest",
    columns=(lists.CODE, lists.APPLICANT, lists.PROCEDURE, _CHANNEL, lists.HANDLER, lists.NEWEST),
    text=lists.TEXT,
    filters=(lists.CHANNELS,),
    row_address=_check_address,
    row_name=lambda row: row.code,
    prepare=lists.prepared,
    nothing_yet=EmptyText(
        gettext_lazy("Không có hồ sơ nào chờ tiếp nhận"),
        gettext_lazy("Hồ sơ nộp trực tuyến, qua bưu chính và từ Cổng quốc gia hiện ở đây."),
        gettext_lazy("Tiếp nhận tại quầy"),
        lambda: reverse("cases:reception"),
    ),
    can_export=False,
)
TO_RETURN = ListSpec(
    name="cases.to_return",
    title=gettext_lazy("Trả kết quả"),
    unit=gettext_lazy("hồ sơ"),
    order="finished",
    columns=(lists.CODE, lists.APPLICANT, lists.PROCEDURE, _WAY, _FINANCE, _FINISHED),
    text=lists.TEXT,
    row_address=_return_address,
    row_name=lambda row: row.code,
    prepare=lists.prepared,
    nothing_yet=EmptyText(
        gettext_lazy("Không có kết quả nào chờ trả"),
        gettext_lazy("Kết quả phát hành xong hiện ở đây cho đến khi trao tận tay người nộp."),
    ),
    can_export=False,
)
TO_SUPPLEMENT = ListSpec(
    name="cases.to_supplement",
    title=gettext_lazy("Chờ người dân bổ sung"),
    unit=gettext_lazy("hồ sơ"),
    order="newest",
    columns=(lists.CODE, lists.APPLICANT, lists.PROCEDURE, lists.HANDLER, lists.NEWEST),
    text=lists.TEXT,
    row_address=_supplement_address,
    row_name=lambda row: row.code,
    prepare=lists.prepared,
    nothing_yet=EmptyText(gettext_lazy("Không có hồ sơ nào chờ bổ sung")),
    can_export=False,
)


def _scanned(request: HttpRequest, view_name: str) -> HttpResponse | None:
    """Where a scanned receipt leads; None when nothing was scanned."""
    found = searching.by_code(searching.code_scanned(request.GET.get("q", "")))
    if found is None or not searching.may_open(found, actor_of(request)):
        return None
    return redirect(view_name, found.public_id)


def to_accept(request: HttpRequest) -> HttpResponseBase:
    """Dossiers that came online, by post or from the portal."""
    by = actor_of(request)
    require(by, RECEIVE)
    scanned = _scanned(request, "cases:dossier")
    if scanned is not None:
        return scanned
    return list_page(
        request, TO_ACCEPT, worklist.to_accept(by), template="cases/staff/to_accept.html"
    )


def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Check a dossier against what the procedure asks, then accept, ask for more or refuse."""
    case, by = case_of(request, public_id, RECEIVE)
    if case.state != State.REGISTERED:
        return redirect("cases:dossier", public_id)
    if request.method == "POST":
        try:
            accept_case(case.id, version=_seen(request), by=by, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, refusal.sentence)
            return redirect("cases:check", public_id)
        return redirect("cases:received", public_id)
    view = dossier(case, timezone.now())
    given = {paper.paper_code for paper in view.papers}
    context = {
        "case": case,
        "view": view,
        "acts": acts_of(view, by),
        "papers": shown.shown_papers(view),
        "answers": answers.lines(view),
        "needed": [
            (paper, paper.code in given)
            for paper in procedures.required_papers(
                case.procedure_version_id, case.answers, timezone.localdate()
            )
        ],
        "twins": _twins(case),
        "term": view.version.term_text,
    }
    return render(request, "cases/staff/check.html", context)


def _twins(case: Case) -> list[Case]:
    found = searching.open_twins(number=case.applicant_number, procedure_id=case.procedure_id)
    return [twin for twin in found if twin.id != case.id]


def _seen(request: HttpRequest) -> int | None:
    return plain_integer(request.POST.get("version", ""))


def refuse(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Do not accept, with the reason that form 03 prints."""
    case, by = case_of(request, public_id, RECEIVE)
    naming = named(gettext_lazy("Từ chối tiếp nhận hồ sơ %(code)s của %(name)s"), case)
    form = side_forms.ReasonForm(posted(request), naming=naming)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            refuse_case(case.id, reason=form.cleaned_data["reason"], by=by, at=timezone.now())
            said = _("Đã từ chối tiếp nhận hồ sơ %(code)s (mẫu 03).") % {"code": case.code}
            messages.success(request, said)
            return redirect("cases:to_accept")
    return render(request, "cases/staff/refuse.html", {"case": case, "form": form})


# --- supplements ---------------------------------------------------------------------------------


def to_supplement(request: HttpRequest) -> HttpResponseBase:
    """Dossiers whose owners were asked for more; a scanned code opens the taking in."""
    by = actor_of(request)
    require(by, RECEIVE)
    scanned = _scanned(request, "cases:receive_supplement")
    if scanned is not None:
        return scanned
    rows = Case.objects.filter(state=State.SUPPLEMENT_ASKED)
    places = by.places(RECEIVE)
    if places is not None:
        rows = rows.filter(receiving_organisation_id__in=places)
    return list_page(request, TO_SUPPLEMENT, rows)


def take_supplement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take in what the person brought; the clock goes on."""
    case, by = case_of(request, public_id, RECEIVE)
    asked = case.supplements.filter(answered_at__isnull=True).first()
    if asked is None:
        messages.info(request, _("Hồ sơ này không chờ bổ sung."))
        return redirect("cases:dossier", public_id)
    form = side_forms.CounterSupplementForm(
        posted(request), request.FILES or None, items=asked.items
    )
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            at = timezone.now()
            told = form.cleaned_data
            papers = [NewPaper("", name, "original", "paper") for name in told["brought"]]
            papers += [
                NewPaper("", card.name, "electronic", "scanned", card.id)
                for card in uploads.stored(told["scans"], by=by, at=at)
            ]
            receive_supplement(case.id, papers=papers, text=told["text"], by=by, at=at)
            said = _("Đã nhận bổ sung hồ sơ %(code)s.") % {"code": case.code}
            messages.success(request, said)
            return redirect("cases:dossier", public_id)
    context = {"case": case, "asked": asked, "form": form}
    return render(request, "cases/staff/take_supplement.html", context)


# --- results and fees ----------------------------------------------------------------------------


def to_return(request: HttpRequest) -> HttpResponseBase:
    """Results that wait for their owners; a scanned receipt opens its hand-out."""
    by = actor_of(request)
    require(by, RETURN)
    scanned = _scanned(request, "cases:return_result")
    if scanned is not None:
        return scanned
    return list_page(
        request, TO_RETURN, worklist.to_return(by), template="cases/staff/to_return.html"
    )


def hand_out(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hand out the result: fees first, then the way and the evidence."""
    case, by = case_of(request, public_id, RETURN)
    sends = "send" in request.POST
    returns = "return" in request.POST
    way = {"method": case.return_method, "receiver_name": case.applicant_name}
    send_form = side_forms.SendForm(request.POST if sends else None, initial=way, prefix="gui")
    form = side_forms.ReturnForm(request.POST if returns else None, initial=way)
    at = timezone.now()
    if sends and send_form.is_valid():
        with refusals_shown_on(send_form):
            delivery.send_result(case.id, **send_form.cleaned_data, by=by, at=at)
            messages.success(request, _("Đã gửi kết quả hồ sơ %(c)s.") % {"c": case.code})
            return redirect("cases:return_result", public_id)
    if returns and form.is_valid():
        with refusals_shown_on(form):
            delivery.return_result(case.id, **form.cleaned_data, by=by, at=at)
            messages.success(request, _("Đã trả kết quả hồ sơ %(c)s.") % {"c": case.code})
            return redirect("cases:to_return")
    case.refresh_from_db()
    view = dossier(case, at)
    context = {
        "case": case,
        "view": view,
        "form": form if not sends else send_form,
        "return_form": form,
        "send_form": send_form,
        "acts": acts_of(view, by),
        "deliveries": list(case.deliveries.order_by("-id")),
    }
    return render(request, "cases/staff/hand_out.html", context)


@require_POST
def collect(request: HttpRequest, fee_id: int) -> HttpResponse:
    """Take the money of one fee; the receipt gets its number."""
    by = actor_of(request)
    require(by, FEE)
    fee = fees.collect_fee(fee_id, by=by, at=timezone.now())
    said = _("Đã thu %(amount)s, biên lai số %(number)s.") % {
        "amount": money(fee.amount),
        "number": fee.receipt_number,
    }
    messages.success(request, said)
    if by.may(RETURN) and fee.case.state == State.FINISHED:
        return redirect("cases:return_result", fee.case.public_id)
    return redirect("cases:dossier", fee.case.public_id)


def waive(request: HttpRequest, fee_id: int) -> HttpResponse:
    """Free the applicant of a fee, with the legal reason."""
    by = actor_of(request)
    require(by, FEE)
    fee = FeeRequest.objects.select_related("case").filter(id=fee_id).first()
    if fee is None:
        raise FeeNotFound
    case, by = case_of(request, fee.case.public_id, FEE)
    facts = {"title": fee.title, "amount": money(fee.amount), "code": case.code}
    naming = _("Miễn %(title)s %(amount)s của hồ sơ %(code)s") % facts
    form = side_forms.ReasonForm(posted(request), naming=naming)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            fees.waive_fee(fee_id, reason=form.cleaned_data["reason"], by=by, at=timezone.now())
            messages.success(request, _("Đã miễn %(title)s.") % facts)
            return redirect("cases:dossier", case.public_id)
    return render(request, "cases/staff/waive.html", {"case": case, "fee": fee, "form": form})
