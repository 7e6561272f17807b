"""The form designer: structure, YAML, check report, preview, drafts and approval."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import Invalid
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.kernel.numerals import plain_integer
from tinhso.kernel.permissions import require
from tinhso.modules.procedures.commands import eforms as commands
from tinhso.modules.procedures.definitions.form import FormDefinition
from tinhso.modules.procedures.errors import FormNotFound
from tinhso.modules.procedures.models import FormVersion
from tinhso.modules.procedures.queries import staff
from tinhso.modules.procedures.queries.eforms import files
from tinhso.modules.procedures.queries.eforms.binding import bind
from tinhso.modules.procedures.queries.eforms.check import check, outline, parsed
from tinhso.modules.procedures.queries.eforms.forms import shipped_form
from tinhso.modules.procedures.queries.eforms.page import step_page
from tinhso.modules.procedures.queries.eforms.posting import is_edit, read_posted
from tinhso.modules.procedures.rules import editing
from tinhso.modules.procedures.web.public_pages import day_of
from tinhso.modules.procedures.web.staff.forms import (
    FormDraftForm,
    PartForm,
    QuestionForm,
    as_yaml,
    plain_yaml,
    question_initial,
)

DRAFT = "procedures.draft_form"


def _designer(request: HttpRequest) -> Actor:
    by = actor_of(request)
    require(by, DRAFT)
    return by


def form_list(request: HttpRequest) -> HttpResponse:
    """Every form: shipped ones, and those written here."""
    _designer(request)
    edited = {row.form.code: row for row in staff.edited_forms()}
    shipped = [
        (form, edited.pop(code, None), sum(f.level == "note" for f in check(form)))
        for code, form in files.shipped().items()
    ]
    context = {"shipped": shipped, "own": list(edited.values())}
    return render(request, "procedures/staff/form_list.html", context)


def form(request: HttpRequest, code: str) -> HttpResponse:
    """One form: the shipped definition, the versions written here, the check report."""
    _designer(request)
    versions = staff.form_versions(code)
    definition = files.shipped().get(code)
    if definition is None and not versions:
        raise FormNotFound
    context = {
        "code": code,
        "definition": definition,
        "versions": versions,
        "findings": check(definition) if definition else [],
        "outline": outline(definition) if definition else [],
    }
    return render(request, "procedures/staff/form.html", context)


@require_POST
def start_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a draft from the latest definition of a form."""
    by = _designer(request)
    versions = staff.form_versions(code)
    latest = next((row for row in versions if row.state != FormVersion.State.DISCARDED), None)
    plain = (
        latest.definition
        if latest is not None
        else shipped_form(code).model_dump(mode="json", exclude_defaults=True)
    )
    row = commands.draft_form(plain, timezone.localdate(), by=by, at=timezone.now())
    return redirect("procedures:form_version", row.pk)


def new_form(request: HttpRequest) -> HttpResponse:
    """Begin a form that does not exist yet, from YAML."""
    by = _designer(request)
    entered = FormDraftForm(request.POST or None)
    if request.method == "POST" and entered.is_valid():
        with refusals_shown_on(entered):
            row = _kept(entered, None, by)
            if row is not None:
                return redirect("procedures:form_version", row.pk)
    return render(request, "procedures/staff/form_new.html", {"form": entered})


def _kept(entered: FormDraftForm, version_id: int | None, by: Actor) -> FormVersion | None:
    try:
        plain = plain_yaml(entered.cleaned_data["definition"])
    except forms.ValidationError as wrong:
        entered.add_error("definition", wrong)
        return None
    day, at = entered.cleaned_data["valid_from"], timezone.now()
    if version_id is None:
        return commands.draft_form(plain, day, by=by, at=at)
    return commands.revise_form(version_id, plain, day, by=by, at=at)


def form_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """A draft: its structure to change part by part, its YAML, what the check says."""
    by = _designer(request)
    row = staff.form_version(version_id)
    initial = {"valid_from": row.validity.lower, "definition": as_yaml(row.definition)}
    entered = FormDraftForm(request.POST or None, initial=initial)
    if request.method == "POST" and entered.is_valid():
        with refusals_shown_on(entered):
            kept = _kept(entered, version_id, by)
            if kept is not None:
                messages.success(request, _("Đã lưu bản thảo."))
                return redirect("procedures:form_version", version_id)
    definition, findings = parsed(row.definition)
    if definition is not None:
        findings = check(definition)
    context = {
        "form": entered,
        "row": row,
        "outline": outline(definition) if definition else [],
        "findings": findings,
        "is_draft": row.state == FormVersion.State.DRAFT,
        "is_mine": row.written_by_account == by.account_id,
        "as_text": request.GET.get("xem") == "yaml" or request.method == "POST",
    }
    return render(request, "procedures/staff/form_version.html", context)


