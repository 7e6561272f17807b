"""Public look-up by code and the last four digits of the phone; a QR code brings the code along."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.modules.cases.commands.look_up import look_up


class LookupForm(forms.Form):
    """The code printed on the receipt, and something only its owner knows."""

    code = forms.CharField(
        label=_("Mã hồ sơ"),
        max_length=60,
        help_text=_("In trên Giấy tiếp nhận, ví dụ H56.14797-261124-0001"),
        widget=forms.TextInput(
            attrs={"class": "num", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    phone_end = forms.RegexField(
        r"^\d{4}$",
        label=_("4 số cuối điện thoại"),
        help_text=_("Số bạn đã khai khi nộp hồ sơ"),
        error_messages={"invalid": _("Nhập đúng 4 chữ số cuối")},
        widget=forms.TextInput(
            attrs={
                "class": "num",
                "inputmode": "numeric",
                "size": 6,
                "maxlength": 4,
                "autocomplete": "off",
            }
        ),
    )


def lookup(request: HttpRequest) -> HttpResponse:
    """Ask for both, then show progress without names or papers."""
    form = LookupForm(request.POST or None, initial={"code": request.GET.get("ma", "")[:60]})
    progress = None
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            progress = look_up(
                code=form.cleaned_data["code"],
                phone_end=form.cleaned_data["phone_end"],
                by=actor_of(request),
                at=timezone.now(),
            )
    context = {"form": form, "progress": progress}
    return render(request, "cases/citizen/lookup.html", context)
