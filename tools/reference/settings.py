"""The page of environment variables, for operators."""

from __future__ import annotations

from pathlib import Path

from tinhso.config.settings import environment
from tools.reference.table import code, page, table

_ABOUT = (
    "Mọi giá trị đọc từ biến môi trường. Biến để trống thì dùng giá trị mặc định; giá trị không đọc"
    " được thì chương trình dừng ngay và nêu tên biến."
)


def settings_page() -> str:
    """Every variable with its default and its meaning."""
    rows = [
        (code(variable.name), _default(variable), variable.meaning)
        for variable in sorted(environment.ALL, key=lambda found: found.name)
    ]
    return page("Biến môi trường", _ABOUT, table(("Biến", "Mặc định", "Ý nghĩa"), rows))


def _default(variable: environment.Variable[object]) -> str:
    if variable is environment.HOME:  # it depends on who runs the product
        return "`/var/lib/tinhso` khi chạy bằng root, nếu không thì `~/.local/share/tinhso`"
    value = variable.default
    if value is None or value in ("", []):
        return "trống"
    if isinstance(value, bool):
        return code(int(value))
    if isinstance(value, list):
        return code(",".join(str(item) for item in value))
    return code(value.as_posix() if isinstance(value, Path) else value)