@require_POST
def change_structure(request: HttpRequest, version_id: int) -> HttpResponse:
    """Move or remove one item, or add a step."""
    by = _designer(request)
    row = staff.form_version(version_id)
    act, where = request.POST.get("act", ""), _place(request.POST.get("where", ""))
    try:
        plain = _changed(row.definition, act, where, request.POST)
        commands.revise_form(version_id, plain, row.validity.lower, by=by, at=timezone.now())
    except editing.NoSuchPlaceError as missing:
        raise FormNotFound from missing
    except Invalid as refusal:
        texts = [text for lines in refusal.fields.values() for text in lines]
        messages.error(request, " ".join([refusal.sentence, *texts])[:500])
    return redirect("procedures:form_version", version_id)


def _changed(
    plain: dict[str, Any],
    act: str,
    where: tuple[int, int],
    post: Any,  # noqa: ANN401
) -> dict[str, Any]:
    step, place = where
    match act:
        case "up" | "down":
            return editing.move_item(plain, step, place, up=act == "up")
        case "remove":
            return editing.remove_item(plain, step, place)
        case "step":
            return editing.add_step(plain, str(post.get("code", "")), str(post.get("title", "")))
    raise FormNotFound


def _place(text: str) -> tuple[int, int]:
    step, _mark, place = text.partition(".")
    numbers = [plain_integer(part) for part in (step, place)]
    first, second = (-1 if number is None else number for number in numbers)
    return first, second


def form_item(request: HttpRequest, version_id: int, step: int, place: int) -> HttpResponse:
    """Change one item of a draft; place 999 adds a question to the step."""
    by = _designer(request)
    row = staff.form_version(version_id)
    is_new = place == NEW
    try:
        item = {"ask": "", "label": ""} if is_new else editing.item_at(row.definition, step, place)
    except editing.NoSuchPlaceError as missing:
        raise FormNotFound from missing
    is_question = "ask" in item
    entered: QuestionForm | PartForm
    if is_question:
        entered = QuestionForm(request.POST or None, initial=question_initial(item))
    else:
        entered = PartForm(request.POST or None, initial={"definition": as_yaml(item)})
    if request.method == "POST" and entered.is_valid():
        with refusals_shown_on(entered):
            made = (
                entered.item()
                if isinstance(entered, QuestionForm)
                else entered.cleaned_data["definition"]
            )
            plain = _put(row.definition, step, made, None if is_new else place)
            commands.revise_form(version_id, plain, row.validity.lower, by=by, at=timezone.now())
            return redirect("procedures:form_version", version_id)
    context = {"form": entered, "row": row, "is_new": is_new}
    return render(request, "procedures/staff/form_item.html", context)


NEW = 999


def _put(
    plain: dict[str, Any], step: int, item: dict[str, Any], place: int | None
) -> dict[str, Any]:
    try:
        return editing.put_item(plain, step, item, place)
    except editing.NoSuchPlaceError as missing:
        raise FormNotFound from missing


def preview_version(request: HttpRequest, version_id: int, step: int) -> HttpResponse:
    """A draft as the citizen will see it."""
    _designer(request)
    definition, _wrong = parsed(staff.form_version(version_id).definition)
    return _preview(request, definition, step)


def preview(request: HttpRequest, code: str, step: int) -> HttpResponse:
    """A shipped form as the citizen sees it."""
    _designer(request)
    return _preview(request, shipped_form(code), step)


def _preview(request: HttpRequest, definition: FormDefinition | None, step: int) -> HttpResponse:
    """One step, with what is entered checked as it will be; nothing is kept."""
    if definition is None:
        raise FormNotFound
    try:
        expanded = files.expand(definition)
    except files.UnknownPartError as missing:
        raise FormNotFound from missing
    index = min(max(step, 1), len(expanded.steps)) - 1
    answers = read_posted(expanded, request.POST, index) if request.method == "POST" else {}
    bound = bind(expanded, answers, step=index, on=day_of(request))
    shows = request.method == "POST" and not is_edit(request.POST)
    step_conditions_off = expanded.model_copy(
        update={"steps": tuple(s.model_copy(update={"show_if": None}) for s in expanded.steps)}
    )
    if index not in [place for place, _step in bound.visible_steps()]:
        bound = bind(step_conditions_off, answers, step=index, on=day_of(request))
    page = step_page(bound, index, shows_errors=shows, shows_marks=True)
    context = {
        "definition": expanded,
        "page": page,
        "form": page.form,
        "titles": [shown.title for shown in expanded.steps],
        "number": index + 1,
        "is_right": shows and bound.is_valid,
    }
    return render(request, "procedures/staff/form_preview.html", context)


@require_POST
def approve(request: HttpRequest, version_id: int) -> HttpResponse:
    """Use a draft from its day."""
    row = commands.approve_form(version_id, by=actor_of(request), at=timezone.now())
    messages.success(request, _("Đã phê duyệt biểu mẫu “%(title)s”.") % {"title": row.title})
    return redirect("procedures:form_version", version_id)


@require_POST
def discard(request: HttpRequest, version_id: int) -> HttpResponse:
    """Put a draft aside."""
    commands.discard_form(version_id, by=actor_of(request), at=timezone.now())
    messages.success(request, _("Đã bỏ bản thảo."))
    return redirect("procedures:form_version", version_id)
