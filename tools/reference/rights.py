"""The page of permissions: what each is called and which commands ask for it."""

from __future__ import annotations

from collections import defaultdict

from tinhso.kernel import permissions
from tinhso.kernel.command import registry
from tools.reference.source import shipped
from tools.reference.table import code, codes, page, table

_ABOUT = (
    "Tên quyền dùng trong mã nguồn, tên gọi trên màn hình, và các lệnh đòi quyền ấy. Vai trò nào có"
    " quyền nào thì xem trang “Ai được làm gì” trong phần quản trị: quản trị tỉnh đổi được, nên ở"
    " đây không ghi."
)


def permissions_page() -> str:
    """Every declared permission."""
    asked: dict[str, list[str]] = defaultdict(list)
    for name, info in sorted(registry.items()):
        if shipped(info.function):
            asked[info.permission].append(name)
    rows = [
        (code(permission), str(title), codes(asked[permission]))
        for permission, title in permissions.declared().items()
    ]
    return page("Quyền", _ABOUT, table(("Quyền", "Tên gọi", "Lệnh đòi quyền này"), rows))
