"""Acts on several dossiers: preview, run one by one, a report for each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import actor_of
from tinhso.kernel.numerals import plain_integer
from tinhso.kernel.permissions import require
from tinhso.modules.cases.commands.work_on_case import act_on_case, assign_case, take_case
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.cases.queries import routing
from tinhso.modules.cases.rules.process import Action, ActionKind, Process, offered
from tinhso.modules.cases.rules.states import CLOCK_RUNS, OPEN, State
from tinhso.modules.cases.web.staff import printing
from tinhso.modules.cases.web.staff.lists import SUBMIT
from tinhso.modules.directory import public as directory

MOST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier of the preview or of the report; `problem` says why not."""

    case: Case
    act: str = ""
    problem: str = ""


def _chosen(request: HttpRequest, by: Actor) -> list[Case]:
    """The chosen dossiers the actor may see, in the order of the list; at most fifty."""
    sent = (plain_integer(one) for one in request.POST.getlist("chosen")[:MOST])
    ids = [one for one in sent if one is not None]
    found = {case.id: case for case in case_queries.visible_to(by).filter(id__in=ids)}
    return [found[one] for one in ids if one in found]


def _nothing(request: HttpRequest, back: str) -> HttpResponse:
    messages.info(request, _("Chưa chọn hồ sơ nào. Đánh dấu ô ở đầu dòng rồi làm lại."))
    return redirect(back)


# --- submit --------------------------------------------------------------------------------------


@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Pass several dossiers on to who approves: the one forward action of their step."""
    by = actor_of(request)
    require(by, "cases.process_case")
    cases = _chosen(request, by)
    if not cases:
        return _nothing(request, "cases:my_work")
    if "go" not in request.POST:
        lines = [_submittable(case, by) for case in cases]
        return _preview(request, str(SUBMIT), lines, "cases:bulk_submit")
    return _report(request, str(SUBMIT), cases, lambda case: _submit(case, by))


def _submittable(case: Case, by: Actor) -> Line:
    if case.holder_officer_id != by.officer_id:
        return Line(case, problem=_("Bạn không giữ hồ sơ này"))
    if State(case.state) not in CLOCK_RUNS:
        return Line(case, problem=_("Đang ở trạng thái “%(s)s”") % {"s": case.get_state_display()})
    process, action = _forward(case)
    if action is None:
        return Line(case, problem=_("Bước “%(s)s” phải xử lý từng hồ sơ") % {"s": case.step_title})
    if process.step(case.step_code).drafts_result and not case.results.exists():
        return Line(case, problem=_("Chưa có dự thảo kết quả"))
    return Line(case, act=action.title)


def _forward(case: Case) -> tuple[Process, Action | None]:
    """The only forward action of the step; None when there is none or a choice."""
    _row, process = routing.process_version(case.process_version_id)
    if not case.step_code:
        return process, None
    ways = [
        action
        for action in offered(process.step(case.step_code), case.answers)
        if action.kind is ActionKind.FORWARD and not action.needs_note
    ]
    return process, ways[0] if len(ways) == 1 else None


def _submit(case: Case, by: Actor) -> str:
    _process, action = _forward(case)
    if action is None:
        return _submittable(case, by).problem
    act_on_case(case.id, action=action.code, version=case.version, by=by, at=timezone.now())
    return ""


# --- take and assign -----------------------------------------------------------------------------


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take several dossiers of the unit's pool; who was slower is told who has it."""
    by = actor_of(request)
    require(by, "cases.process_case")
    cases = _chosen(request, by)
    if not cases:
        return _nothing(request, "cases:unit_work")

    def run(case: Case) -> str:
        take_case(case.id, by=by, at=timezone.now())
        return ""

    return _report(request, _("Nhận thụ lý"), cases, run)


class AssignForm(forms.Form):
    """To whom."""

    officer = forms.ChoiceField(label=gettext_lazy("Giao cho"))
    reason = forms.CharField(
        label=gettext_lazy("Lời nhắn"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, people: Sequence[tuple[str, str]], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["officer"].choices = [("", _("Chọn người")), *people]  # type: ignore[attr-defined]


def people_for(cases: Sequence[Case]) -> list[tuple[str, str]]:
    """Officers who may hold the step of at least one of the dossiers, by name."""
    on = timezone.localdate()
    found: dict[str, str] = {}
    for unit_id, role in {(case.unit_id, case.step_role) for case in cases if case.unit_id}:
        for post in directory.holders(unit_id or 0, role, on):
            found[str(post.officer_id)] = f"{post.officer_name}, {post.title}"
    return sorted(found.items(), key=lambda one: one[1])


@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Give several dossiers to one officer."""
    by = actor_of(request)
    require(by, "cases.assign_case")
    cases = _chosen(request, by)
    if not cases:
        return _nothing(request, "cases:unit_work")
    form = AssignForm(people_for(cases), request.POST if "go" in request.POST else None)
    if "go" not in request.POST or not form.is_valid():
        lines = [_assignable(case) for case in cases]
        return _preview(request, _("Giao việc"), lines, "cases:bulk_assign", form=form)
    officer_id = int(form.cleaned_data["officer"])

    def run(case: Case) -> str:
        assign_case(
            case.id,
            officer_id=officer_id,
            reason=form.cleaned_data["reason"],
            by=by,
            at=timezone.now(),
        )
        return ""

    return _report(request, _("Giao việc"), cases, run)


def _assignable(case: Case) -> Line:
    if State(case.state) not in OPEN or not case.step_code:
        return Line(case, problem=_("Đang ở trạng thái “%(s)s”") % {"s": case.get_state_display()})
    return Line(case, act=case.step_title)


# --- printing ------------------------------------------------------------------------------------


@require_POST
def slips(request: HttpRequest) -> HttpResponse:
    """Control slips (form 06) of several dossiers, each its own PDF, listed to be opened."""
    by = actor_of(request)
    require(by, "cases.view_case")
    cases = _chosen(request, by)
    if not cases:
        return _nothing(request, "cases:my_work")
    if len(cases) == 1:
        return printing.control_slip_response(cases[0], by, timezone.now())
    return render(request, "cases/staff/slips.html", {"cases": cases})


# --- shared --------------------------------------------------------------------------------------


def _preview(
    request: HttpRequest,
    title: str,
    lines: Sequence[Line],
    address: str,
    *,
    form: forms.Form | None = None,
) -> HttpResponse:
    able = [line for line in lines if not line.problem]
    context = {
        "title": title,
        "lines": lines,
        "able": able,
        "unable": len(lines) - len(able),
        "address": address,
        "form": form,
    }
    return render(request, "cases/staff/bulk_preview.html", context)


def _report(
    request: HttpRequest, title: str, cases: Sequence[Case], run: Callable[[Case], str]
) -> HttpResponse:
    """Run one by one: a refusal concerns its own dossier and nothing else."""
    lines = []
    for case in cases:
        try:
            problem = run(case)
        except DomainError as refusal:
            problem = refusal.sentence
        lines.append(Line(case, problem=problem))
    done = sum(1 for line in lines if not line.problem)
    context = {"title": title, "lines": lines, "done": done, "undone": len(lines) - done}
    return render(request, "cases/staff/bulk_report.html", context)
