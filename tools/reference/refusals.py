"""The page of error codes: what a machine reads, what a person reads, what HTTP says."""

from __future__ import annotations

from collections.abc import Iterator

from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import STATUS
from tools.reference.source import place_of, shipped
from tools.reference.table import code, page, table

_ABOUT = (
    "Mỗi lần từ chối có một mã cho máy và một câu cho người đọc. API trả về theo RFC 9457 với"
    " `type` là `urn:tinhso:loi:<mã>`. Chỗ `%(tên)s` trong câu được thay bằng giá trị cụ thể."
)


def errors_page() -> str:
    """Every refusal of the product, by code."""
    rows = [
        (code(kind.code), status, str(kind.message), code(place_of(kind)))
        for kind, status in sorted(_refusals(), key=lambda found: (found[0].code, str(found[0])))
    ]
    return page("Mã lỗi", _ABOUT, table(("Mã", "HTTP", "Câu hiện cho người đọc", "Tệp"), rows))


def _refusals() -> Iterator[tuple[type[DomainError], int]]:
    for parent, status in STATUS.items():
        for kind in (parent, *_below(parent)):
            if shipped(kind):
                yield kind, status


def _below(parent: type[DomainError]) -> Iterator[type[DomainError]]:
    for kind in parent.__subclasses__():
        yield kind
        yield from _below(kind)
