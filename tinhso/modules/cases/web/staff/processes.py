"""Processes: pictures, versions, drafting as a table or as text, approval by another person."""

from __future__ import annotations

from typing import Any

import yaml
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import PermissionMissing
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.kernel.permissions import require, title_of
from tinhso.modules.cases.commands import processes as commands
from tinhso.modules.cases.errors import NoProcess, ProcessInvalid
from tinhso.modules.cases.models import ProcessBinding, ProcessVersion
from tinhso.modules.cases.rules.process import from_plain
from tinhso.modules.cases.web.staff import process_picture, process_table
from tinhso.modules.cases.web.staff.access import posted
from tinhso.ui.fields import VietnameseDateField

DRAFT, APPROVE = "cases.draft_process", "cases.approve_process"


def _reader(request: HttpRequest) -> Actor:
    """Somebody who drafts, approves or works by processes. Raises PermissionMissing."""
    by = actor_of(request)
    if not (by.may(DRAFT) or by.may(APPROVE) or by.may("cases.view_case")):
        raise PermissionMissing(permission=title_of("cases.view_case"))
    return by


def process_list(request: HttpRequest) -> HttpResponse:
    """Every process with the version in force, and drafts that wait for approval."""
    by = _reader(request)
    by_code: dict[str, list[ProcessVersion]] = {}
    for version in ProcessVersion.objects.order_by("code", "-version"):
        by_code.setdefault(version.code, []).append(version)
    used: dict[str, int] = {}
    for code in ProcessBinding.objects.values_list("process_code", flat=True):
        used[code] = used.get(code, 0) + 1
    rows = [
        {
            "code": code,
            "current": next((v for v in versions if v.status == "approved"), versions[0]),
            "draft": next((v for v in versions if v.status == "draft"), None),
            "versions": len(versions),
            "bindings": used.get(code, 0),
        }
        for code, versions in by_code.items()
    ]
    context = {"rows": rows, "may_draft": by.may(DRAFT)}
    return render(request, "cases/staff/process_list.html", context)


def _version(code: str, number: int | None) -> ProcessVersion:
    rows = ProcessVersion.objects.filter(code=code)
    if number is not None:
        return get_object_or_404(rows, version=number)
    found = rows.filter(status="approved").order_by("-version").first()
    found = found or rows.order_by("-version").first()
    if found is None:
        raise NoProcess
    return found


def process(request: HttpRequest, code: str, version: int | None = None) -> HttpResponse:
    """One version: drawn, as a table, with its problems, versions and procedures."""
    by = _reader(request)
    row = _version(code, version)
    parsed = from_plain(row.definition)
    context = {
        "row": row,
        "process": parsed,
        "picture": process_picture.draw(parsed),
        "steps": process_picture.described(parsed),
        "problems": _problems(row),
        "versions": ProcessVersion.objects.filter(code=code).order_by("-version"),
        "bindings": ProcessBinding.objects.filter(process_code=code).order_by(
            "level", "field_code", "procedure_code"
        )[:200],
        "may_draft": by.may(DRAFT),
        "may_approve": by.may(APPROVE)
        and row.status == "draft"
        and row.drafted_by_account_id != by.account_id,
        "is_own_draft": row.status == "draft" and row.drafted_by_account_id == by.account_id,
    }
    return render(request, "cases/staff/process.html", context)


def _problems(row: ProcessVersion) -> list[str]:
    try:
        return commands.problems_of(row.definition)
    except ProcessInvalid as wrong:
        return [wrong.sentence]


