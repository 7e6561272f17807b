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
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.http import refusals_shown_on
from tinhso.modules.directory.rules.tables import Report

Text = str | Promise

REASONS: dict[str, Text] = {
    "missing": _("còn thiếu"),
    "too_long": _("quá dài"),
    "unknown": _("không có trong danh bạ hoặc danh sách"),
    "form": _("chưa đúng dạng"),
    "range": _("ngoài khoảng cho phép"),
    "unreadable": _("không đọc được"),
    "not_a_flag": _("chỉ nhận 0 hoặc 1"),
    "ends_before_it_begins": _("ngày hết hiệu lực trước ngày bắt đầu"),
    "twice": _("trùng với một dòng khác"),
    "code_taken": _("mã đã thuộc về đơn vị khác trong khoảng ngày này"),
    "not_consistent": _("không khớp với dữ liệu đang có"),
    "ambiguous": _("có nhiều hơn một kết quả khớp"),
    "too_young": _("chưa đủ 16 tuổi"),
    "too_early": _("sớm hơn ngày đủ 16 tuổi"),
    "too_many_cells": _("dòng có nhiều ô hơn tiêu đề"),
    "one_unit_needed": _("cần đúng một đơn vị"),
}


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
