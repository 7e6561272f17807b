"""What the pages of the directory share: one form page, words for reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from tinhso.kernel.http import refusals_shown_on
from tinhso.modules.directory.commands.refusing import REASONS
from tinhso.modules.directory.rules.tables import Report

Text = str | Promise


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that is one form: what it says and where it leads back."""

    title: Text
    button: Text
    back: str
    back_title: Text
    done: Text
    lead: Text = ""
    danger: bool = False


def as_of(request: HttpRequest) -> date:
    """The day the page is seen at."""
    day: date = request.as_of  # type: ignore[attr-defined]
    return day


def form_page(
    request: HttpRequest,
    form: forms.Form,
    page: FormPage,
    act: Callable[[], str | None],
) -> HttpResponse:
    """Show the form; when it is sent and good, act, and go where that says (else back)."""
    if form.is_valid():
        with refusals_shown_on(form):
            address = act()
            messages.success(request, str(page.done))
            return redirect(address or page.back)
    status = 422 if form.is_bound else 200
    context = {"form": form, "page": page}
    return render(request, "directory/form_page.html", context, status=status)


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A refused row as a person reads it."""

    file: str
    row: int
    column: str
    reason: Text
    value: str
    code: str


def refused_lines(reports: list[Report]) -> list[RefusedLine]:
    """Every refused row of every file, in order."""
    return [
        RefusedLine(
            report.file, one.row, one.column, REASONS.get(one.code, one.code), one.value, one.code
        )
        for report in reports
        for one in report.refused
    ]
