"""What may be charged without a person deciding, from the catalogue's fee lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

TITLES = {"FEE": "Phí", "SERVICE_FEE": "Lệ phí", "PRICE_LEVEL": "Mức giá"}
# A price "per page" or "per copy" is no amount for a dossier, nor one the province may change.
_NOT_FIXED = re.compile(
    r"/\s*\d*\s*(trang|bản|lần|người|hồ sơ|giấy|thẻ|xe|m2|m²|tháng|năm|cơ sở|tờ|lô)|"
    r"\bmỗi\b|\btừng\b|\btừ trang\b|\bbản sao\b|hội đồng nhân dân|hđnd",
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


def line(amount: int | None, note: str) -> str:
    """ "8.000 đ", "Không thu", or the source's own words."""
    if amount:
        figure = f"{amount:,}".replace(",", ".") + "\u00a0đ"
        return f"{figure} ({note})" if note and len(note) < 80 else figure
    if amount == 0:
        return "Không thu"
    return note or "Theo quy định"


def words(content: Mapping[str, Any]) -> str:
    """The fee in a few words for lists and the facts strip."""
    found = [(fee["amount"], fee["note"]) for way in content["methods"] for fee in way["fees"]]
    amounts = {amount for amount, _ in found if amount}
    if len(amounts) == 1:
        amount = amounts.pop()
        notes = {note for listed, note in found if listed == amount}
        unit = next((note for note in notes if note.startswith("/") and len(note) < 20), "")
        return line(amount, "") + unit
    if amounts:
        return f"Từ {line(min(amounts), '')} đến {line(max(amounts), '')}"
    written = content["fee_text"] or next(
        (note for amount, note in found if amount is None and note), ""
    )
    if written:
        return str(written)
    return "Không thu" if any(amount == 0 for amount, _ in found) else "Chưa có trong dữ liệu"
