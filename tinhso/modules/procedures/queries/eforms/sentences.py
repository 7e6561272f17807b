"""What a form says when an answer breaks a rule: one sentence per rule, never "invalid"."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.modules.procedures.definitions.form import Question

SENTENCES: Mapping[str, object] = {
    "format": gettext_lazy("%(what)s: viết bằng chữ và số"),
    "maxLength": gettext_lazy("%(what)s dài nhất %(bound)s ký tự"),
    "minLength": gettext_lazy("%(what)s cần ít nhất %(bound)s ký tự"),
    "pattern": gettext_lazy("%(what)s chưa đúng mẫu. %(hint)s"),
    "minimum": gettext_lazy("%(what)s phải từ %(bound)s trở lên"),
    "maximum": gettext_lazy("%(what)s nhiều nhất là %(bound)s"),
    "exclusiveMinimum": gettext_lazy("%(what)s phải lớn hơn %(bound)s"),
    "exclusiveMaximum": gettext_lazy("%(what)s phải nhỏ hơn %(bound)s"),
    "multipleOf": gettext_lazy("%(what)s phải là bội số của %(bound)s"),
    "minItems": gettext_lazy("%(what)s: chọn ít nhất %(bound)s mục"),
    "maxItems": gettext_lazy("%(what)s: chọn nhiều nhất %(bound)s mục"),
    "enum": gettext_lazy("%(what)s: chọn một mục trong danh sách"),
    "choice": gettext_lazy("%(what)s: chọn một mục trong danh sách"),
    "name": gettext_lazy("%(what)s viết bằng chữ, đủ họ và tên, có dấu"),
    "date": gettext_lazy("%(what)s viết theo mẫu ngày/tháng/năm, ví dụ 18/11/2026"),
    "no_such_day": gettext_lazy("Không có ngày %(typed)s trong lịch"),
    "past": gettext_lazy("%(what)s phải là một ngày đã qua, ví dụ 18/11/2026"),
    "future": gettext_lazy("%(what)s phải từ hôm nay trở đi"),
    "year": gettext_lazy("%(what)s viết bằng bốn chữ số, ví dụ 1996"),
    "time": gettext_lazy("%(what)s viết giờ và phút, ví dụ 15:42"),
    "number": gettext_lazy("%(what)s viết bằng số, ví dụ 1.234,5"),
    "whole": gettext_lazy("%(what)s phải là số nguyên, ví dụ 1.234"),
    "type": gettext_lazy("%(what)s phải là số nguyên, ví dụ 1.234"),
    "money": gettext_lazy("%(what)s viết bằng số đồng, ví dụ 150.000"),
    "phone": gettext_lazy("Điện thoại phải có 10 chữ số, bắt đầu bằng 0"),
    "email": gettext_lazy("Thư điện tử viết theo mẫu ten@noi.vn"),
    "personal_number": gettext_lazy("Số định danh có 12 chữ số, như trên Căn cước"),
    "tax_number": gettext_lazy("Mã số thuế có 10 hoặc 13 chữ số, hoặc 12 chữ số định danh"),
    "commune": gettext_lazy("%(what)s: chọn xã, phường trong danh sách"),
    "commune_none": gettext_lazy(
        "Không có xã, phường nào tên “%(typed)s”. Thử tên cũ hoặc ít chữ hơn"
    ),
    "commune_several": gettext_lazy("Có %(count)s xã, phường khớp “%(typed)s”, chọn một"),
    "group_least": gettext_lazy("%(what)s: khai ít nhất %(bound)s mục"),
    "group_most": gettext_lazy("%(what)s: khai nhiều nhất %(bound)s mục"),
}
_CHOSEN = frozenset({"choice", "choices", "yes_no", "commune"})


def sentence(question: Question, rule: str, **facts: object) -> str:
    """The sentence for a rule the answer breaks; the definition's own sentence first."""
    own = question.messages.get(rule)
    if own:
        return own
    if rule == "required":
        return asked(question)
    text = str(SENTENCES.get(rule, SENTENCES["format"]))
    return (text % {"what": question.label, "hint": question.hint, **facts}).strip()


def asked(question: Question) -> str:
    """The sentence for a question left empty: "Nhập …", "Chọn …"."""
    label = lowered(question.label)
    if question.kind == "check":
        return _("Đánh dấu để xác nhận: %(what)s") % {"what": question.label}
    if question.kind in _CHOSEN:
        return _("Chọn %(what)s") % {"what": label}
    return _("Nhập %(what)s") % {"what": label}


def lowered(label: str) -> str:
    """The label inside a sentence: first letter small unless it is an abbreviation."""
    return label[0].lower() + label[1:] if len(label) > 1 and label[1].islower() else label
