"""Receiving at the counter, by keyboard alone: choose the procedure, fill in, print the receipt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.kernel.papers import qr_svg
from tinhso.kernel.permissions import require
from tinhso.modules.cases.commands.on_record import KnownApplicant, find_applicant
from tinhso.modules.cases.commands.receive_case import Reception, receive_case
from tinhso.modules.cases.commands.register_case import NewPaper
from tinhso.modules.cases.errors import AnswersInvalid, CaseOfAnotherOffice, PapersMissing
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import searching
from tinhso.modules.cases.web.staff import reception_answers, uploads
from tinhso.modules.cases.web.staff import reception_forms as forms
from tinhso.modules.cases.web.staff.access import case_of
from tinhso.modules.directory import public as directory
from tinhso.modules.procedures import public as procedures

RECEIVE = "cases.receive_case"
AGENCIES = {"commune_committee", "department", "province_committee", "district_committee"}


def choose(request: HttpRequest) -> HttpResponse:
    """Find the procedure by words, code or initials; a scanned receipt opens its dossier."""
    by = actor_of(request)
    require(by, RECEIVE)
    text = request.GET.get("q", "").strip()
    scanned = searching.by_code(searching.code_scanned(text))
    if scanned is not None and searching.may_open(scanned, by):
        return redirect("cases:dossier", scanned.public_id)
    on = timezone.localdate()
    level = "xa" if _is_commune(_agency(by, on)) else ""
    found = procedures.search(
        text, on=on, filters=procedures.Filters(level=level), limit=20 if text else 12
    )
    context = {"text": text, "found": found, "agency": _agency(by, on)}
    return render(request, "cases/staff/reception_choose.html", context)


def _agency(by: Actor, on: Any) -> directory.OrganisationCard | None:  # noqa: ANN401
    """The agency whose counter this is: the officer's own, or the one above the unit."""
    place = by.organisation_id
    for _step in range(6):
        if place is None:
            return None
        card = directory.organisation_cards([place], on).get(place)
        if card is None or card.kind in AGENCIES:
            return card
        place = card.parent_id
    return None


def _is_commune(card: directory.OrganisationCard | None) -> bool:
    return card is not None and card.kind == "commune_committee"


@dataclass
class _Counter:
    """The three forms of one reception."""

    applicant: forms.ApplicantForm
    papers: forms.PapersForm
    reception: forms.ReceptionForm

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        papers: Sequence[procedures.PaperCard],
        known: KnownApplicant | None,
    ) -> _Counter:
        data = request.POST.copy() if request.method == "POST" else None
        if data is not None and known is not None:
            for name in ("name", "phone", "email", "address", "account_id"):
                value = getattr(known, name)
                if value:
                    data[name] = str(value)
        return cls(
            forms.ApplicantForm(data),
            forms.PapersForm(papers, data, request.FILES or None),
            forms.ReceptionForm(data),
        )

    def is_valid(self) -> bool:
        """All three, so that every error is shown at once."""
        checked = [one.is_valid() for one in (self.applicant, self.papers, self.reception)]
        return all(checked)

    def forget_errors(self) -> None:
        """While somebody is only looked for, empty fields are no errors yet."""
        for form in (self.applicant, self.papers, self.reception):
            form.errors.clear()


