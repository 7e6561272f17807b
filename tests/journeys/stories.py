"""What several journeys begin with: a dossier at the counter, an officer who takes it up."""

from __future__ import annotations

import re
import secrets

from tests.journeys.visitor import Visitor

PHONE = "0988123456"


def a_number() -> str:
    """A personal number that nobody has brought a dossier with yet."""
    return f"038090{secrets.randbelow(1_000_000):06d}"


def receive(counter: Visitor, number: str) -> str:
    """A construction permit, for a man with his papers in a folder; the code it got."""
    counter.open("/tiep-nhan/tai-quay/1.013225/")
    counter.page.locator("input[name=number]").fill(number)
    counter.page.locator("input[name=name]").fill("Nguyễn Văn Đạt")
    counter.page.locator("input[name=phone]").fill(PHONE)
    counter.page.locator("input[name=address]").fill("Tổ 5, phường Hạc Thành")
    counter.page.locator("[name=summary]").fill("Nhà ở 2 tầng, thửa 214, tờ 37")
    counter.press("Tiếp nhận")
    found = re.search(r"Đã tiếp nhận hồ sơ (\S+)", counter.text())
    assert found
    return found.group(1)


def take_up(officer: Visitor, code: str) -> None:
    """Open what is one's own already, else take it from the pool of the unit."""
    officer.open("/xu-ly/")
    if code in officer.text():
        officer.press(code)
    else:
        officer.open("/xu-ly/phong/")
        officer.press(code)
        officer.press("Nhận thụ lý")
