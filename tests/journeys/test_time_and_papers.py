"""When a dossier needs more papers or more time: what is said to its owner, and when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.journeys.conftest import As
from tests.journeys.stories import a_number, ask_for_more, receive, take_up
from tinhso.kernel.clock import ZONE


def a_later_day() -> date:
    """A weekday after the promise of a construction permit."""
    day = datetime.now(ZONE).date() + timedelta(days=45)
    return day - timedelta(days=max(day.weekday() - 4, 0))


def test_more_time_is_asked_for_once_before_the_promised_day_with_an_apology(as_: As) -> None:
    code = receive(as_("ha.trinh"), a_number())
    specialist = as_("thanh.le")
    take_up(specialist, code)
    day = a_later_day()

    specialist.press("Xin lỗi, hẹn lại")
    specialist.page.locator("[name=new_day]").fill(f"{day:%d/%m/%Y}")
    specialist.page.locator("[name=reason]").fill("Chờ trích lục bản đồ địa chính")
    specialist.page.locator("[name=sure]").check()
    specialist.press("Gửi văn bản xin lỗi")

    specialist.sees("mẫu 04")
    letter = specialist.pdf(specialist.address_of("Mẫu 04"))
    assert code in letter
    assert "xin lỗi" in letter.lower()
    assert f"{day:%d/%m/%Y}" in letter or f"{day:%d} tháng {day:%m} năm {day:%Y}" in letter
    assert specialist.page.get_by_role("link", name="Xin lỗi, hẹn lại").count() == 0


def test_a_supplement_is_asked_for_at_the_desk_and_brought_to_the_counter(as_: As) -> None:
    counter, specialist = as_("ha.trinh"), as_("thanh.le")
    code = receive(counter, a_number())
    take_up(specialist, code)

    ask_for_more(specialist, "Bản vẽ mặt bằng móng", "Bản vẽ đã nộp thiếu mặt bằng móng")
    assert "Bản vẽ mặt bằng móng" in specialist.pdf(specialist.address_of("Mẫu 02"))

    counter.open("/tiep-nhan/bo-sung/")
    counter.press(code)
    counter.sees("Bản vẽ mặt bằng móng")
    counter.press("Nhận bổ sung")
    counter.sees(f"Đã nhận bổ sung hồ sơ {code}")