class TextForm(forms.Form):
    """A definition as YAML."""

    definition = forms.CharField(
        label=gettext_lazy("Định nghĩa (YAML)"),
        widget=forms.Textarea(
            attrs={"rows": 32, "class": "num", "spellcheck": "false", "autocomplete": "off"}
        ),
        max_length=100_000,
    )

    def clean_definition(self) -> dict[str, Any]:
        try:
            plain = yaml.safe_load(self.cleaned_data["definition"])
        except yaml.YAMLError as wrong:
            mark = getattr(wrong, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            raise forms.ValidationError(
                _("Không đọc được ở dòng %(line)s. Xem lại thụt đầu dòng và dấu hai chấm.")
                % {"line": line}
            ) from wrong
        if not isinstance(plain, dict):
            raise forms.ValidationError(_("Định nghĩa phải có các mục code, title, start, steps."))
        return plain


def as_text(request: HttpRequest, code: str) -> HttpResponse:
    """Draft the next version as text."""
    by = actor_of(request)
    require(by, DRAFT)
    row = _latest(code)
    written = yaml.safe_dump(row.definition, allow_unicode=True, sort_keys=False, width=100)
    form = TextForm(posted(request), initial={"definition": written})
    problems: list[str] = []
    if form.is_valid():
        plain = form.cleaned_data["definition"]
        with refusals_shown_on(form):
            if plain.get("code") != code:
                raise ProcessInvalid(
                    problems=_("mã phải là %(code)s") % {"code": code},
                    fields={"definition": [_("Mã quy trình phải giữ là %(c)s") % {"c": code}]},
                )
            problems = commands.problems_of(plain)
            if "check" not in request.POST:
                draft = commands.draft_process(plain, by=by, at=timezone.now())
                return _drafted(request, draft, problems)
    context = {
        "row": row,
        "form": form,
        "problems": problems,
        "checked": form.is_bound and form.is_valid(),
    }
    return render(request, "cases/staff/process_text.html", context)


def _latest(code: str) -> ProcessVersion:
    """The open draft, else the newest version. Raises NoProcess."""
    row = ProcessVersion.objects.filter(code=code).order_by("-version").first()
    if row is None:
        raise NoProcess
    return row


def _drafted(request: HttpRequest, draft: ProcessVersion, problems: list[str]) -> HttpResponse:
    if problems:
        said = _("Đã lưu bản nháp %(n)s; còn %(count)s chỗ phải sửa trước khi duyệt.")
        messages.warning(request, said % {"n": draft.version, "count": len(problems)})
    else:
        said = _("Đã lưu bản nháp %(n)s, không còn lỗi. Chờ người khác duyệt.")
        messages.success(request, said % {"n": draft.version})
    return redirect("cases:process_version", draft.code, draft.version)


def as_table(request: HttpRequest, code: str) -> HttpResponse:
    """Draft the next version in a table: add, move, remove steps and their actions."""
    by = actor_of(request)
    require(by, DRAFT)
    row = _latest(code)
    table = process_table.Table(row.definition)
    problems: list[str] = []
    if request.method == "POST":
        table = process_table.read(request.POST, row.definition)
        change = request.POST.get("change", "")
        if change and change != "check":
            table = table.changed(change)
        elif not table.errors:
            problems = _problems_of(table)
            if not change:
                draft = commands.draft_process(table.plain(), by=by, at=timezone.now())
                return _drafted(request, draft, problems)
    context = {
        "row": row,
        "table": table,
        "problems": problems,
        "checked": request.POST.get("change") == "check" and not table.errors,
        "roles": process_picture.roles(),
        "kinds": process_table.KINDS,
        "units": process_table.UNITS,
        "side_actions": process_table.SIDE_TITLES,
    }
    return render(request, "cases/staff/process_table.html", context)


def _problems_of(table: process_table.Table) -> list[str]:
    try:
        return commands.problems_of(table.plain())
    except ProcessInvalid as wrong:
        return [wrong.sentence]


class ApprovalForm(forms.Form):
    """From which day, by which decision."""

    decision = forms.CharField(label=gettext_lazy("Quyết định phê duyệt"), max_length=300)
    valid_from = VietnameseDateField(
        label=gettext_lazy("Áp dụng từ ngày"),
        help_text=gettext_lazy("Hồ sơ đang giải quyết vẫn theo bản cũ"),
        calendar=True,
    )


def approve(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Approve a draft of somebody else's."""
    by = actor_of(request)
    require(by, APPROVE)
    row = _version(code, version)
    form = ApprovalForm(posted(request), initial={"valid_from": timezone.localdate()})
    if form.is_valid():
        with refusals_shown_on(form):
            told = form.cleaned_data
            commands.approve_process(
                row.id,
                valid_from=told["valid_from"],
                decision=told["decision"],
                by=by,
                at=timezone.now(),
            )
            messages.success(request, _("Đã duyệt bản %(n)s của quy trình.") % {"n": row.version})
            return redirect("cases:process", code)
    context = {"row": row, "form": form, "problems": _problems(row)}
    return render(request, "cases/staff/process_approve.html", context)
