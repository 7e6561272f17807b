"""Forms with which administrators manage accounts and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.actor import Actor
from tinhso.modules.identity import definitions
from tinhso.modules.identity.models import Account
from tinhso.ui.fields import VietnameseDateField

_OFFICER_TYPES = [
    (value, label)
    for value, label in Account.Type.choices
    if value in (Account.Type.OPERATIONAL, Account.Type.ADMINISTRATIVE, Account.Type.TECHNICAL)
]


class ReasonForm(forms.Form):
    """Why; it stands in the audit log."""

    reason = forms.CharField(label=_("Lý do"), max_length=200)


class OpenAccountForm(forms.Form):
    """An officer of the directory gets a way in."""

    employee_code = forms.CharField(label=_("Mã cán bộ"), max_length=30)
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=50,
        help_text=_("3 đến 50 ký tự: chữ thường không dấu, chữ số, dấu . _ -"),
    )
    email = forms.EmailField(
        label=_("Thư công vụ"), help_text=_("Đường dẫn đặt mật khẩu được gửi tới đây")
    )
    account_type = forms.ChoiceField(label=_("Kiểu tài khoản"), choices=_OFFICER_TYPES)


class OpenAccountsForm(forms.Form):
    """Many officers at once."""

    file = forms.FileField(
        label=_("Tệp CSV"),
        help_text=_(
            "Dòng đầu: ma_can_bo,ten_dang_nhap,thu_cong_vu. Mỗi dòng sau là một người, "
            "nhiều nhất 2.000 dòng."
        ),
    )


class GrantForm(forms.Form):
    """A role, where, and from when to when."""

    role = forms.ChoiceField(label=_("Vai trò"))
    organisation_code = forms.CharField(
        label=_("Mã cơ quan, đơn vị"),
        required=False,
        max_length=35,
        help_text=_("Bỏ trống: toàn tỉnh"),
    )
    starts_on = VietnameseDateField(label=_("Từ ngày"))
    last_day = VietnameseDateField(label=_("Đến hết ngày"), required=False)
    decision = forms.CharField(
        label=_("Quyết định"), max_length=300, help_text=_("Số, ngày, cơ quan ban hành")
    )

    def __init__(self, *args: Any, by: Actor, roles: set[str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (code, role.title)
            for code, role in definitions.roles().items()
            if role.holds != "everyone" and (by.kind == "system" or roles & set(role.granted_by))
        ]
        self.fields["starts_on"].initial = localdate()


class RevokeForm(ReasonForm):
    """When a granted role stops."""

    last_day = VietnameseDateField(
        label=_("Ngày cuối"), required=False, help_text=_("Bỏ trống: thu hồi ngay")
    )


class ChangeRoleForm(ReasonForm):
    """Adds a permission to a role, or takes it away."""
