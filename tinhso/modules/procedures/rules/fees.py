"""What may be charged without a person deciding, from the catalogue's fee lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

TITLES = {"FEE": "Phí", "SERVICE_FEE": "Lệ phí", "PRICE_LEVEL": "Mức giá"}
# A price "per page" or "per copy" is no amount for a dossier, nor one the province may change.
_NOT_FIXED = re.compile(
    r"/\s*\d*\s*(trang|bản|lần|người|hồ sơ|giấy|thẻ|xe|m2|m²|tháng|năm|cơ sở|tờ|lô)|\bmỗi\b|\btừng\b|"
    r"\btừ trang\b|\bbản sao\b|hội đồng nhân dân|hđnd",
    re.IGNORECASE,
)
_FREE = re.compile(r"^\W*(miễn|không thu|không có|không$|không\.)", re.IGNORECASE)


def listed_amount(value: object, currency: str | None, note: str, *, suspect: bool) -> int | None:
    """The amount in đồng the source lists, None when it lists none that can be believed.

    0 with a text beside it means "see the text", unless the text says it is free.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < 0 or suspect:
        return None
    if currency and currency != "Việt Nam Đồng":
        return None
    if value == 0 and note.strip() and not _FREE.match(note.strip()):
        return None
    return value


def chargeable(listed: Sequence[tuple[int | None, str]]) -> list[int | None]:
    """For each (listed amount, note) of one channel, what can be charged as it stands.

    Several lines are alternatives among which a person chooses; a price per page needs a count.
    """
    if len(listed) != 1:
        return [None if amount is None or amount else 0 for amount, _ in listed]
    amount, note = listed[0]
    return [None if amount and _NOT_FIXED.search(note) else amount]
