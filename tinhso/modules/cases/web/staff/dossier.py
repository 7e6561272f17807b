"""One dossier: what it is, what it waits for, what may be done with it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import DomainError
from tinhso.kernel.numerals import plain_integer
from tinhso.modules.cases.commands.on_record import reveal_number
from tinhso.modules.cases.commands.work_on_case import act_on_case, take_case
from tinhso.modules.cases.errors import CaseChanged
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries.acts import acts_of
from tinhso.modules.cases.queries.detail import Dossier, dossier
from tinhso.modules.cases.rules.process import Action, ActionKind
from tinhso.modules.cases.rules.states import State
from tinhso.modules.cases.web import downloads
from tinhso.modules.cases.web.citizen.shown import day_cells, why_sentences
from tinhso.modules.cases.web.staff import answers, notes, printing, trail
from tinhso.modules.cases.web.staff import dossier_shown as shown
from tinhso.modules.cases.web.staff.access import VIEW, case_of

PROCESS = "cases.process_case"
ASKED_FIRST = (ActionKind.APPROVE, ActionKind.FINISH)


def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The dossier's page."""
    case, by = case_of(request, public_id)
    return _page(request, case, by)


def _page(
    request: HttpRequest,
    case: Case,
    by: Actor,
    *,
    number: str = "",
    text: str | None = None,
    problem: str = "",
) -> HttpResponse:
    now = timezone.now()
    view = dossier(case, now)
    papers = shown.shown_papers(view)
    paper, next_paper = shown.chosen_paper(papers, request.GET.get("giay", ""))
    kept = notes.kept(case, by)
    context = {
        "case": case,
        "view": view,
        "acts": acts_of(view, by),
        "asked_first": ASKED_FIRST,
        "tone": shown.STATE_TONES[State(case.state)],
        "strip": shown.strip(view),
        "clocks": shown.clocks(view, now),
        "why_text": why_sentences(view.why) if view.why else "",
        "papers": papers,
        "paper": paper,
        "next_paper": next_paper,
        "answers": answers.lines(view) if paper is not None and paper.kind == "form" else (),
        "number": number,
        "perms_reveal": by.may("cases.reveal_personal_number"),
        "note": text if text is not None else kept.text if kept else "",
        "note_saved_at": kept.saved_at if kept else None,
        "problem": problem,
        "neighbours": trail.neighbours(request, case, by, now),
        "handler": view.names.get(case.handling_organisation_id, ""),
        "receiver": view.names.get(case.receiving_organisation_id, ""),
        "unit": view.names.get(case.unit_id or 0, ""),
    }
    status = 409 if problem else 200
    return render(request, "cases/staff/dossier.html", context, status=status)


@require_POST
def reveal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the whole personal number once; who looked stands in the audit log."""
    case, by = case_of(request, public_id, "cases.reveal_personal_number")
    number = reveal_number(case.id, by=by, at=timezone.now())
    return _page(request, case, by, number=number)


@require_POST
def take(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the dossier from the pool of the unit."""
    case, by = case_of(request, public_id, PROCESS)
    try:
        take_case(case.id, by=by, at=timezone.now())
    except DomainError as refusal:
        case.refresh_from_db()
        return _page(request, case, by, problem=refusal.sentence)
    messages.success(request, _("Bạn đang giữ hồ sơ %(code)s.") % {"code": case.code})
    return redirect("cases:dossier", public_id)


@require_POST
def act(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take an action of the step. Acts of law are asked for first, naming the dossier."""
    case, by = case_of(request, public_id, PROCESS)
    now = timezone.now()
    view = dossier(case, now)
    code, text = request.POST.get("action", ""), request.POST.get("text", "").strip()
    chosen = next((one for one in acts_of(view, by).actions if one.code == code), None)
    if chosen is not None and _must_be_asked(request, chosen):
        context = {"case": case, "view": view, "action": chosen, "text": text}
        return render(request, "cases/staff/act_confirm.html", context)
    try:
        act_on_case(
            case.id,
            action=code,
            text=text,
            version=plain_integer(request.POST.get("version", "")),
            by=by,
            at=now,
        )
    except CaseChanged as changed:
        return _conflict(request, view, changed, text)
    except DomainError as refusal:
        case.refresh_from_db()
        return _page(request, case, by, text=text, problem=refusal.sentence)
    if notes.kept(case, by) is not None:
        notes.keep(case.id, text="", by=by, at=now)
    return _after(request, case, by, chosen)


def _must_be_asked(request: HttpRequest, action: Action) -> bool:
    return action.kind in ASKED_FIRST and "confirmed" not in request.POST


def _after(request: HttpRequest, case: Case, by: Actor, action: Action | None) -> HttpResponse:
    """To the next dossier of the list one came from, else back to the list."""
    said = _("%(act)s: hồ sơ %(code)s.") % {
        "act": action.title if action else _("Đã xử lý"),
        "code": case.code,
    }
    messages.success(request, said)
    case.refresh_from_db()
    if case.holder_officer_id == by.officer_id:
        return redirect("cases:dossier", case.public_id)
    return redirect("cases:my_work")


def _conflict(request: HttpRequest, view: Dossier, changed: CaseChanged, text: str) -> HttpResponse:
    """Somebody was quicker: what they did, what was typed here, both kept."""
    code = request.POST.get("action", "")
    last = view.movements[0] if view.movements else None
    context = {
        "case": view.case,
        "sentence": changed.sentence,
        "last": last,
        "text": text,
        "action": next((one for one in view.step.actions if one.code == code), None)
        if view.step
        else None,
    }
    return render(request, "cases/staff/conflict.html", context, status=409)


def why(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Why the dossier is due then: each day, each interval, the law and the calendar."""
    case, _by = case_of(request, public_id)
    view = dossier(case, timezone.now())
    context = {
        "case": case,
        "view": view,
        "cells": day_cells(view.why, timezone.localdate()) if view.why else [],
        "why_text": why_sentences(view.why) if view.why else "",
        "intervals": shown.intervals(view, view.why) if view.why else [],
    }
    return render(request, "cases/staff/why.html", context)


def paper_file(request: HttpRequest, public_id: UUID, paper_id: int) -> HttpResponseBase:
    """A paper of the dossier, shown in the page."""
    case, _by = case_of(request, public_id)
    return downloads.attached(request, get_object_or_404(case.papers, id=paper_id))


def issued_paper(request: HttpRequest, public_id: UUID, paper_id: int) -> HttpResponseBase:
    """A form 01…05 as it was issued."""
    case, _by = case_of(request, public_id)
    return downloads.issued_paper(get_object_or_404(case.issued_papers, id=paper_id))


def result_file(request: HttpRequest, public_id: UUID, version: int) -> HttpResponseBase:
    """A version of the result, draft or issued, shown in the page."""
    case, _by = case_of(request, public_id)
    response = downloads.result(request, get_object_or_404(case.results, version=version))
    return framed(response)


def framed(response: HttpResponseBase) -> HttpResponseBase:
    """Let pages of this site show the file inside themselves."""
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers.setdefault(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'"
    )
    return response


def slip(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The control slip (form 06) as it stands now."""
    case, by = case_of(request, public_id, VIEW)
    return printing.control_slip_response(case, by, timezone.now())


@require_POST
def save_note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Keep what is being typed; called by the page while one types, or by a button."""
    case, by = case_of(request, public_id, PROCESS)
    notes.keep(case.id, text=request.POST.get("text", ""), by=by, at=timezone.now())
    if "json" in request.headers.get("Accept", ""):
        return HttpResponse(status=204)
    messages.success(request, _("Đã lưu nháp."))
    return redirect("cases:dossier", public_id)
