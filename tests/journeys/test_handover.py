"""A dossier that belongs to a department: handed over, refused, taken, finished, handed out."""

from __future__ import annotations

from tests.journeys.conftest import As
from tests.journeys.stories import agree, draft_result, its_page, receive_from_hoa, take_up
from tests.journeys.visitor import Visitor

COMMUNE, DEPARTMENT = "Ủy ban nhân dân phường Hạc Thành", "Sở Y tế"
REASON = "Công trình là phòng khám, thuộc thẩm quyền của Sở"
RESULT = "Giấy phép hoạt động phòng khám"


def hand_over(specialist: Visitor) -> None:
    """From the dossier that is open, to the department of health."""
    specialist.press("Bàn giao")
    specialist.sees("trước lúc đó cơ quan ta vẫn chịu trách nhiệm", "Ngày hẹn với người dân")
    specialist.page.get_by_label("Cơ quan nhận").press_sequentially("so y te")
    specialist.page.get_by_role("option", name=DEPARTMENT).first.click()
    specialist.page.locator("[name=reason]").fill(REASON)
    specialist.press("Gửi bàn giao")
    specialist.sees(f"Chờ {DEPARTMENT} nhận bàn giao", REASON)
    assert specialist.page.get_by_role("link", name="Bàn giao", exact=True).count() == 0


def offered(officer: Visitor, code: str) -> None:
    """Open what another agency hands over."""
    officer.open("/xu-ly/")
    officer.press("Chờ nhận bàn giao")
    officer.press(code)
    officer.sees(f"Lê Văn Thành, {COMMUNE}, giao lúc", REASON, "chịu trách nhiệm về ngày hẹn")


def test_a_department_takes_a_dossier_over_and_its_owner_gets_the_result_at_the_commune(
    as_: As,
) -> None:
    counter, specialist, owner = as_("ha.trinh"), as_("thanh.le"), as_("hoa.nguyen")
    code = receive_from_hoa(counter)
    take_up(specialist, code)
    dossier = specialist.page.url
    promised = its_page(owner, code)
    hand_over(specialist)
    its_page(owner, code)
    owner.sees(f"Nơi giải quyết {COMMUNE}")  # until the department confirms

    department = as_("minh.do")
    offered(department, code)
    department.press(f"Nhận hồ sơ {code}")
    department.sees(f"Đã nhận bàn giao hồ sơ {code}", DEPARTMENT)
    assert its_page(owner, code) == promised
    owner.sees(f"Nơi giải quyết {DEPARTMENT}", f"{DEPARTMENT} nhận bàn giao")
    specialist.open(dossier)
    specialist.sees(DEPARTMENT, "nhận bàn giao")
    assert specialist.page.get_by_role("button", name="Chuyển thẩm định").count() == 0

    take_up(department, code)
    department.press("Chuyển thẩm định")
    draft_result(department, code, RESULT)
    head = as_("son.hoang")
    take_up(head, code)
    head.press("Trình lãnh đạo ký")
    agree(as_("huy.bui"), code, "Phê duyệt")
    agree(as_("thu.mai"), code, "Phát hành, chuyển quầy trả")

    counter.open("/tiep-nhan/tra-ket-qua/")
    counter.press(code)
    counter.sees(RESULT, "Bùi Gia Huy")
    counter.page.locator("[name=evidence]").fill("Ký nhận trên Giấy tiếp nhận")
    counter.press("Ghi đã trả kết quả")
    counter.sees(f"Đã trả kết quả hồ sơ {code}")
    owner.open("/ho-so/")
    owner.open(owner.address_of(code))
    owner.sees(RESULT, "Đã có kết quả", "Trả kết quả", f"Nơi giải quyết {DEPARTMENT}")


def test_a_department_refuses_and_the_commune_goes_on(as_: As) -> None:
    specialist, department = as_("thanh.le"), as_("minh.do")
    code = receive_from_hoa(as_("ha.trinh"))
    take_up(specialist, code)
    dossier = specialist.page.url
    hand_over(specialist)

    offered(department, code)
    department.page.get_by_text("Không nhận, trả lại nơi giao").click()
    department.press("Không nhận")
    department.sees("lý do")  # a refusal without a reason is refused
    department.page.locator("[name=reason]").fill("Giấy phép này thuộc thẩm quyền của phường")
    department.press("Không nhận")
    department.sees(f"Đã trả lại hồ sơ {code}")
    department.sees_nothing_of("Nhận bàn giao")

    specialist.open("/thong-bao/")
    specialist.sees(f"Hồ sơ {code} bị trả lại")
    specialist.open(dossier)
    specialist.sees(f"{DEPARTMENT} không nhận", "thuộc thẩm quyền của phường")
    specialist.press("Chuyển thẩm định")
    specialist.sees(f"Chuyển thẩm định: hồ sơ {code}.")
    take_up(specialist, code)
