"""What is wrong with a parameter or a body, in the words of a person: pydantic's are English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_ANYTHING = _("Giá trị không hợp lệ.")
_WHOLE = _("Viết một số nguyên.")
_NUMBER = _("Viết một số.")
_FLAG = _("Chỉ nhận true hoặc false.")
_DAY = _("Viết ngày theo mẫu YYYY-MM-DD.")
_TEXT = _("Phải là văn bản.")
_UUID = _("Viết mã định danh dạng UUID.")

SENTENCES: dict[str, str | Promise] = {
    "missing": _("Còn thiếu."),
    "extra_forbidden": _("Không nhận mục này."),
    "string_type": _TEXT,
    "string_unicode": _("Có ký tự không đọc được."),
    "string_too_short": _("Cần ít nhất %(min_length)s ký tự."),
    "string_too_long": _("Nhiều nhất %(max_length)s ký tự."),
    "string_pattern_mismatch": _("Chưa đúng dạng %(pattern)s."),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _("Số quá lớn."),
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than": _("Phải lớn hơn %(gt)s."),
    "greater_than_equal": _("Phải từ %(ge)s trở lên."),
    "less_than": _("Phải nhỏ hơn %(lt)s."),
    "less_than_equal": _("Nhiều nhất là %(le)s."),
    "bool_type": _FLAG,
    "bool_parsing": _FLAG,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "uuid_type": _UUID,
    "uuid_parsing": _UUID,
    "literal_error": _("Chỉ nhận %(expected)s."),
    "enum": _("Chỉ nhận %(expected)s."),
    "dict_type": _("Phải là một đối tượng JSON."),
    "list_type": _("Phải là một danh sách."),
    "model_type": _("Phải là một đối tượng JSON."),
    "model_attributes_type": _("Phải là một đối tượng JSON."),
    "text_unreadable": _("Có ký tự không đọc được."),
}


def sentence(error: Mapping[str, Any]) -> str:
    """The sentence of one finding of pydantic."""
    said = str(SENTENCES.get(str(error.get("type")), _ANYTHING))
    facts = error.get("ctx") or {}
    try:
        return said % facts if "%(" in said else said
    except KeyError:
        return str(_ANYTHING)
