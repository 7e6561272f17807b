"""A commune asks a department, which answers; the dossier goes on and its owner sees it move."""

from __future__ import annotations

from tests.journeys.conftest import As
from tests.journeys.stories import its_page, receive_from_hoa, take_up
from tests.journeys.visitor import Visitor

QUESTION = "Nhà ở cách trạm y tế 12 m, đề nghị cho ý kiến về khoảng cách vệ sinh."
ANSWER = "Bảo đảm khoảng cách vệ sinh theo quy chuẩn."


def ask(officer: Visitor) -> None:
    """From the dossier that is open: ask the department of health."""
    officer.press("Xin ý kiến cơ quan khác")
    officer.page.get_by_label("Cơ quan được xin ý kiến").press_sequentially("so y te")
    officer.page.get_by_role("option", name="Sở Y tế").first.click()
    officer.page.locator("[name=text]").fill(QUESTION)
    officer.press("Gửi xin ý kiến")


def test_a_department_answers_a_commune_and_the_dossier_goes_on(as_: As) -> None:
    specialist, department, owner = as_("thanh.le"), as_("minh.do"), as_("hoa.nguyen")
    code = receive_from_hoa(as_("ha.trinh"))
    promised = its_page(owner, code)

    take_up(specialist, code)
    ask(specialist)
    specialist.sees("Chờ ý kiến", QUESTION, "chưa xác nhận nhận")

    department.open("/xu-ly/y-kien/")
    department.press(code)
    department.sees(QUESTION, "Lê Văn Thành", "phường Hạc Thành")
    department.press("Xác nhận đã nhận")
    department.page.get_by_label("Đồng ý", exact=True).check()
    department.page.locator("[name=text]").fill(ANSWER)
    department.press("Gửi ý kiến")
    department.sees(f"Đã trả lời về hồ sơ {code}")

    take_up(specialist, code)
    specialist.sees("Đồng ý", ANSWER, "Đỗ Thị Minh")
    specialist.sees_nothing_of("Chờ ý kiến")
    specialist.press("Chuyển thẩm định")

    owner.page.reload()
    now = owner.page.locator(".timeline .now, .timeline [aria-current]").first
    assert "Thẩm định" in now.inner_text()
    assert owner.page.locator(".promise .date").inner_text() == promised
    owner.sees("Xin ý kiến Sở Y tế", "Sở Y tế đã trả lời")
    owner.sees_nothing_of(QUESTION, ANSWER)
