"""Apply online: where to, the form step by step, the papers, a last look, submitted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import DomainError
from tinhso.kernel.files import FileRules, StoredFileCard, file_cards, store_file
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.kernel.numerals import plain_integer
from tinhso.kernel.permissions import require
from tinhso.modules.cases.commands import submit_case as commands
from tinhso.modules.cases.models import Draft, DraftPaper
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


def _steps(
    draft: Draft, form: procedures.FormDefinition, bound: procedures.BoundForm | None = None
) -> list[Step]:
    """The steps of this application: those of the form that apply, then papers and a last look."""
    bound = bound or procedures.bind(form, draft.answers, on=timezone.localdate())
    own = [step.title for _place, step in bound.visible_steps()]
    titles = [
        _("Nơi nộp"),
        *own,
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
    definition = procedures.form_for(draft.procedure_version_id, timezone.localdate())
    context = {"form": form, "draft": draft, "steps": _steps(draft, definition), "current": 1}
    return render(request, "cases/citizen/apply_place.html", context)


def _profile(by: Actor, at: datetime) -> procedures.Profile:
    """What the account knows; nothing known is asked again (ARC-10)."""
    account_id = by.account_id or 0
    number = identity.reveal_personal_number(account_id, reason="Điền sẵn tờ khai", by=by, at=at)
    return procedures.profile_of_account(account_id, personal_number=number, at=at)


def form_step(request: HttpRequest, draft_id: UUID, step: int) -> HttpResponse:
    """One step of the form; kept whether right or wrong, going on only when right."""
    draft, by = _draft(request, draft_id)
    definition = procedures.form_for(draft.procedure_version_id, timezone.localdate())
    index, at = max(0, min(step, len(definition.steps)) - 1), timezone.now()
    posted = request.method == "POST"
    if posted:
        answers = procedures.read_posted(definition, request.POST, index)
        change = commands.DraftChange(answers=answers, step=index + 1)
        draft = commands.save_draft(draft_id, change=change, by=by, at=at)
        if request.headers.get("X-Autosave"):
            return JsonResponse({"saved": f"{timezone.localtime(at):%H:%M}"})
    profile = _profile(by, at)
    bound = procedures.bind(
        definition, draft.answers, step=index, prefill=profile, on=timezone.localdate()
    )
    wants_more = procedures.is_edit(request.POST) if posted else False
    if posted and not wants_more:
        if request.POST.get("go") == "later":
            messages.success(request, _("Đã lưu bản nháp. Mở lại trong “Hồ sơ của tôi”."))
            return redirect("cases:my_cases")
        if bound.is_valid:
            return redirect(_after(draft, bound, index))
    page = procedures.step_page(bound, index, shows_errors=posted and not wants_more)
    context = {
        "draft": draft,
        "page": page,
        "form": page.form,
        "steps": _steps(draft, definition, bound),
        "current": page.number + 1,
        "number": page.index + 1,
    }
    return render(request, "cases/citizen/apply_step.html", context)


def _after(draft: Draft, bound: procedures.BoundForm, index: int) -> str:
    """The next step that applies to these answers, else the papers."""
    later = [place for place, _step in bound.visible_steps() if place > index]
    if later:
        return reverse("cases:apply_step", args=[draft.public_id, later[0] + 1])
    return reverse("cases:apply_papers", args=[draft.public_id])


class PaperForm(forms.Form):
    """Files for one paper."""

    paper_code = forms.CharField(widget=forms.HiddenInput)
    files = FilesField(label=gettext_lazy("Tệp"))  # type: ignore[assignment]  # a field


def papers(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Attach papers; good files stay when one is refused."""
    draft, by = _draft(request, draft_id)
    definition = procedures.form_for(draft.procedure_version_id, timezone.localdate())
    needed = procedures.required_papers(
        draft.procedure_version_id, draft.answers, timezone.localdate()
    )
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if "remove" in request.POST:
            removed = plain_integer(request.POST["remove"])
            if removed is not None:
                commands.detach_from_draft(draft_id, paper_id=removed, by=by, at=timezone.now())
            return redirect("cases:apply_papers", draft_id)
        if form.is_valid() and _attach(draft, form, {p.code: p.name for p in needed}, by):
            return redirect("cases:apply_papers", draft_id)
    given = list(draft.papers.order_by("id"))
    cards = file_cards(paper.file_id for paper in given)
    rows = [
        (paper, _paper_row(paper, [g for g in given if g.paper_code == paper.code], cards))
        for paper in needed
    ]
    all_steps = _steps(draft, definition)
    context = {
        "draft": draft,
        "form": form,
        "rows": rows,
        "steps": all_steps,
        "current": len(all_steps) - 1,
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


def _paper_row(
    paper: procedures.PaperCard, given: list[DraftPaper], cards: Mapping[int, StoredFileCard]
) -> Paper:
    note = _("bắt buộc") if paper.required else _("nếu có")
    acts = []
    for row in given:
        card = cards.get(row.file_id)
        title = _("Bỏ %(name)s") % {"name": getattr(card, "name", "")}
        acts.append(PaperAct(title, name="remove", value=str(row.pk)))
    state = "checked" if given else "empty"
    return Paper(paper.name, state, note, acts=acts, anchor=paper.code)  # type: ignore[arg-type]


def review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything once more, then submit."""
    draft, by = _draft(request, draft_id)
    definition = procedures.form_for(draft.procedure_version_id, timezone.localdate())
    at = timezone.now()
    bound = procedures.bind(
        definition, draft.answers, prefill=_profile(by, at), on=timezone.localdate()
    )
    all_steps = _steps(draft, definition, bound)
    form = forms.Form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            case = commands.submit_case(draft_id, by=by, at=timezone.now())
            return redirect("cases:submitted", case.public_id)
    context = {
        "draft": draft,
        "form": form,
        "sections": procedures.summary(definition, bound.cleaned, timezone.localdate()),
        "papers": list(draft.papers.order_by("id")),
        "steps": all_steps,
        "current": len(all_steps),
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
