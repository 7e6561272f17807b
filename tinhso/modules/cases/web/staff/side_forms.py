"""Forms of the side actions of a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.numerals import plain_integer
from tinhso.modules.cases.models import Opinion
from tinhso.modules.cases.models.case import ReturnMethod
from tinhso.modules.directory import public as directory
from tinhso.ui.fields import (
    ComboField,
    FilesField,
    MoneyField,
    NumberField,
    PickField,
    VietnameseDateField,
)
from tinhso.ui.widgets import Option

Text = str | Promise
ITEMS = 6
AGENCY_KINDS = ("commune_committee", "department", "province_committee", "district_committee")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def reason_field(label: Text, hint: Text = "", rows: int = 3) -> forms.CharField:
    """A reason in words, always asked for."""
    widget = _area(rows)
    return forms.CharField(label=label, help_text=hint, max_length=2_000, widget=widget)  # type: ignore[arg-type]


def search_agencies(text: str) -> list[Option]:
    """Agencies of today by words or code."""
    found = directory.search_organisations(text, timezone.localdate(), kinds=AGENCY_KINDS, limit=12)
    return [Option(str(card.id), card.name, card.code) for card in found]


def agency_name(value: str) -> str:
    """Name of an agency alive today; "" when there is none."""
    number = plain_integer(value)
    if number is None:
        return ""
    card = directory.organisation_cards([number], timezone.localdate()).get(number)
    return card.name if card else ""


def agency_field(label: Text, **options: Any) -> ComboField:  # noqa: ANN401
    """An agency of today, found while typing."""
    return ComboField(
        search=search_agencies, label_of=agency_name, url="/xu-ly/chon/co-quan/", label=label,
        **options,
    )  # fmt: skip


class SideForm(forms.Form):
    """A form about one dossier; `naming` is the sentence that an act of law is confirmed by."""

    marks_optional = True
    naming = ""

    def __init__(self, *args: Any, naming: str = "", **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        if naming:
            self.fields["sure"] = forms.BooleanField(label=naming)


class SupplementForm(SideForm):
    """Form 02: everything missing, asked once."""

    reason = reason_field(
        gettext_lazy("Lý do"), gettext_lazy("In trên phiếu, người nộp đọc được"), 2
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        reason = self.fields.pop("reason")
        for number in range(1, ITEMS + 1):
            self.fields[f"item_{number}"] = forms.CharField(
                label=_("Giấy tờ hoặc nội dung thứ %(n)s") % {"n": number},
                required=number == 1,
                max_length=500,
            )
        self.fields["reason"] = reason

    @property
    def items(self) -> list[str]:
        """What is asked for, without empty lines."""
        found = (self.cleaned_data.get(f"item_{n}", "") for n in range(1, ITEMS + 1))
        return [item.strip() for item in found if item.strip()]

    def add_error(self, field: str | None, error: Any) -> None:  # noqa: ANN401
        """The command speaks of `items`; here that is the first line."""
        super().add_error("item_1" if field == "items" else field, error)


class OpinionForm(SideForm):
    """What is asked of whom, until when."""

    organisation = agency_field(gettext_lazy("Cơ quan được xin ý kiến"))
    text = reason_field(gettext_lazy("Nội dung xin ý kiến"), rows=5)
    working_days = NumberField(
        label=gettext_lazy("Trả lời trong"), unit=gettext_lazy("ngày làm việc"), places=0,
        smallest=1, largest=30, initial=3,
    )  # fmt: skip
    is_mandatory = forms.BooleanField(
        label=gettext_lazy("Bắt buộc: chưa có ý kiến thì chưa duyệt được kết quả"),
        required=False,
        initial=True,
    )


class FeeForm(SideForm):
    """What is to be paid before going on."""

    title = forms.CharField(label=gettext_lazy("Tên khoản phải nộp"), max_length=300)
    amount = MoneyField(label=gettext_lazy("Số tiền"), smallest=1_000, largest=10_000_000_000)


class ExtensionForm(SideForm):
    """A new day, with an apology."""

    new_day = VietnameseDateField(
        label=gettext_lazy("Ngày hẹn mới"),
        help_text=gettext_lazy("Hết giờ làm việc ngày này. Chỉ được hẹn lại một lần."),
        future=True,
        calendar=True,
    )
    reason = reason_field(
        gettext_lazy("Lý do"), gettext_lazy("In trong văn bản xin lỗi, người nộp đọc được")
    )


class ApologyForm(SideForm):
    """Until when the result comes after all, with an apology."""

    new_day = VietnameseDateField(
        label=gettext_lazy("Ngày sẽ có kết quả"),
        help_text=gettext_lazy("In trong thư; ngày hẹn cũ vẫn tính để biết hồ sơ chậm bao lâu"),
        future=True,
        calendar=True,
    )
    reason = reason_field(
        gettext_lazy("Lý do"), gettext_lazy("In trong thư xin lỗi, người nộp đọc được")
    )


class SuspendForm(SideForm):
    """Why the clock stops, and by which provision."""

    reason = reason_field(gettext_lazy("Lý do tạm dừng"))
    source = forms.CharField(
        label=gettext_lazy("Căn cứ pháp lý"),
        help_text=gettext_lazy("Điều, khoản, văn bản cho phép dừng tính thời hạn"),
        max_length=300,
    )


class ReasonForm(SideForm):
    """Only a reason."""

    reason = reason_field(gettext_lazy("Lý do"))


class SureForm(SideForm):
    """Nothing to say; only to be sure."""


class HandOverForm(SideForm):
    """To which agency, and why."""

    organisation = agency_field(gettext_lazy("Cơ quan nhận"))
    reason = reason_field(gettext_lazy("Lý do bàn giao"))


class AssignForm(SideForm):
    """To whom."""

    officer = forms.ChoiceField(label=gettext_lazy("Người thụ lý"))
    reason = forms.CharField(
        label=gettext_lazy("Lời nhắn"), required=False, max_length=500, widget=_area(2)
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["officer"].choices = [("", _("Chọn người")), *people]  # type: ignore[attr-defined]


class CancelOpinionForm(SideForm):
    """Which question is taken back, and why."""

    opinion = forms.ChoiceField(label=gettext_lazy("Thôi chờ ý kiến của"))
    reason = reason_field(gettext_lazy("Lý do"), rows=2)

    def __init__(self, *args: Any, asked: Sequence[tuple[str, str]] = (), **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["opinion"].choices = asked  # type: ignore[attr-defined]


class AnswerForm(SideForm):
    """The answer of one's agency."""

    answer = PickField(label=gettext_lazy("Trả lời"), choices=Opinion.Answer.choices)
    text = reason_field(gettext_lazy("Nội dung ý kiến"), rows=6)
    file = FilesField(
        label=gettext_lazy("Văn bản trả lời"), required=False, most_files=1, endings=("pdf",)
    )


