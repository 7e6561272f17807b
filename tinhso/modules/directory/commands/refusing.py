"""From codes of what is wrong to the sentences a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tinhso.modules.directory.errors import CodeTaken, FactsInvalid

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
