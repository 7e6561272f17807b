"""Forms for code lists, files and reorganisations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.ui.fields import NumberField, VietnameseDateField


class CodeForm(forms.Form):
    """What a code means, from when."""

    code = forms.CharField(label=_("Mã"), max_length=60)
    name = forms.CharField(label=_("Tên"), max_length=300)
    parent = forms.CharField(label=_("Mã cha"), max_length=60, required=False)
    order = NumberField(label=_("Thứ tự"), places=0, smallest=0, largest=999_999, required=False)
    since = VietnameseDateField(
        label=_("Từ ngày"), required=False, help_text=_("Để trống khi mã có từ đầu")
    )
    decision = forms.CharField(label=_("Căn cứ"), max_length=500)


class CodeListForm(forms.Form):
    """A new list."""

    code = forms.SlugField(
        label=_("Mã danh mục"), max_length=60, help_text=_("Chữ thường không dấu, ví dụ dan-toc")
    )
    title = forms.CharField(label=_("Tên danh mục"), max_length=200)
    source = forms.CharField(label=_("Nguồn"), max_length=300, required=False)
    kept_by = forms.CharField(label=_("Cơ quan quản lý"), max_length=200, required=False)


class ImportForm(forms.Form):
    """A file to take over, tried first."""

    file = forms.FileField(label=_("Tệp"))
    decision = forms.CharField(label=_("Căn cứ"), max_length=500)
    dry_run = forms.BooleanField(label=_("Chỉ chạy thử, chưa ghi gì"), required=False, initial=True)


class ReorganisationForm(forms.Form):
    """A new plan; its lines come from a file or from the plan that ships."""

    title = forms.CharField(label=_("Tên đợt sắp xếp"), max_length=250)
    effective_on = VietnameseDateField(label=_("Ngày hiệu lực"))
    decision = forms.CharField(label=_("Văn bản quyết định"), max_length=500)


class ChangesForm(forms.Form):
    """The lines of a plan as a CSV file."""

    file = forms.FileField(
        label=_("Tệp CSV"),
        help_text=_(
            "Cột: so, doi_tuong (dia-ban, co-quan), cach (nhap, chia, doi-ten, chuyen, ket-thuc, "
            "thanh-lap), tu (mã các đơn vị cũ, cách nhau bằng dấu cách; thêm * sau mã khi chỉ một "
            "phần, thêm ! khi là mặc định), ma, ten, ten_day_du, loai, cha"
        ),
    )


class ScheduleForm(forms.Form):
    """When it is to be executed."""

    moment = forms.SplitDateTimeField(
        label=_("Thời điểm thực hiện"),
        input_date_formats=["%d/%m/%Y", "%Y-%m-%d"],
        input_time_formats=["%H:%M"],
    )
