"""Every value read from the environment, typed; the reference page is made from this."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Variable(Generic[T]):
    """One environment variable: its name, how to read it, its value when absent, its purpose."""

    name: str
    parse: Callable[[str], T]
    default: T
    meaning: str

    def read(self) -> T:
        """Return the parsed value. Raises ValueError naming a variable that cannot be parsed."""
        raw = os.environ.get(self.name, "")
        if raw == "":
            return self.default
        try:
            return self.parse(raw)
        except (ValueError, KeyError) as problem:
            raise ValueError(f"{self.name}={raw!r}: {self.meaning}") from problem


def _flag(raw: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
        raw.lower()
    ]


def _names(raw: str) -> list[str]:
    return [name.strip() for name in raw.split(",") if name.strip()]


def _contacts(raw: str) -> list[str]:
    """Addresses of RFC 9116: each a URI (mailto:, https:, tel:)."""
    found = _names(raw)
    if not all(contact.startswith(("mailto:", "https://", "tel:")) for contact in found):
        raise ValueError(raw)
    return found


def default_home() -> Path:
    """/var/lib/tinhso for root, else the user's data folder (XDG)."""
    if os.geteuid() == 0:
        return Path("/var/lib/tinhso")
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "tinhso"


HOME = Variable("TINHSO_HOME", Path, default_home(), "Thư mục dữ liệu: cơ sở dữ liệu, tệp, khóa")
DATABASE_ROLE = Variable(
    "TINHSO_DATABASE_ROLE", str, "runtime", "Vai trò kết nối: owner, runtime hoặc report"
)
PROVINCE = Variable("TINHSO_PROVINCE", str, "38", "Mã tỉnh đang vận hành, ví dụ 38 (Thanh Hóa)")
PROVINCE_UNTIL: Variable[date | None] = Variable(
    "TINHSO_PROVINCE_UNTIL",
    date.fromisoformat,
    None,
    "Lần đầu chỉ nạp cơ cấu tới ngày này (năm-tháng-ngày), để diễn tập sắp xếp: 2025-06-30",
)
PROVINCE_NAME = Variable(
    "TINHSO_PROVINCE_NAME", str, "Tỉnh Thanh Hóa", "Tên tỉnh, thành phố ghi ở đầu mọi trang"
)
ALLOWED_HOSTS: Variable[list[str]] = Variable(
    "TINHSO_HOSTS", _names, [], "Tên miền được phục vụ, cách nhau bằng dấu phẩy"
)
PUBLIC_ADDRESS = Variable(
    "TINHSO_PUBLIC_ADDRESS", str, "", "Địa chỉ công khai in trên giấy và mã QR, ví dụ https://…"
)
TRUSTED_PROXIES: Variable[list[str]] = Variable(
    "TINHSO_TRUSTED_PROXIES", _names, [], "Địa chỉ các máy chủ trung gian được tin X-Forwarded-For"
)
INTERNAL_NETWORKS: Variable[list[str]] = Variable(
    "TINHSO_INTERNAL_NETWORKS",
    _names,
    [],
    "Mạng nội bộ của cơ quan, ví dụ 10.0.0.0/8; từ nơi khác cán bộ phải có lớp xác thực thứ hai",
)
SECURITY_CONTACT: Variable[list[str]] = Variable(
    "TINHSO_SECURITY_CONTACT",
    _contacts,
    [],
    "Nơi nhận báo lỗ hổng, ghi ở /.well-known/security.txt: mailto:…, https://… hoặc tel:…; "
    "nhiều nơi cách nhau bằng dấu phẩy; trống thì không có tệp ấy",
)
SECURE = Variable(
    "TINHSO_SECURE", _flag, default=False, meaning="Chỉ phục vụ qua HTTPS (cookie, HSTS)"
)
FILE_STORE = Variable(
    "TINHSO_FILE_STORE", str, "disk", "Nơi lưu tệp: disk, hoặc s3://bucket?endpoint=…"
)
VIRUS_SCANNER = Variable(
    "TINHSO_VIRUS_SCANNER",
    str,
    "none",
    "Quét mã độc: none, hoặc clamav://host:port hay clamav:///socket",
)
RELEASE_UNSCANNED_FILES: Variable[bool | None] = Variable(
    "TINHSO_RELEASE_UNSCANNED_FILES",
    _flag,
    None,
    "Cho mở tệp chưa quét mã độc; trống thì chỉ cho khi không có bộ quét",
)
EMAIL_URL = Variable(
    "TINHSO_EMAIL_URL", str, "", "Máy chủ thư smtp://user:pass@host:port; trống thì ghi ra thư mục"
)
PORTAL_SECRET = Variable(
    "TINHSO_PORTAL_SECRET",
    str,
    "",
    "Khóa chung với Cổng Dịch vụ công quốc gia; trống thì không nhận hồ sơ",
)
PORTAL_URL = Variable(
    "TINHSO_PORTAL_URL", str, "", "Địa chỉ nhận tiến độ của Cổng Dịch vụ công quốc gia"
)
METRICS_FROM: Variable[list[str]] = Variable(
    "TINHSO_METRICS_FROM",
    _names,
    ["127.0.0.0/8", "::1/128"],
    "Mạng được đọc /metrics (Prometheus), cách nhau bằng dấu phẩy",
)
EMAIL_FROM = Variable(
    "TINHSO_EMAIL_FROM", str, "khong-tra-loi@localhost", "Địa chỉ đứng tên gửi thư"
)
PORT = Variable("PORT", int, 8000, "Cổng phục vụ")
BIND = Variable("TINHSO_BIND", str, "127.0.0.1", "Địa chỉ mạng mà máy chủ web lắng nghe")
WEB_WORKERS = Variable("TINHSO_WEB_WORKERS", int, 2, "Số tiến trình phục vụ web")
DATABASE_URL = Variable(
    "DATABASE_URL", str, "", "Kết nối của chủ sở hữu tới PostgreSQL có sẵn (từ 15); trống thì nhúng"
)
DATABASE_RUNTIME_URL = Variable(
    "DATABASE_RUNTIME_URL", str, "", "Kết nối của vai trò tinhso_runtime, khi tự tạo vai trò"
)
DATABASE_REPORT_URL = Variable(
    "DATABASE_REPORT_URL", str, "", "Kết nối của vai trò tinhso_report, khi tự tạo vai trò"
)
DATABASE_NAME = Variable(
    "TINHSO_DATABASE_NAME", str, "", "Cơ sở dữ liệu khác trên cùng máy chủ (bản sao, kiểm thử)"
)
LANGUAGE = Variable("TINHSO_LANG", str, "vi", "Ngôn ngữ của dòng lệnh: vi hoặc en")
BACKUP_PASSPHRASE = Variable(
    "TINHSO_BACKUP_PASSPHRASE", str, "", "Mật khẩu sao lưu và khôi phục khi chạy tự động"
)

ALL: tuple[Variable[object], ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Variable)
)
