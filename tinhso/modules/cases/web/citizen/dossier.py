"""One dossier as its applicant sees it: the promise, why, the way, and what may be done."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.errors import NotFound
from tinhso.kernel.files import FileRules, store_file
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.kernel.permissions import require
from tinhso.modules.cases.commands.end_case import withdraw_case
from tinhso.modules.cases.commands.register_case import NewPaper
from tinhso.modules.cases.commands.supplement import send_supplement
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.cases.queries.follow import followed
from tinhso.modules.cases.rules.states import OPEN, State
from tinhso.modules.cases.web import downloads
from tinhso.modules.cases.web.citizen import shown
from tinhso.ui.fields import FilesField

PAPER_RULES = FileRules()


def _own(request: HttpRequest, public_id: UUID) -> Case:
    """The signed-in person's own dossier. Raises PermissionMissing, CaseNotFound."""
    by = actor_of(request)
    require(by, "cases.submit_case")
    return case_queries.case_for(public_id, by)


def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The dossier."""
    case = _own(request, public_id)
    now = timezone.now()
    view = followed(case, now)
    today = timezone.localdate(now)
    context = {
        "case": case,
        "view": view,
        "chip": shown.due_chip(case, view.remaining),
        "timeline": shown.timeline(view),
        "day_cells": shown.day_cells(view.why, today) if view.why else [],
        "why_text": shown.why_sentences(view.why) if view.why else "",
        "may_withdraw": State(case.state) in OPEN,
        "receipt": next((paper for paper in view.papers if paper.form == "01"), None),
    }
    return render(request, "cases/citizen/detail.html", context)


def submitted(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The confirmation after submitting: code, what happens next, how to follow."""
    case = _own(request, public_id)
    view = followed(case, timezone.now())
    return render(request, "cases/citizen/submitted.html", {"case": case, "view": view})


class SupplementForm(forms.Form):
    """Papers that were asked for, and a word to the officer."""

    papers = FilesField(label=gettext_lazy("Giấy tờ bổ sung"))
    text = forms.CharField(
        label=gettext_lazy("Lời nhắn cho cán bộ thụ lý"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def supplement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send what was asked for."""
    case = _own(request, public_id)
    asked = case.supplements.filter(answered_at__isnull=True).first()
    if asked is None:
        return redirect("cases:my_case", public_id)
    form = SupplementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            by, at = actor_of(request), timezone.now()
            papers = []
            for file in form.cleaned_data["papers"]:
                card = store_file(file, name=file.name, allowed=PAPER_RULES, by=by, at=at)
                papers.append(NewPaper("", card.name, "electronic", "uploaded", card.id))
            send_supplement(case.id, papers=papers, text=form.cleaned_data["text"], by=by, at=at)
            messages.success(request, _("Đã gửi bổ sung cho hồ sơ %(code)s.") % {"code": case.code})
            return redirect("cases:my_case", public_id)
    context = {"form": form, "case": case, "asked": asked}
    return render(request, "cases/citizen/supplement.html", context)


class WithdrawalForm(forms.Form):
    """Why the dossier is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do rút hồ sơ"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask before withdrawing, naming the dossier; it cannot be undone."""
    case = _own(request, public_id)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            withdraw_case(
                case.id,
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("Đã rút hồ sơ %(code)s.") % {"code": case.code})
            return redirect("cases:my_case", public_id)
    return render(request, "cases/citizen/withdraw.html", {"form": form, "case": case})


def paper(request: HttpRequest, public_id: UUID, paper_id: int) -> HttpResponse:
    """An official paper of the dossier as PDF."""
    case = _own(request, public_id)
    return downloads.issued_paper(get_object_or_404(case.issued_papers, id=paper_id))


def result(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The issued result as PDF. Raises NotFound before it is issued."""
    case = _own(request, public_id)
    found = case.results.filter(issued_at__isnull=False).order_by("-version").first()
    if found is None:
        raise NotFound
    return downloads.result(request, found)
