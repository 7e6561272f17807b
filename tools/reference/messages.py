"""The page of messages that citizens and officers receive."""

from __future__ import annotations

from tinhso.modules.notifications import public as notifications
from tools.reference.table import code, page, table

_ABOUT = (
    "Các loại thông báo mà hệ thống gửi, với lời mặc định. Quản trị sửa được lời trong phần thông"
    " báo; chỗ `{tên}` được thay bằng giá trị của từng hồ sơ."
)
_CHANNELS = {notifications.INBOX: "hộp thư trong hệ thống", notifications.EMAIL: "thư điện tử"}


def messages_page() -> str:
    """Every declared kind of message with its default text and its places."""
    kinds = notifications.kinds().values()
    rows = [
        (
            code(kind.code),
            str(kind.title),
            ", ".join(_CHANNELS.get(channel, channel) for channel in kind.channels),
            "không" if kind.is_mandatory else "có",
        )
        for kind in kinds
    ]
    parts = [table(("Mã", "Khi nào", "Gửi qua", "Người nhận tắt được"), rows)]
    for kind in kinds:
        text = f"## {kind.code}\n\n**{kind.heading}**\n\n> " + "\n> ".join(
            str(kind.text).split("\n")
        )
        places = "; ".join(f"`{{{name}}}` {meaning}" for name, meaning in kind.places.items())
        parts.append(f"{text}\n\nChỗ điền: {places or '—'}")
    return page("Thông báo", _ABOUT, *parts)
