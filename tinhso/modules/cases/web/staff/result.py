"""Drafting the result: choose its kind, fill in, look at the PDF; or attach a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.kernel.errors import DomainError
from tinhso.kernel.files import FileRules, content
from tinhso.kernel.http import refusals_shown_on
from tinhso.kernel.papers import unprintable
from tinhso.modules.cases import papers
from tinhso.modules.cases.commands.issue_paper import letterhead
from tinhso.modules.cases.commands.result import NewResult, draft_result
from tinhso.modules.cases.models import Case, CaseResult
from tinhso.modules.cases.papers import FormNotFound
from tinhso.modules.cases.web.staff import printing, result_forms, said_in_form, uploads
from tinhso.modules.cases.web.staff.access import case_of, posted
from tinhso.modules.cases.web.staff.dossier import framed
from tinhso.modules.directory import public as directory
from tinhso.modules.procedures import public as procedures

PROCESS = "cases.process_case"
RESULT_RULES = FileRules(max_bytes=20 * 1024 * 1024, media_types=frozenset({content.PDF}))
# Which kind of result a field usually ends with; the officer may choose another.
USUAL = {"G17-XD11": "construction_permit"}


def choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which kind of result; or a file."""
    case, by = case_of(request, public_id, PROCESS)
    form = result_forms.FileResultForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            at = timezone.now()
            cards = uploads.stored(form.cleaned_data["file"], by=by, at=at, rules=RESULT_RULES)
            new = NewResult("file", form.cleaned_data["title"], {}, cards[0].id)
            drafted = draft_result(case.id, new=new, by=by, at=at)
            return _drafted(request, case, drafted)
    context = {
        "case": case,
        "form": form,
        "templates": result_forms.templates(),
        "usual": USUAL.get(case.field_code, ""),
        "last": case.results.order_by("-version").first(),
    }
    return render(request, "cases/staff/result_choose.html", context)


def compose(request: HttpRequest, public_id: UUID, template: str) -> HttpResponse:
    """Fill in one kind of result; what the dossier knows stands there already."""
    case, by = case_of(request, public_id, PROCESS)
    _require_known(template)
    form = result_forms.ResultForm(template, posted(request), initial=_initial(case, template))
    if form.is_valid():
        with refusals_shown_on(form):
            at = timezone.now()
            values = _values(case, template, form)
            new = NewResult(template, result_forms.title_of(template, values), values)
            drafted = draft_result(case.id, new=new, by=by, at=at)
            return _drafted(request, case, drafted)
    context = {
        "case": case,
        "form": form,
        "template": template,
        "title": papers.FORMS[template].title,
    }
    return render(request, "cases/staff/result.html", context)


@require_POST
def preview(request: HttpRequest, public_id: UUID, template: str) -> HttpResponseBase:
    """The PDF of what stands in the form, kept nowhere."""
    case, _by = case_of(request, public_id, PROCESS)
    _require_known(template)
    form = result_forms.ResultForm(template, request.POST)
    if form.is_valid():
        try:
            values = _values(case, template, form)
            made = papers.render(template, values)
            return framed(printing.pdf(made, f"Xem trước {case.code}"))
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    context = {
        "case": case,
        "form": form,
        "template": template,
        "title": papers.FORMS[template].title,
    }
    return render(request, "cases/staff/result.html", context, status=422)


def _require_known(template: str) -> None:
    known = papers.FORMS.get(template)
    if known is None or not known.is_result:
        raise FormNotFound


def _values(case: Case, template: str, form: result_forms.ResultForm) -> dict[str, Any]:
    """Letterhead and fields as the stored form of the paper."""
    head = letterhead(case, case.handling_organisation_id, timezone.now())
    made = papers.FORMS[template].shape(**head, **form.values())  # type: ignore[arg-type]
    return papers.values_of(made)


def _initial(case: Case, template: str) -> dict[str, Any]:
    """What the last draft of this kind says, else what the dossier knows."""
    last = case.results.filter(template=template).order_by("-version").first()
    if last is not None:
        return result_forms.lines_of(last.values)
    today = timezone.localdate()
    head = directory.head_of(case.handling_organisation_id, today)
    handler = directory.organisation_cards([case.handling_organisation_id], today)
    version = procedures.version_card(case.procedure_version_id)
    name = {"owner_name": case.applicant_name, "person_name": case.applicant_name}
    answers = {key: value for key, value in case.answers.items() if isinstance(value, str | int)}
    return {
        "signer_title": head.title if head else "",
        "signer": head.officer_name if head else "",
        "code": case.code,
        "to": case.applicant_name,
        "procedure": version.public_name,
        "owner_home": case.applicant_address,
        "declarant": case.applicant_name,
        "work": case.summary,
        "registered_on": today,
        "registered_at": handler[case.handling_organisation_id].name,
        **name,
        **answers,
        **said_in_form.result_values(case.answers),
    }


def _drafted(request: HttpRequest, case: Case, drafted: CaseResult) -> HttpResponse:
    said = _("Đã lưu dự thảo “%(title)s”, bản %(n)s.") % {
        "title": drafted.title,
        "n": drafted.version,
    }
    messages.success(request, said)
    lost = unprintable(" ".join(str(value) for value in drafted.values.values()))
    if lost:
        messages.warning(request, _("Không in được các ký tự: %(lost)s") % {"lost": lost})
    response = redirect("cases:dossier", case.public_id)
    response["Location"] += f"?giay=kq{drafted.version}"
    return response
