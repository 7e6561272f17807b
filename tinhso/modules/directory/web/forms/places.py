"""Forms for areas and organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.modules.directory.models import OrganisationVersion
from tinhso.ui.fields import NumberField, VietnameseDateField


class DecidedForm(forms.Form):
    """What every change says: from which day, by which decision."""

    since = VietnameseDateField(label=_("Từ ngày"))
    decision = forms.CharField(
        label=_("Căn cứ"), max_length=500, help_text=_("Số, ngày và cơ quan ban hành văn bản")
    )


class EndForm(forms.Form):
    """The first day on which something no longer holds."""

    on = VietnameseDateField(label=_("Ngày thôi hiệu lực"))
    decision = forms.CharField(label=_("Căn cứ"), max_length=500)


class AreaForm(DecidedForm):
    """New names of an area."""

    name = forms.CharField(label=_("Tên"), max_length=100)
    full_name = forms.CharField(label=_("Tên đầy đủ"), max_length=120)
    kind = forms.CharField(label=_("Loại"), max_length=40)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=120, required=False)
    field_order = ("full_name", "name", "kind", "name_en", "since", "decision")


class AnswerForm(forms.Form):
    """Into which area one went whose successor was not known."""

    successor = forms.ChoiceField(label=_("Đơn vị kế tiếp"))
    extent = forms.ChoiceField(
        label=_("Phạm vi"),
        choices=[("all", _("Toàn bộ")), ("part", pgettext_lazy("phạm vi kế tiếp", "Một phần"))],
        widget=forms.RadioSelect,
        initial="all",
    )
    share = NumberField(
        label=_("Tỷ lệ số liệu"),
        places=8,
        smallest=0,
        largest=1,
        required=False,
        help_text=_("Từ 0 đến 1, chỉ nhập khi có nguồn"),
    )
    decision = forms.CharField(label=_("Căn cứ"), max_length=500)

    def __init__(self, *arguments: Any, successors: list[tuple[str, str]], **more: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **more)
        self.fields["successor"].choices = successors  # type: ignore[attr-defined]


class OrganisationForm(DecidedForm):
    """A new or changed organisation."""

    code = forms.CharField(
        label=_("Mã định danh"),
        max_length=35,
        help_text=_("Theo Quyết định 20/2020/QĐ-TTg, ví dụ H56.14"),
    )
    code_is_provisional = forms.BooleanField(
        label=_("Mã tạm, chờ quyết định của tỉnh"), required=False
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=OrganisationVersion.Kind.choices)
    name = forms.CharField(label=_("Tên"), max_length=250)
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=150, required=False)
    address = forms.CharField(label=_("Địa chỉ"), max_length=300, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=50, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    field_order = (
        "name",
        "short_name",
        "kind",
        "code",
        "code_is_provisional",
        "address",
        "phone",
        "email",
        "since",
        "decision",
    )

    def values(self) -> dict[str, object]:
        """What goes to the command."""
        told = dict(self.cleaned_data)
        return {name: told[name] for name in told if name not in ("since", "decision")}


class AliasForm(forms.Form):
    """Another code of an organisation."""

    scheme = forms.CharField(label=_("Hệ mã"), max_length=40)
    code = forms.CharField(label=_("Mã"), max_length=64)
    decision = forms.CharField(label=_("Căn cứ"), max_length=500)
