"""The fields of every kind of result, asked in Vietnamese; made of the shapes of the papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from typing import Any, get_type_hints

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.modules.cases import papers
from tinhso.ui.fields import FilesField, MoneyField, NumberField, VietnameseDateField

HEAD = {"agency_above", "agency", "place", "made_at", "lookup_url"}
LABELS: Mapping[str, str | Promise] = {
    "number": _("Số, ký hiệu"),
    "signer_title": _("Chức vụ người ký"),
    "signer": _("Người ký"),
    "signer_authority": _("Quyền hạn (TM., KT.)"),
    "signer_note": _("Dòng dưới chức vụ"),
    "heading": _("Tên loại văn bản"),
    "subject": _("Trích yếu"),
    "code": _("Mã hồ sơ"),
    "to": _("Kính gửi"),
    "issuer": _("Người ban hành quyết định"),
    "grounds": _("Căn cứ, mỗi dòng một căn cứ"),
    "articles": _("Các điều, mỗi dòng một điều"),
    "paragraphs": _("Nội dung, mỗi dòng một đoạn"),
    "recipients": _("Nơi nhận, mỗi dòng một nơi"),
    "procedure": _("Thủ tục"),
    "reason": _("Lý do"),
    "legal_basis": _("Căn cứ pháp lý"),
    "guidance": _("Hướng dẫn người nộp"),
    "child_name": _("Họ, chữ đệm, tên của trẻ"),
    "child_born": _("Ngày sinh của trẻ"),
    "child_sex": _("Giới tính"),
    "child_ethnic": _("Dân tộc của trẻ"),
    "child_nationality": _("Quốc tịch của trẻ"),
    "child_birthplace": _("Nơi sinh"),
    "child_origin": _("Quê quán"),
    "child_number": _("Số định danh của trẻ"),
    "mother_name": _("Họ, chữ đệm, tên của mẹ"),
    "mother_born": _("Năm sinh của mẹ"),
    "mother_ethnic": _("Dân tộc của mẹ"),
    "mother_nationality": _("Quốc tịch của mẹ"),
    "mother_home": _("Nơi cư trú của mẹ"),
    "father_name": _("Họ, chữ đệm, tên của cha"),
    "father_born": _("Năm sinh của cha"),
    "father_ethnic": _("Dân tộc của cha"),
    "father_nationality": _("Quốc tịch của cha"),
    "father_home": _("Nơi cư trú của cha"),
    "registered_at": _("Nơi đăng ký"),
    "registered_on": _("Ngày đăng ký"),
    "declarant": _("Người đi khai"),
    "declarant_paper": _("Giấy tờ tùy thân của người đi khai"),
    "register_number": _("Số đăng ký, quyển số"),
    "person_name": _("Họ, chữ đệm, tên"),
    "person_born": _("Ngày sinh"),
    "person_sex": _("Giới tính của người được xác nhận"),
    "person_ethnic": _("Dân tộc"),
    "person_nationality": _("Quốc tịch"),
    "person_home": _("Nơi cư trú"),
    "person_number": _("Số định danh"),
    "status": _("Tình trạng hôn nhân"),
    "purpose": _("Mục đích sử dụng"),
    "during": _("Trong thời gian"),
    "valid_for": _("Giá trị sử dụng"),
    "business_code": _("Mã số hộ kinh doanh"),
    "business_name": _("Tên hộ kinh doanh"),
    "business_address": _("Trụ sở"),
    "trades": _("Ngành, nghề, mỗi dòng một nghề"),
    "owner_name": _("Chủ hộ, chủ đầu tư"),
    "owner_born": _("Ngày sinh của chủ hộ"),
    "owner_number": _("Số định danh của chủ hộ"),
    "owner_home": _("Nơi cư trú của chủ hộ, chủ đầu tư"),
    "owner_sex": _("Giới tính của chủ hộ"),
    "owner_ethnic": _("Dân tộc của chủ hộ"),
    "owner_nationality": _("Quốc tịch của chủ hộ"),
    "capital": _("Vốn kinh doanh"),
    "phone": _("Điện thoại"),
    "email": _("Thư điện tử"),
    "changes": _("Đăng ký thay đổi lần thứ"),
    "changed_on": _("Ngày thay đổi"),
    "work": _("Công trình"),
    "site": _("Địa điểm xây dựng"),
    "design": _("Thiết kế"),
    "designer": _("Đơn vị thiết kế"),
    "land_paper": _("Giấy tờ đất"),
    "plot": _("Thửa đất, tờ bản đồ"),
    "base_level": _("Cốt nền"),
    "built_area": _("Diện tích xây dựng"),
    "floor_area": _("Tổng diện tích sàn"),
    "height": _("Chiều cao"),
    "storeys": _("Số tầng"),
    "density": _("Mật độ xây dựng"),
    "red_line": _("Chỉ giới đường đỏ"),
    "building_line": _("Chỉ giới xây dựng"),
    "conditions": _("Điều kiện kèm theo, mỗi dòng một điều kiện"),
}
LONG = {"reason", "guidance"}


def templates() -> list[tuple[str, str]]:
    """Codes and titles of the kinds of result."""
    return [(form.code, form.title) for form in papers.FORMS.values() if form.is_result]


class ResultForm(forms.Form):
    """One kind of result: every field of its paper but the letterhead, which is known."""

    def __init__(self, template: str, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        shape = papers.FORMS[template].shape
        hints = get_type_hints(shape)
        ordered = sorted(fields(shape), key=lambda item: item.name in _LAST)
        for item in ordered:
            if item.name not in HEAD:
                self.fields[item.name] = _field(item, hints[item.name])
        self.names = list(self.fields)
        self.listed = {name for name in self.names if hints[name] == tuple[str, ...]}

    def values(self) -> dict[str, Any]:
        """Values for the paper: lines of a text become a tuple, empty days None."""
        told = self.cleaned_data
        return {
            name: _lines(told[name])
            if name in self.listed
            else _value(self.fields[name], told[name])
            for name in self.names
        }


_LAST = ("signer_authority", "signer_title", "signer", "signer_note")


def _field(item: Field[Any], hint: Any) -> forms.Field:  # noqa: ANN401
    label = LABELS.get(item.name, item.name)
    required = item.default is MISSING and item.default_factory is MISSING
    options: dict[str, Any] = {"label": label, "required": required}
    if item.default is not MISSING and item.default not in ((), None):
        options["initial"] = item.default
    if hint in (date, date | None):
        return VietnameseDateField(**options)
    if hint is int:
        return MoneyField(**options) if item.name == "capital" else NumberField(places=0, **options)
    if hint is str and item.name not in LONG:
        return forms.CharField(max_length=500, **options)
    lines = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(max_length=10_000, widget=lines, **options)


def _value(field: forms.Field, told: Any) -> Any:  # noqa: ANN401
    if isinstance(field, NumberField):
        return told or 0
    if isinstance(field, VietnameseDateField):
        return told
    return told


def _lines(told: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in told.splitlines() if line.strip())


class FileResultForm(forms.Form):
    """A result made outside: its title and its file."""

    title = forms.CharField(label=_("Tên kết quả"), max_length=300)
    file = FilesField(label=_("Tệp PDF"), most_files=1, most_megabytes=20, endings=("pdf",))


def lines_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as what the form shows: days read back, tuples as lines."""
    shown: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list | tuple):
            shown[name] = "\n".join(str(one) for one in value)
        elif name in _DAYS and isinstance(value, str):
            shown[name] = date.fromisoformat(value)
        else:
            shown[name] = value
    return shown


_DAYS = {"child_born", "registered_on", "person_born", "owner_born", "changed_on"}


def title_of(template: str, values: Mapping[str, Any]) -> str:
    """What the result is called in the dossier."""
    if template == "result":
        return f"{values.get('heading', '')}: {values.get('subject', '')}"[:300]
    return papers.FORMS[template].title