class CounterSupplementForm(SideForm):
    """What the person brought to the counter."""

    brought = forms.MultipleChoiceField(
        label=gettext_lazy("Đã nhận"), widget=forms.CheckboxSelectMultiple
    )
    scans = FilesField(label=gettext_lazy("Bản quét"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Ghi chú"), required=False, max_length=1_000, widget=_area(2)
    )

    def __init__(self, *args: Any, items: Sequence[str] = (), **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        choices = [(item, item) for item in items]
        self.fields["brought"].choices = choices  # type: ignore[attr-defined]
        self.fields["brought"].initial = list(items)


class SendForm(SideForm):
    """The result goes on its way."""

    method = PickField(label=gettext_lazy("Cách gửi"), choices=ReturnMethod.choices)
    tracking_number = forms.CharField(
        label=gettext_lazy("Số hiệu bưu gửi"), required=False, max_length=60
    )


class ReturnForm(SideForm):
    """The result is in its owner's hand."""

    method = PickField(label=gettext_lazy("Cách trả"), choices=ReturnMethod.choices)
    receiver_name = forms.CharField(label=gettext_lazy("Người nhận"), max_length=200)
    evidence = forms.CharField(
        label=gettext_lazy("Căn cứ đã giao"),
        help_text=gettext_lazy(
            "Ví dụ: ký nhận trên Giấy tiếp nhận, số phiếu phát bưu chính, người nhận tải về lúc…"
        ),
        max_length=500,
    )
