"""A dossier brought to the counter, and its owner who looks it up without an account."""

from __future__ import annotations

import re
import secrets

import pytest

from tests.journeys.conftest import As
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


@pytest.mark.system("public-admin-centre")
def test_a_clerk_receives_on_behalf_and_hands_over_the_receipt(as_: As) -> None:
    counter = as_("ha.trinh")
    code = receive(counter, a_number())
    receipt = counter.pdf(counter.pdf_link("In Giấy tiếp nhận"))
    assert code in receipt
    assert "Nguyễn Văn Đạt" in receipt

    specialist = as_("thanh.le")
    specialist.open("/xu-ly/phong/")
    specialist.sees(code)


@pytest.mark.req("DVC-08", "TTHC-21")
def test_progress_is_found_with_code_and_phone_and_guessing_is_stopped(as_: As) -> None:
    number = a_number()
    code = receive(as_("ha.trinh"), number)

    owner = as_("")
    look_up(owner, code, PHONE[-4:])
    owner.sees(code, "Diễn biến")
    owner.sees_nothing_of("Nguyễn Văn Đạt", number, PHONE)

    for _guess in range(5):
        look_up(owner, code, "0000")
        owner.sees_nothing_of("Diễn biến")
    look_up(owner, code, PHONE[-4:])
    owner.sees_nothing_of("Diễn biến")
    owner.sees("15 phút")


def look_up(owner: Visitor, code: str, phone_end: str) -> None:
    owner.open("/tra-cuu/")
    owner.page.locator("main [name=code]").fill(code)
    owner.page.locator("main [name=phone_end]").fill(phone_end)
    owner.press("Tra cứu", within=owner.page.locator("main"))
