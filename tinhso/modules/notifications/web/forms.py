"""Forms of the module's pages."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.numerals import plain_integer


class TextForm(forms.Form):
    """The words of a kind of message."""

    heading = forms.CharField(label=_("Tiêu đề"), max_length=200)
    text = forms.CharField(
        label=_("Nội dung"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 6})
    )


def chosen_ids(sent: QueryDict) -> list[int]:
    """Ids of the rows a person chose in a list; what is no number is left out."""
    found = (plain_integer(one) for one in sent.getlist("chosen"))
    return [one for one in found if one is not None]
