"""Official papers, results and attached papers handed out as files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from tinhso.kernel.files import disposition, file_response
from tinhso.kernel.files.errors import StoredFileNotFound
from tinhso.modules.cases import papers
from tinhso.modules.cases.models import CasePaper, CaseResult, IssuedPaper


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = disposition(f"{name}.pdf", inline=True)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def issued_paper(paper: IssuedPaper) -> HttpResponse:
    """A form 01…07 as it was issued: the same values give the same bytes for ever."""
    return _pdf(papers.render(paper.form, paper.values), f"{paper.title} {paper.case.code}")


def result(request: HttpRequest, found: CaseResult) -> HttpResponseBase:
    """A result: the uploaded file, or the template with its values."""
    if found.file_id is not None:
        return file_response(request, found.file_id, inline=True)
    return _pdf(papers.render(found.template, found.values), f"{found.title} {found.case.code}")


def attached(request: HttpRequest, paper: CasePaper) -> HttpResponseBase:
    """A paper of the dossier, shown in the page. Raises StoredFileNotFound if on paper only."""
    if paper.file_id is None:
        raise StoredFileNotFound
    return file_response(request, paper.file_id, inline=True)
