"""Telling papers from remarks in the catalogue's list of documents."""

from __future__ import annotations

import re

_REMARK_GROUP = re.compile(r"^\W*(lưu ý|ghi chú)", re.IGNORECASE)
_SHOW_GROUP = re.compile(r"xuất trình", re.IGNORECASE)
# Sentences that explain how to hand in, not what.
_EXPLAINS = re.compile(
    r"^\W*(\d+(\.\d+)*\.?\s*)?(người (tiếp nhận|có yêu cầu|yêu cầu|ủy quyền)|cơ quan|trường hợp|"
    r"trong trường hợp|cá nhân có quyền|đối với|bản chụp|việc|số lượng hồ sơ|lưu ý|từ lần|"
    r"trong lần|"
    r"hồ sơ (gồm|bao gồm)|ghi chú|thành phần hồ sơ)",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"trường hợp|nếu có|\(nếu|nếu |đối với|hoặc trường hợp|trong trường hợp|khi có|trừ ",
    re.IGNORECASE,
)
_APPLICATION = re.compile(
    r"^\W*(mẫu số\s*\S+\s*)?(đơn|tờ khai|giấy đề nghị|văn bản đề nghị|mẫu hộ tịch điện tử|phiếu|"
    r"giấy đăng ký|bản kê khai|tờ trình|công văn đề nghị)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^[\s\-+*•·–—]+|^\(?[a-zđ0-9]{1,3}(\.\d+)*[).]\s+", re.IGNORECASE)


def is_remark(*, group: str, text: str, quantity: int) -> bool:
    """Whether a line is an explanation rather than a paper to hand in or show."""
    if _REMARK_GROUP.match(group):
        return True
    return quantity == 0 and bool(_EXPLAINS.match(text))


def is_shown_only(group: str) -> bool:
    """Papers the applicant shows and takes home again."""
    return bool(_SHOW_GROUP.search(group))


def is_conditional(*, group: str, text: str) -> bool:
    """Whether the text makes the paper depend on the applicant's situation."""
    return bool(_CONDITIONAL.search(text)) or bool(_CONDITIONAL.search(group))


def is_application(text: str) -> bool:
    """The application itself (đơn, tờ khai): an electronic form takes its place."""
    return bool(_APPLICATION.match(text))


def clean(text: str) -> str:
    """The line without its bullet and final punctuation, first letter capital."""
    stripped = _LEAD.sub("", " ".join(text.split())).rstrip(" ;.,:")
    return stripped[:1].upper() + stripped[1:]


def headline(text: str, limit: int = 90) -> tuple[str, str]:
    """A paper's name and the rest: cut at the first natural stop before the limit."""
    whole = clean(text)
    if len(whole) <= limit:
        return whole, ""
    for mark in (";", ". ", " (", ", "):
        place = whole.find(mark, 12, limit)
        if place > 0:
            return whole[:place].rstrip(), whole[place:].lstrip(" ;.,").strip()
    place = whole.rfind(" ", 0, limit)
    return whole[:place], whole[place + 1 :]
