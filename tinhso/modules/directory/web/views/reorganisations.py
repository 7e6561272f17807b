"""Reorganisations: plan, dry run, approval, execution, report."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from tinhso.kernel import permissions
from tinhso.kernel.errors import Conflict, Invalid, NotPermitted, PermissionMissing
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.modules.directory.commands import reorganisation as commands
from tinhso.modules.directory.commands.reorganisation.lines import read_changes
from tinhso.modules.directory.models import Reorganisation
from tinhso.modules.directory.queries import reorganisation_report, reorganisations
from tinhso.modules.directory.rules.tables import Report
from tinhso.modules.directory.web.forms.lists import (
    ChangesForm,
    ReorganisationForm,
    ScheduleForm,
)
from tinhso.modules.directory.web.lists import REORGANISATIONS
from tinhso.modules.directory.web.pages import FormPage, form_page, refused_lines
from tinhso.ui.lists import list_page

VIEW = "directory.view_directory"
PREPARE = "directory.prepare_reorganisation"
APPROVE = "directory.approve_reorganisation"
EXECUTE = "directory.execute_reorganisation"


def reorganisation_list(request: HttpRequest) -> HttpResponseBase:
    """Every plan, the latest day first."""
    by = actor_of(request)
    permissions.require(by, VIEW)
    return list_page(
        request,
        REORGANISATIONS,
        Reorganisation.objects.all(),
        template="directory/reorganisation_list.html",
        context={"may_prepare": by.may(PREPARE)},
    )


def reorganisation(request: HttpRequest, reorganisation_id: int) -> HttpResponse:
    """One plan: its lines, what each module would do or did, who decided when."""
    by = actor_of(request)
    permissions.require(by, VIEW)
    found = reorganisations.reorganisation(reorganisation_id)
    report = reorganisation_report.report_of(found)
    states = Reorganisation.State
    is_done = found.state in (states.EXECUTED, states.VERIFIED)
    context = {
        "plan": found,
        "report": report,
        "may_prepare": by.may(PREPARE) and found.state in (states.DRAFT, states.DRY_RUN),
        "may_choose": by.may(PREPARE) and found.state == states.DRY_RUN,
        "may_approve": by.may(APPROVE)
        and found.state == states.DRY_RUN
        and by.account_id != found.prepared_by_account,
        "may_schedule": by.may(APPROVE) and found.state in (states.APPROVED, states.SCHEDULED),
        "may_execute": by.may(EXECUTE) and found.state in (states.APPROVED, states.SCHEDULED),
        "task": None if is_done else commands.execution_of(reorganisation_id),
        "may_verify": by.may(EXECUTE) and is_done,
    }
    return render(request, "directory/reorganisation.html", context)


def reorganisation_lines(request: HttpRequest, reorganisation_id: int) -> HttpResponse:
    """Every line of a plan, with what came of it."""
    permissions.require(actor_of(request), VIEW)
    found = reorganisations.reorganisation(reorganisation_id)
    context = {"plan": found, "lines": reorganisation_report.lines_of(found)}
    return render(request, "directory/reorganisation_lines.html", context)


def reorganisation_add(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    by = actor_of(request)
    permissions.require(by, PREPARE)
    form = ReorganisationForm(request.POST or None)

    def act() -> str:
        made = commands.prepare_reorganisation(by=by, at=timezone.now(), **form.cleaned_data)
        return _address(int(made.pk))

    page = FormPage(
        title=_("Lập phương án sắp xếp"),
        button=_("Lập phương án"),
        back=reverse("directory:reorganisation_list"),
        back_title=_("Đợt sắp xếp"),
        done=_("Đã lập phương án. Nhập danh sách thay đổi để chạy thử."),
    )
    return form_page(request, form, page, act)


def reorganisation_changes(request: HttpRequest, reorganisation_id: int) -> HttpResponse:
    """The lines of a plan from a file; nothing is kept while a row is wrong."""
    by = actor_of(request)
    permissions.require(by, PREPARE)
    found = reorganisations.reorganisation(reorganisation_id)
    form = ChangesForm(request.POST or None, request.FILES or None)
    refused = []
    if form.is_valid():
        with refusals_shown_on(form):
            lines, wrong = read_changes(
                form.cleaned_data["file"].read(), effective_on=found.effective_on
            )
            refused = refused_lines([Report(file="", read=len(lines), refused=tuple(wrong))])
            if not wrong:
                commands.set_changes(reorganisation_id, lines, by=by, at=timezone.now())
                messages.success(request, _("Đã ghi danh sách thay đổi."))
                return redirect(_address(reorganisation_id))
    context = {"form": form, "plan": found, "refused": refused}
    status = 422 if form.is_bound else 200
    return render(request, "directory/reorganisation_changes.html", context, status=status)


@require_POST
def reorganisation_two_tiers(request: HttpRequest) -> HttpResponse:
    """Make the plan of 1/7/2025 from the data that ships."""
    by = actor_of(request)
    permissions.require(by, PREPARE)
    try:
        made = commands.prepare_two_tiers(settings.PROVINCE, by=by, at=timezone.now())
    except Conflict as refusal:
        messages.error(request, refusal.sentence)
        return redirect("directory:reorganisation_list")
    messages.success(request, _("Đã lập phương án từ bảng chuyển đổi có sẵn."))
    return redirect(_address(int(made.pk)))


@require_POST
def reorganisation_try(request: HttpRequest, reorganisation_id: int) -> HttpResponse:
    """The dry run."""
    by = actor_of(request)
    permissions.require(by, PREPARE)
    return _act(
        request,
        reorganisation_id,
        lambda: commands.try_reorganisation(reorganisation_id, by=by, at=timezone.now()),
        _("Đã chạy thử; chưa có gì thay đổi."),
    )


@require_POST
def reorganisation_choose(request: HttpRequest, reorganisation_id: int) -> HttpResponse:
    """Answer a question of a part."""
    by = actor_of(request)
    permissions.require(by, PREPARE)
    told = request.POST
    return _act(
        request,
        reorganisation_id,
        lambda: commands.choose(
            reorganisation_id,
            told.get("part", ""),
            told.get("choice", ""),
            told.get("answer", ""),
            by=by,
            at=timezone.now(),
        ),
        _("Đã ghi lựa chọn."),
    )


@require_POST
def reorganisation_approve(request: HttpRequest, reorganisation_id: int) -> HttpResponse:
    """Approve as a second person."""
    by = actor_of(request)
    permissions.require(by, APPROVE)
    return _act(
        request,
        reorganisation_id,
        lambda: commands.approve_reorganisation(reorganisation_id, by=by, at=timezone.now()),
        _("Đã duyệt phương án."),
    )


def reorganisation_schedule(request: HttpRequest, reorganisation_id: int) -> HttpResponse:
    """Say when it is to be executed by itself."""
    by = actor_of(request)
    permissions.require(by, APPROVE)
    found = reorganisations.reorganisation(reorganisation_id)
    form = ScheduleForm(request.POST or None)

    def act() -> None:
        commands.schedule_reorganisation(
            reorganisation_id, moment=form.cleaned_data["moment"], by=by, at=timezone.now()
        )

    page = FormPage(
        title=_("Hẹn thời điểm thực hiện"),
        lead=found.title,
        button=_("Hẹn"),
        back=_address(reorganisation_id),
        back_title=found.title,
        done=_("Đã hẹn thời điểm thực hiện."),
    )
    return form_page(request, form, page, act)


@require_POST
def reorganisation_execute(request: HttpRequest, reorganisation_id: int) -> HttpResponse:
    """Have it carried out now; the page of the plan shows how far it is."""
    by = actor_of(request)
    permissions.require(by, EXECUTE)
    return _act(
        request,
        reorganisation_id,
        lambda: commands.begin_execution(reorganisation_id, by=by, at=timezone.now()),
        _("Đã bắt đầu thực hiện."),
    )


def reorganisation_progress(request: HttpRequest, reorganisation_id: int) -> HttpResponse:
    """The part of the page that moves while it is carried out; at the end the page comes anew."""
    permissions.require(actor_of(request), VIEW)
    found = reorganisations.reorganisation(reorganisation_id)
    task = commands.execution_of(reorganisation_id)
    answer = render(
        request, "directory/parts/reorganisation_progress.html", {"plan": found, "task": task}
    )
    if (task is None or not task.is_open) and request.headers.get("HX-Request"):
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def reorganisation_verify(request: HttpRequest, reorganisation_id: int) -> HttpResponse:
    """Check what was done."""
    by = actor_of(request)
    permissions.require(by, EXECUTE)
    return _act(
        request,
        reorganisation_id,
        lambda: commands.verify_reorganisation(reorganisation_id, by=by, at=timezone.now()),
        _("Đã kiểm tra."),
    )


def _act(
    request: HttpRequest,
    reorganisation_id: int,
    act: Callable[[], object],
    done: str | Promise,
) -> HttpResponse:
    """Do it and come back to the plan; a refusal stands above it."""
    try:
        act()
    except (Invalid, Conflict, NotPermitted) as refusal:
        if isinstance(refusal, PermissionMissing):
            raise
        details = refusal.fields.items() if isinstance(refusal, Invalid) else ()
        words = [refusal.sentence, *(f"{line}: {', '.join(told)}" for line, told in details)]
        messages.error(request, " ".join(words[:12]))
    else:
        messages.success(request, str(done))
    return redirect(_address(reorganisation_id))


def _address(reorganisation_id: int) -> str:
    return reverse("directory:reorganisation", args=[reorganisation_id])
