"""The forms of the specimen: one as it is first shown, one sent back with errors."""

from __future__ import annotations

from typing import Any

from django import forms

from tinhso.kernel.text import fold
from tinhso.ui.fields import (
    ComboField,
    FilesField,
    MoneyField,
    NumberField,
    PersonalNumberField,
    PhoneField,
    PickField,
    VietnameseDateField,
)
from tinhso.ui.widgets import Option

_COMMUNES = (
    ("14758", "Phường Hạc Thành"),
    ("14797", "Phường Quảng Phú"),
    ("16516", "Phường Sầm Sơn"),
    ("16531", "Phường Nam Sầm Sơn"),
    ("14845", "Xã Mường Lát"),
    ("16438", "Xã Lưu Vệ"),
)


def communes(text: str) -> list[Option]:
    """Communes whose folded name holds the folded text."""
    return [
        Option(code, name, "từ 01/7/2025") for code, name in _COMMUNES if fold(text) in fold(name)
    ]


class SampleForm(forms.Form):
    """Every kind of field once."""

    full_name = forms.CharField(
        label="Họ, chữ đệm và tên", help_text="Viết có dấu, như trên Căn cước"
    )
    born_on = VietnameseDateField(label="Ngày sinh", help_text="Ngày/tháng/năm", past=True)
    meet_on = VietnameseDateField(label="Ngày hẹn", calendar=True, future=True, required=False)
    personal_number = PersonalNumberField(label="Số định danh", required=False)
    phone = PhoneField(label="Điện thoại")
    area = NumberField(label="Diện tích sàn", unit="m²", places=1, required=False)
    fee = MoneyField(label="Lệ phí", required=False)
    commune = ComboField(
        label="Xã, phường",
        help_text="166 xã, phường từ 01/7/2025. Gõ vài chữ, có dấu hay không dấu",
        search=communes,
        label_of=lambda code: dict(_COMMUNES).get(code, ""),
        url="/ui/specimen/tim",
    )
    delivery = PickField(
        label="Nhận kết quả",
        inline=True,
        choices=[("digital", "Bản điện tử"), ("counter", "Tại quầy"), ("post", "Bưu chính")],
    )
    field_of_law = PickField(
        label="Lĩnh vực",
        required=False,
        choices=[
            (str(n), name)
            for n, name in enumerate(
                ("Hộ tịch", "Đất đai", "Xây dựng", "Kinh doanh", "Y tế", "Giáo dục", "Lao động")
            )
        ],
    )
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea({"rows": 3}), required=False)
    papers = FilesField(
        label="Giấy tờ kèm theo",
        help_text="PDF, JPG, PNG, HEIC, tối đa 10 MB mỗi tệp",
        required=False,
    )
    agreed = forms.BooleanField(label="Tôi cam đoan những điều khai trên là đúng")


def fresh() -> SampleForm:
    """As first shown, with something known."""
    return SampleForm(
        initial={
            "full_name": "Lê Thị Hương",
            "commune": "14758",
            "delivery": "digital",
            "fee": 75000,
            "area": 168.4,
        }
    )


def refused() -> SampleForm:
    """Sent back with errors of several kinds."""
    data: dict[str, Any] = {
        "full_name": "",
        "born_on": "18/12/2126",
        "phone": "091234567",
        "commune_text": "sam son",
        "delivery": "digital",
    }
    return SampleForm(data, auto_id="r_%s")
