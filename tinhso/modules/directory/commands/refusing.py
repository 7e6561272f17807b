"""From codes of what is wrong to the sentences a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.modules.directory.errors import CodeTaken, FactsInvalid
from tinhso.modules.directory.rules.tables import Refused

SENTENCES = {
    "missing": _("Còn thiếu."),
    "unknown": _("Giá trị này không có trong danh sách."),
    "form": _("Chưa đúng dạng."),
    "range": _("Ngoài khoảng cho phép."),
    "too_young": _("Chưa đủ 16 tuổi."),
    "too_early": _("Sớm hơn ngày đủ 16 tuổi."),
    "order": _("Ngày kết thúc phải sau ngày bắt đầu."),
    "twice": _("Trùng với một dòng khác."),
}

REASONS: dict[str, str | Promise] = {
    "missing": _("còn thiếu"),
    "too_long": _("quá dài"),
    "unknown": _("không có trong danh bạ hoặc danh sách"),
    "form": _("chưa đúng dạng"),
    "range": _("ngoài khoảng cho phép"),
    "unreadable": _("không đọc được"),
    "not_a_flag": _("chỉ nhận 0 hoặc 1"),
    "ends_before_it_begins": _("ngày hết hiệu lực trước ngày bắt đầu"),
    "twice": _("trùng với một dòng khác"),
    "code_taken": _("mã đã thuộc về đơn vị khác trong khoảng ngày này"),
    "not_consistent": _("không khớp với dữ liệu đang có"),
    "ambiguous": _("có nhiều hơn một kết quả khớp"),
    "too_young": _("chưa đủ 16 tuổi"),
    "too_early": _("sớm hơn ngày đủ 16 tuổi"),
    "too_many_cells": _("dòng có nhiều ô hơn tiêu đề"),
    "one_unit_needed": _("cần đúng một đơn vị"),
}
"""Why a row of a file was not taken over."""


def row_sentence(one: Refused) -> str:
    """A refused row in one sentence, for files of which no row is taken while one is wrong."""
    said = _("Dòng %(row)s, cột %(column)s: %(reason)s %(value)s")
    facts = {"row": one.row, "column": one.column or "–", "value": one.value}
    return (str(said) % {**facts, "reason": REASONS.get(one.code, one.code)}).strip()


def refuse(wrong: Mapping[str, list[str]]) -> None:
    """Raise FactsInvalid with a sentence per field when anything is wrong."""
    if wrong:
        raise FactsInvalid(
            fields={name: [str(SENTENCES[code]) for code in codes] for name, codes in wrong.items()}
        )


@contextmanager
def codes_once(written: str, constraint: str) -> Iterator[None]:
    """Turn the database's refusal of a code that is taken into ours. Raises CodeTaken."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        if constraint in str(refused):
            raise CodeTaken(written=written) from refused
        raise
