"""Why a table that somebody brought cannot be read, in words for that person."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.table_files import TableUnreadable

SENTENCES: dict[str, str | Promise] = {
    "empty": _("tệp không có dòng nào"),
    "archive": _("đây là tệp nén hoặc bảng tính, cần tệp CSV: lưu lại dưới dạng “CSV UTF-8”"),
    "archive_broken": _("tệp nén bị hỏng, có mật khẩu, hoặc nén theo cách không đọc được"),
    "large": _("nội dung lớn hơn %(most)s MB"),
    "file_unknown": _("tên tệp không đúng: %(names)s"),
    "encoding": _("chữ không phải mã UTF-8 (từ byte %(place)s): lưu lại dưới dạng “CSV UTF-8”"),
    "unreadable": _("có ký tự không đọc được (NUL)"),
    "form": _("dòng %(line)s không đúng dạng CSV: ô quá dài, hoặc dấu ngoặc kép chưa đóng"),
    "rows": _("nhiều hơn %(most)s dòng"),
    "too_wide": _("nhiều hơn %(most)s cột"),
    "columns": _("thiếu cột: %(missing)s; cột không nhận: %(unknown)s"),
    "columns_twice": _("cột có hai lần: %(twice)s"),
}


def why(wrong: TableUnreadable) -> str:
    """What is wrong with the file and, where that can be said, what to do about it."""
    sentence = str(SENTENCES[wrong.code])
    return sentence % wrong.facts if wrong.facts else sentence
