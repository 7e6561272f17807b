"""Forms for positions, officers and posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.modules.directory.models import OfficerVersion, PostHolding
from tinhso.modules.directory.web.forms.places import DecidedForm
from tinhso.ui.fields import NumberField, PhoneField, VietnameseDateField

ROLES = [
    ("leader", _("Lãnh đạo đơn vị")),
    ("division_head", _("Trưởng phòng")),
    ("specialist", _("Chuyên viên thụ lý")),
    ("counter_clerk", _("Cán bộ một cửa")),
    ("clerk", _("Văn thư")),
    ("cashier", _("Thủ quỹ, thu phí")),
    ("procedure_controller", _("Kiểm soát thủ tục hành chính")),
    ("report_viewer", _("Người xem báo cáo")),
]
"""Roles that come with a post; those that only an administrator grants are not among them."""


class PositionForm(DecidedForm):
    """A new position of an organisation."""

    title = forms.CharField(label=_("Chức danh"), max_length=150)
    roles = forms.MultipleChoiceField(
        label=_("Vai trò đi kèm"),
        choices=ROLES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rank = NumberField(
        label=_("Thứ bậc"),
        places=0,
        smallest=1,
        largest=999,
        initial=50,
        help_text=_("1 là người đứng đầu, 2 là cấp phó, 50 là nhân viên"),
    )
    seats = NumberField(
        label=_("Số người tối đa"), places=0, smallest=1, largest=999, required=False
    )
    field_order = ("title", "roles", "rank", "seats", "since", "decision")


class OfficerForm(forms.Form):
    """The record of an officer."""

    employee_code = forms.CharField(label=_("Mã cán bộ"), max_length=30)
    full_name = forms.CharField(label=_("Họ và tên"), max_length=100)
    born_on = VietnameseDateField(label=_("Ngày sinh"), past=True, required=False)
    gender = forms.ChoiceField(
        label=_("Giới tính"),
        choices=[("", _("Chưa ghi")), *OfficerVersion.Gender.choices],
        required=False,
    )
    standing = forms.ChoiceField(label=_("Diện"), choices=OfficerVersion.Standing.choices)
    grade = forms.CharField(label=_("Ngạch"), max_length=60, required=False)
    qualification = forms.CharField(label=_("Trình độ"), max_length=120, required=False)
    recruited_on = VietnameseDateField(label=_("Ngày tuyển dụng"), required=False)
    email = forms.EmailField(label=_("Thư công vụ"), required=False)
    phone = PhoneField(label=_("Điện thoại"), required=False)
    decision = forms.CharField(label=_("Căn cứ"), max_length=500)


class ChangeOfficerForm(OfficerForm):
    """A changed record; without a day the change corrects what was wrong all along."""

    since = VietnameseDateField(
        label=_("Từ ngày"),
        required=False,
        help_text=_("Để trống khi sửa nội dung đã ghi sai từ đầu"),
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **more)
        del self.fields["employee_code"]


class AppointForm(DecidedForm):
    """Who takes a position."""

    employee_code = forms.CharField(label=_("Mã cán bộ"), max_length=30)
    kind = forms.ChoiceField(
        label=_("Cách giữ"),
        choices=[choice for choice in PostHolding.Kind.choices if choice[0] != "delegated"],
        widget=forms.RadioSelect,
        initial="principal",
    )
    until = VietnameseDateField(
        label=_("Đến trước ngày"), required=False, help_text=_("Để trống khi chưa rõ ngày thôi giữ")
    )
    field_order = ("employee_code", "kind", "since", "until", "decision")


class DelegateForm(DecidedForm):
    """To whom an officer lends the own position, and until when."""

    employee_code = forms.CharField(label=_("Mã cán bộ được ủy quyền"), max_length=30)
    until = VietnameseDateField(label=_("Đến trước ngày"))
    field_order = ("employee_code", "since", "until", "decision")
