"""Shared code lists: lists, codes, files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.modules.directory.commands import code_lists as commands
from tinhso.modules.directory.commands.exports import note_export
from tinhso.modules.directory.errors import CodeListNotFound, CodeNotFound
from tinhso.modules.directory.models import CodeList, CodeListItem
from tinhso.modules.directory.queries import code_lists, histories
from tinhso.modules.directory.web.forms.lists import CodeForm, CodeListForm, ImportForm
from tinhso.modules.directory.web.forms.places import EndForm
from tinhso.modules.directory.web.lists import code_rows, codes_spec
from tinhso.modules.directory.web.pages import FormPage, as_of, form_page, refused_lines
from tinhso.ui.lists import list_page

VIEW = "directory.view_directory"
MANAGE = commands.MANAGE


def code_list_list(request: HttpRequest) -> HttpResponse:
    """Every list with how many codes are in force on the day."""
    by = actor_of(request)
    permissions.require(by, VIEW)
    context = {
        "lists": code_lists.lists_with_counts(as_of(request)),
        "may_manage": by.may(MANAGE),
    }
    return render(request, "directory/code_list_list.html", context)


def code_list(request: HttpRequest, code: str) -> HttpResponseBase:
    """The codes of one list as of the day."""
    by = actor_of(request)
    permissions.require(by, VIEW)
    found = _list(code)
    on = as_of(request)
    return list_page(
        request,
        codes_spec(found.title),
        code_rows(code, on),
        template="directory/code_list.html",
        context={"code_list": found, "may_manage": by.may(MANAGE)},
    )


def code_list_add(request: HttpRequest) -> HttpResponse:
    """A new list."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    form = CodeListForm(request.POST or None)

    def act() -> str:
        told = dict(form.cleaned_data)
        code = str(told.pop("code"))
        commands.add_code_list(code, by=by, at=timezone.now(), **told)
        return reverse("directory:code_list", args=[code.lower()])

    page = FormPage(
        title=_("Thêm danh mục"),
        button=_("Thêm danh mục"),
        back=reverse("directory:code_list_list"),
        back_title=_("Danh mục dùng chung"),
        done=_("Đã thêm danh mục."),
    )
    return form_page(request, form, page, act)


def code_set(request: HttpRequest, code: str) -> HttpResponse:
    """Add a code, or let it mean something else from a day on."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    found = _list(code)
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("ma", "")})

    def act() -> None:
        told = form.cleaned_data
        commands.set_code(
            code,
            told["code"],
            commands.CodeValues(
                name=told["name"], parent=told["parent"], order=int(told["order"] or 0)
            ),
            since=told["since"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    return form_page(request, form, _page(_("Ghi mã"), found), act)


def code_end(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Let a code end."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    found = _list(code)
    form = EndForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        commands.end_code(
            code, item, on=told["on"], decision=told["decision"], by=by, at=timezone.now()
        )

    return form_page(request, form, _page(_("Kết thúc mã"), found, lead=item, danger=True), act)


def code_withdraw(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Take back a code entered by mistake; one that is used is refused."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    found = _list(code)
    form = EndForm(request.POST or None)
    del form.fields["on"]

    def act() -> None:
        told = form.cleaned_data
        commands.withdraw_code(code, item, decision=told["decision"], by=by, at=timezone.now())

    return form_page(
        request, form, _page(_("Xóa mã nhập nhầm"), found, lead=item, danger=True), act
    )


def code_history(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """What a code meant, when."""
    permissions.require(actor_of(request), VIEW)
    found = CodeListItem.objects.filter(code_list__code=code, code=item).first()
    if found is None:
        raise CodeNotFound
    context = {
        "code_list": _list(code),
        "item": item,
        "history": histories.code_versions(found.pk),
        "times_used": code_lists.times_used(code, item),
    }
    return render(request, "directory/code_history.html", context)


def code_list_import(request: HttpRequest, code: str) -> HttpResponse:
    """Codes from a file: tried first, then written."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    found = _list(code)
    form = ImportForm(request.POST or None, request.FILES or None)
    reports = []
    if form.is_valid():
        with refusals_shown_on(form):
            told = form.cleaned_data
            reports = [
                commands.import_codes(
                    code,
                    told["file"].read(),
                    decision=told["decision"],
                    dry_run=told["dry_run"],
                    by=by,
                    at=timezone.now(),
                )
            ]
    page = _page(_("Nhập mã từ tệp"), found)
    context = {
        "form": form,
        "page": page,
        "reports": reports,
        "refused": refused_lines(reports),
        "was_tried": bool(reports) and form.cleaned_data["dry_run"],
        "columns": ", ".join(commands.COLUMNS),
    }
    status = 422 if form.is_bound and not reports else 200
    return render(request, "directory/import.html", context, status=status)


def code_list_export(request: HttpRequest, code: str) -> HttpResponse:
    """The list as a file with the standard columns."""
    by = actor_of(request)
    permissions.require(by, "directory.export_directory")
    content = commands.codes_as_table(code, timezone.localdate())
    note_export(f"code_list:{code}", "CSV", by=by, at=timezone.now())
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}.csv"'
    return answer


def _list(code: str) -> CodeList:
    found = CodeList.objects.filter(code=code).first()
    if found is None:
        raise CodeListNotFound
    return found


def _page(title: object, found: CodeList, *, lead: str = "", danger: bool = False) -> FormPage:
    return FormPage(
        title=str(title),
        lead=lead or found.title,
        button=str(title),
        back=reverse("directory:code_list", args=[found.code]),
        back_title=found.title,
        done=_("Đã ghi danh mục."),
        danger=danger,
    )