def receive(request: HttpRequest, code: str) -> HttpResponse:
    """Take the dossier in: person, papers, destination; then the receipt."""
    by, now = actor_of(request), timezone.now()
    require(by, RECEIVE)
    version = procedures.version_in_force(code, timezone.localdate(now))
    agency = _agency(by, timezone.localdate(now))
    if agency is None and by.places(RECEIVE) is not EVERYWHERE:
        raise CaseOfAnotherOffice
    looks = "find" in request.POST
    known = _known(request, by, now) if looks else None
    answers = reception_answers.bound(
        version, reception_answers.kept(request, code), timezone.localdate(now)
    )
    needed = procedures.required_papers(version.id, answers.cleaned, timezone.localdate())
    counter = _Counter.of(request, needed, known)
    twins: list[Case] = []
    if looks:
        counter.is_valid()
        counter.forget_errors()
    elif request.method == "POST" and counter.is_valid() and agency is not None:
        number = counter.applicant.cleaned_data["number"]
        if "again" not in request.POST:
            twins = searching.open_twins(number=number, procedure_id=version.procedure_id)
        if not twins:
            case = _received(counter, version, answers, agency.id, by, now)
            if case is not None:
                reception_answers.forget(request)
                return redirect("cases:received", case.public_id)
    context = {
        "version": version,
        "agency": agency,
        "counter": counter,
        "form": counter.applicant,
        "lines": counter.papers.lines(),
        "known": known,
        "looked": looks,
        "twins": twins,
        "has_form": procedures.has_own_form(code),
        "is_filled": bool(answers.raw),
        "is_right": not answers.errors,
    }
    return render(request, "cases/staff/reception.html", context)


def _known(request: HttpRequest, by: Actor, now: datetime) -> KnownApplicant | None:
    number = forms.number_scanned(request.POST.get("number", ""))
    return find_applicant(number, by=by, at=now) if len(number) >= 9 else None


def _received(
    counter: _Counter,
    version: procedures.VersionCard,
    answers: procedures.BoundForm,
    agency_id: int,
    by: Actor,
    now: datetime,
) -> Case | None:
    """The new dossier, or None with the refusal on the forms."""
    if answers.raw and answers.errors:
        counter.reception.add_error(None, str(AnswersInvalid.message))
        return None
    with refusals_shown_on(counter.reception):
        try:
            return _receive(counter, version, answers, agency_id, by, now)
        except PapersMissing as missing:
            counter.papers.add_error(None, missing.sentence)
    return None


def _receive(
    counter: _Counter,
    version: procedures.VersionCard,
    answers: procedures.BoundForm,
    agency_id: int,
    by: Actor,
    now: datetime,
) -> Case:
    told = counter.reception.cleaned_data
    papers: list[NewPaper] = []
    for code, name, kind, count, scans in counter.papers.received():
        cards = uploads.stored(scans, by=by, at=now)
        source = "scanned" if cards else "paper"
        files: list[int | None] = [*(card.id for card in cards)] or [None]
        papers += [NewPaper(code, name, kind, source, file, count) for file in files]
    reception = Reception(
        procedure_code=version.code,
        applicant=counter.applicant.applicant(),
        receiving_organisation_id=agency_id,
        channel=told["channel"],
        answers=answers.cleaned if answers.raw else {},
        papers=papers,
        handling_organisation_id=int(told["handling"]) if told["handling"] else None,
        return_method=told["return_method"],
        return_address=told["return_address"],
        summary=told["summary"],
        sets_of_papers=told["sets_of_papers"],
        submission_key=told["submission_key"],
    )
    return receive_case(reception, by=by, at=now)


def received(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Received: the code, the promise, the slip to print, what comes next."""
    case, _by = case_of(request, public_id, RECEIVE)
    receipt = case.issued_papers.filter(form="01").order_by("-id").first()
    address = f"{request.scheme}://{request.get_host()}/tra-cuu/?ma={case.code}"
    owed = case.fees.filter(paid_at__isnull=True, waived_at__isnull=True)
    context = {
        "case": case,
        "receipt": receipt,
        "qr": mark_safe(_growing(qr_svg(address))),  # noqa: S308 - drawn by us
        "fees": list(owed),
        "waits": case.waiting_for == "handover",
        "title": _("Đã tiếp nhận hồ sơ %(code)s") % {"code": case.code},
    }
    if receipt is None:
        messages.info(request, _("Hồ sơ này chưa có Giấy tiếp nhận."))
    return render(request, "cases/staff/received.html", context)


def _growing(svg: str) -> str:
    """The drawing with a view box in place of its size, so that the page may size it."""
    return re.sub(r'width="(\d+)" height="(\d+)"', r'viewBox="0 0 \1 \2"', svg, count=1)
