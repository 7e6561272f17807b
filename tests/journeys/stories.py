"""What several journeys begin with: a dossier at the counter, an officer who takes it up."""

from __future__ import annotations

import re
import secrets

from tests.journeys.papers import a_scan
from tests.journeys.visitor import Visitor

PHONE = "0988123456"
NUMBER_OF_HOA = "038190012217"
COUNTER = "/tiep-nhan/tai-quay/1.013225/"


def a_number() -> str:
    """A personal number that nobody has brought a dossier with yet."""
    return f"038090{secrets.randbelow(1_000_000):06d}"


def receive(counter: Visitor, number: str) -> str:
    """A construction permit, for a man with his papers in a folder; the code it got."""
    counter.open(COUNTER)
    counter.page.locator("input[name=number]").fill(number)
    counter.page.locator("input[name=name]").fill("Nguyễn Văn Đạt")
    counter.page.locator("input[name=phone]").fill(PHONE)
    counter.page.locator("input[name=address]").fill("Tổ 5, phường Hạc Thành")
    return _take_in(counter)


def receive_from_hoa(counter: Visitor) -> str:
    """A construction permit of a woman whom the counter finds by her number; the code it got."""
    counter.open(COUNTER)
    counter.page.locator("input[name=number]").fill(NUMBER_OF_HOA)
    counter.press("Tìm người này")
    counter.sees("Tài khoản của người nộp")
    return _take_in(counter)


def _take_in(counter: Visitor) -> str:
    counter.page.locator("[name=summary]").fill("Nhà ở 2 tầng, thửa 214, tờ 37")
    counter.press("Tiếp nhận")
    if counter.page.locator("[name=again]").count():  # an earlier journey's is still open
        counter.page.locator("[name=again]").check()
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


def ask_for_more(officer: Visitor, item: str, reason: str) -> None:
    """From the dossier that is open: ask its owner for one more paper."""
    officer.press("Yêu cầu bổ sung")
    officer.page.locator("[name=item_1]").fill(item)
    officer.page.locator("[name=reason]").fill(reason)
    officer.press("Gửi yêu cầu bổ sung")
    officer.sees("Đang chờ người nộp bổ sung", item)


def agree(officer: Visitor, code: str, act: str) -> None:
    """Take up a dossier and do an act of law, which names the dossier before it is done."""
    take_up(officer, code)
    officer.press(act)
    officer.press(f"{act} {code}")


def give_up_drafts(citizen: Visitor) -> None:
    """Begin with nothing half filled in."""
    citizen.open("/ho-so/")
    while citizen.page.get_by_text("Điền tiếp").count():
        with citizen.page.expect_navigation():
            citizen.page.get_by_text("Điền tiếp").first.click()
        if "/noi-nop/" in citizen.page.url:
            citizen.open(citizen.page.url.replace("noi-nop", "xoa"))
        else:
            citizen.press("Xóa bản nháp")
        citizen.press("Xóa bản nháp")


def its_page(owner: Visitor, code: str) -> str:
    """Open one's own page of the dossier; the day that was promised."""
    owner.open("/ho-so/")
    owner.open(owner.address_of(code))
    return owner.page.locator(".promise .date").inner_text()


def look_up(somebody: Visitor, code: str, phone_end: str, product: str = "") -> None:
    """Ask for progress without an account; `product`: the address it is reached at."""
    somebody.open(f"{product}/tra-cuu/")
    somebody.page.locator("main [name=code]").fill(code)
    somebody.page.locator("main [name=phone_end]").fill(phone_end)
    somebody.press("Tra cứu", within=somebody.page.locator("main"))


def draft_result(officer: Visitor, code: str, title: str) -> None:
    """Take up, draft the result from a scan, and send it to the head of the division."""
    take_up(officer, code)
    officer.press("Soạn kết quả")
    officer.page.locator("[name=title]").fill(title)
    officer.page.locator("input[type=file]").set_input_files(a_scan("giay-phep.pdf"))
    officer.press("Lưu dự thảo")
    take_up(officer, code)
    officer.press("Trình trưởng phòng duyệt")
