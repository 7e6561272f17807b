"""Forms of the operator pages."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.numerals import plain_integer


class DropForm(forms.Form):
    """Why an event is given up."""

    reason = forms.CharField(
        label=_("Lý do bỏ qua"), max_length=200, help_text=_("Lý do được ghi vào nhật ký.")
    )


def chosen_ids(sent: QueryDict) -> list[int]:
    """Ids of the rows a person chose in a list; what is no number is left out."""
    found = (plain_integer(one) for one in sent.getlist("chosen"))
    return [one for one in found if one is not None]
