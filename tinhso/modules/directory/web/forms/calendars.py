"""Forms for working hours and special days."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.modules.directory.models import DayException
from tinhso.modules.directory.rules.hours import HoursUnreadable, Ranges, read_ranges
from tinhso.modules.directory.web.forms.places import DecidedForm
from tinhso.ui.fields import VietnameseDateField

WEEKDAYS = (
    _("Thứ hai"),
    _("Thứ ba"),
    _("Thứ tư"),
    _("Thứ năm"),
    _("Thứ sáu"),
    _("Thứ bảy"),
    _("Chủ nhật"),
)


class RangesField(forms.CharField):
    """Hours of a day: "7:30-11:30, 13:30-17:30"; empty is a day of rest."""

    def clean(self, value: object) -> Ranges:
        """The text as pairs."""
        try:
            return read_ranges(str(super().clean(value) or ""))
        except HoursUnreadable as wrong:
            raise forms.ValidationError(_("Viết giờ theo mẫu 7:30-11:30, 13:30-17:30.")) from wrong


class HoursForm(DecidedForm):
    """The hours of a week."""

    name = forms.CharField(label=_("Tên"), max_length=100, help_text=_("Ví dụ: Giờ mùa hè"))
    until = VietnameseDateField(label=_("Đến trước ngày"), required=False)

    def __init__(self, *arguments: object, **more: object) -> None:
        super().__init__(*arguments, **more)  # type: ignore[arg-type]
        for number, weekday in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = RangesField(
                label=weekday, max_length=100, required=False
            )
        self.order_fields(
            ["name", *(f"day_{number}" for number in range(7)), "since", "until", "decision"]
        )

    def week(self) -> list[Ranges]:
        """Seven days, Monday first."""
        return [self.cleaned_data[f"day_{number}"] for number in range(7)]


class SpecialDayForm(forms.Form):
    """One date that is not like its weekday."""

    day = VietnameseDateField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Loại"), choices=DayException.Kind.choices)
    name = forms.CharField(label=_("Tên"), max_length=150)
    ranges = RangesField(
        label=_("Khoảng giờ"),
        max_length=100,
        required=False,
        help_text=_("Giờ làm của ngày làm bù, hoặc giờ đóng cửa; để trống là cả ngày"),
    )
    works_like = forms.TypedChoiceField(
        label=_("Làm bù theo giờ của"), coerce=int, choices=list(enumerate(WEEKDAYS)), initial=0
    )
    decision = forms.CharField(label=_("Căn cứ"), max_length=500)


class HolidaysForm(forms.Form):
    """The special days of a year from a file."""

    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    file = forms.FileField(
        label=_("Tệp CSV"),
        help_text=_("Dòng đầu: date,kind,name_vi (statutory, observed, swap, workday)"),
    )
    decision = forms.CharField(label=_("Căn cứ"), max_length=500)
