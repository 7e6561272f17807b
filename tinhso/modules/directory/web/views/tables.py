"""The whole directory as files: out, and in with a report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from tinhso.kernel import permissions
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.modules.directory.commands.tables import export_directory, import_directory
from tinhso.modules.directory.web.forms.lists import ImportForm
from tinhso.modules.directory.web.pages import FormPage, refused_lines


def tables_import(request: HttpRequest) -> HttpResponse:
    """Take over files: tried first, then written; every refused row is told."""
    by = actor_of(request)
    permissions.require(by, "directory.import_directory")
    form = ImportForm(request.POST or None, request.FILES or None)
    reports = []
    if form.is_valid():
        with refusals_shown_on(form):
            told = form.cleaned_data
            reports = import_directory(
                told["file"].read(),
                name=told["file"].name,
                decision=told["decision"],
                dry_run=told["dry_run"],
                by=by,
                at=timezone.now(),
            )
    page = FormPage(
        title=_("Nhập danh bạ"),
        lead=_("Tệp ZIP do hệ thống xuất, hoặc một tệp CSV trong đó với đúng tên."),
        button=_("Nhập tệp"),
        back=reverse("directory:organisation_list"),
        back_title=_("Cơ quan, đơn vị"),
        done="",
    )
    context = {
        "form": form,
        "page": page,
        "reports": reports,
        "refused": refused_lines(reports),
        "was_tried": bool(reports) and form.cleaned_data["dry_run"],
        "may_export": by.may("directory.export_directory"),
    }
    status = 422 if form.is_bound and not reports else 200
    return render(request, "directory/import.html", context, status=status)


@require_POST
def tables_export(request: HttpRequest) -> HttpResponse:
    """Every file of the directory in one ZIP."""
    by = actor_of(request)
    permissions.require(by, "directory.export_directory")
    content = export_directory(by=by, at=timezone.now())
    answer = HttpResponse(content, content_type="application/zip")
    day = timezone.localdate().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="danh-ba-{day}.zip"'
    return answer
