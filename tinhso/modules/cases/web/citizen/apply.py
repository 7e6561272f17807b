"""Apply online: where to, the form step by step, the papers, a last look, submitted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import DomainError
from tinhso.kernel.files import FileRules, file_cards, store_file
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.kernel.permissions import require
from tinhso.modules.cases.commands import submit_case as commands
from tinhso.modules.cases.models import Draft
from tinhso.modules.cases.models.case import ReturnMethod
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.cases.queries.receivers import receivers_for
from tinhso.modules.identity import public as identity
from tinhso.modules.procedures import public as procedures
from tinhso.ui.fields import FilesField, PickField
from tinhso.ui.shown import Paper, PaperAct, Step

PAPER_RULES = FileRules()


def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin or go on with the application for a procedure."""
    by = actor_of(request)
    require(by, "cases.submit_case")
    draft = commands.start_draft(code, by=by, at=timezone.now())
    if draft.receiving_organisation_id is None:
        return redirect("cases:apply_place", draft.public_id)
    return redirect("cases:apply_step", draft.public_id, draft.step)


def _draft(request: HttpRequest, draft_id: UUID) -> tuple[Draft, Actor]:
    by = actor_of(request)
    require(by, "cases.submit_case")
    return case_queries.draft_for(draft_id, by), by


def _steps(draft: Draft, form: procedures.FormDefinition) -> list[Step]:
    titles = [
        _("Nơi nộp"),
        *(step.title for step in form.steps),
        _("Giấy tờ"),
        _("Kiểm tra và nộp"),
    ]
    return [Step(title) for title in titles]


class PlaceForm(forms.Form):
    """Where the dossier goes and how the result comes back."""

    receiver = forms.ChoiceField(label=gettext_lazy("Cơ quan giải quyết"))
    return_method = PickField(
        label=gettext_lazy("Nhận kết quả"), choices=ReturnMethod.choices, initial="online"
    )


def place(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Choose the agency."""
    draft, by = _draft(request, draft_id)
    version = procedures.version_card(draft.procedure_version_id)
    form = PlaceForm(
        request.POST or None,
        initial={
            "receiver": draft.receiving_organisation_id,
            "return_method": draft.return_method,
        },
    )
    options = receivers_for(version, timezone.localdate())
    form.fields["receiver"].choices = [("", _("Chọn cơ quan")), *options]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            commands.save_draft(
                draft_id,
                change=commands.DraftChange(
                    receiving_organisation_id=int(form.cleaned_data["receiver"]),
                    return_method=form.cleaned_data["return_method"],
                ),
                by=by,
                at=timezone.now(),
            )
            return redirect("cases:apply_step", draft_id, draft.step)
    definition = procedures.form_for(draft.procedure_version_id)
    context = {"form": form, "draft": draft, "steps": _steps(draft, definition), "current": 1}
    return render(request, "cases/citizen/apply_place.html", context)


def _profile(by: Actor) -> procedures.Profile:
    """What the account knows; nothing known is asked again (ARC-10)."""
    card = identity.citizen_card(by.account_id or 0)
    number = identity.reveal_personal_number(
        by.account_id or 0, reason="Điền sẵn tờ khai", by=by, at=timezone.now()
    )
    return procedures.Profile(
        values={
            "account.full_name": card.name,
            "account.personal_number": number,
            "account.phone": card.phone,
            "account.email": card.email,
            "account.address": card.address,
            "account.birth_date": card.born_on.isoformat() if card.born_on else "",
        },
        source=_("lấy từ tài khoản"),
    )


def _posted(request: HttpRequest) -> dict[str, object]:
    return {
        name: values if len(values) > 1 else values[0]
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "go"}
    }


def form_step(request: HttpRequest, draft_id: UUID, step: int) -> HttpResponse:
    """One step of the form; kept whether right or wrong, going on only when right."""
    draft, by = _draft(request, draft_id)
    definition = procedures.form_for(draft.procedure_version_id)
    step = max(1, min(step, len(definition.steps)))
    at = timezone.now()
    if request.method == "POST":
        draft = _keep(draft, definition, step, request, by, at)
        if request.headers.get("X-Autosave"):
            return JsonResponse({"saved": timezone.localtime(at).strftime("%H:%M")})
    bound = procedures.bind(
        definition, draft.answers, step=step, profile=_profile(by), on=timezone.localdate()
    )
    if request.method == "POST" and not bound.errors:
        commands.save_draft(
            draft_id, change=commands.DraftChange(answers=bound.cleaned), by=by, at=at
        )
        if request.POST.get("go") == "later":
            messages.success(request, _("Đã lưu bản nháp. Mở lại trong “Hồ sơ của tôi”."))
            return redirect("cases:my_cases")
        if step < len(definition.steps):
            return redirect("cases:apply_step", draft_id, step + 1)
        return redirect("cases:apply_papers", draft_id)
    shown_errors = bound.errors if request.method == "POST" else {}
    if request.method != "POST":
        for _part, items in bound.steps:
            for item in items:
                item.errors = []
    context = {
        "draft": draft,
        "step": definition.steps[step - 1],
        "number": step,
        "html": bound.as_html(step),
        "error_rows": [(name, text) for name, texts in shown_errors.items() for text in texts],
        "steps": _steps(draft, definition),
        "current": step + 1,
    }
    return render(request, "cases/citizen/apply_step.html", context)


def _keep(  # noqa: PLR0913 - what a page sent
    draft: Draft,
    definition: procedures.FormDefinition,
    step: int,
    request: HttpRequest,
    by: Actor,
    at: datetime,
) -> Draft:
    """Keep what was typed; a box left empty is an answer too."""
    asked = {question.ask for question in procedures.questions_of(definition.steps[step - 1])}
    posted = {name: value for name, value in _posted(request).items() if name in asked}
    empty = {name: "" for name in asked if name not in posted}
    return commands.save_draft(
        draft.public_id,
        change=commands.DraftChange(answers={**empty, **posted}, step=step),
        by=by,
        at=at,
    )


class PaperForm(forms.Form):
    """Files for one paper."""

    paper_code = forms.CharField(widget=forms.HiddenInput)
    files = FilesField(label=gettext_lazy("Tệp"))


def papers(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Attach papers; good files stay when one is refused."""
    draft, by = _draft(request, draft_id)
    definition = procedures.form_for(draft.procedure_version_id)
    needed = procedures.required_papers(draft.procedure_version_id, draft.answers)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if "remove" in request.POST:
            removed = request.POST["remove"]
            if removed.isdecimal():
                commands.detach_from_draft(
                    draft_id, paper_id=int(removed), by=by, at=timezone.now()
                )
            return redirect("cases:apply_papers", draft_id)
        if form.is_valid() and _attach(draft, form, {p.code: p.name for p in needed}, by):
            return redirect("cases:apply_papers", draft_id)
    given = list(draft.papers.order_by("id"))
    cards = file_cards(paper.file_id for paper in given)
    rows = [
        (paper, _paper_row(paper, [g for g in given if g.paper_code == paper.code], cards))
        for paper in needed
    ]
    context = {
        "draft": draft,
        "form": form,
        "rows": rows,
        "steps": _steps(draft, definition),
        "current": len(definition.steps) + 2,
        "last_step": len(definition.steps),
    }
    return render(request, "cases/citizen/apply_papers.html", context)


def _attach(draft: Draft, form: PaperForm, names: dict[str, str], by: Actor) -> bool:
    code, at = form.cleaned_data["paper_code"], timezone.now()
    if code not in names:
        form.add_error(None, _("Thủ tục này không có giấy tờ đó."))
        return False
    whole = True
    for file in form.cleaned_data["files"]:
        try:
            card = store_file(file, name=file.name, allowed=PAPER_RULES, by=by, at=at)
        except DomainError as refusal:
            form.add_error("files", refusal.sentence)
            whole = False
            continue
        commands.attach_to_draft(
            draft.public_id, paper_code=code, name=names[code], file_id=card.id, by=by, at=at
        )
    return whole


def _paper_row(paper: procedures.PaperCard, given: list[object], cards: dict[int, object]) -> Paper:
    note = _("bắt buộc") if paper.required else _("nếu có")
    acts = []
    for row in given:
        card = cards.get(row.file_id)  # type: ignore[attr-defined]
        title = _("Bỏ %(name)s") % {"name": getattr(card, "name", "")}
        acts.append(PaperAct(title, name="remove", value=str(row.id)))  # type: ignore[attr-defined]
    state = "checked" if given else "empty"
    return Paper(paper.name, state, note, acts=acts, anchor=paper.code)  # type: ignore[arg-type]


def review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything once more, then submit."""
    draft, by = _draft(request, draft_id)
    definition = procedures.form_for(draft.procedure_version_id)
    form = forms.Form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            case = commands.submit_case(draft_id, by=by, at=timezone.now())
            return redirect("cases:submitted", case.public_id)
    context = {
        "draft": draft,
        "form": form,
        "sections": procedures.summary(definition, draft.answers),
        "papers": list(draft.papers.order_by("id")),
        "steps": _steps(draft, definition),
        "current": len(definition.steps) + 3,
    }
    return render(request, "cases/citizen/apply_review.html", context)


def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask, then give the draft up."""
    draft, by = _draft(request, draft_id)
    if request.method == "POST":
        commands.discard_draft(draft_id, by=by, at=timezone.now())
        messages.success(request, _("Đã xóa bản nháp “%(name)s”.") % {"name": draft.procedure_name})
        return redirect("cases:my_cases")
    return render(request, "cases/citizen/apply_discard.html", {"draft": draft})
