"""More papers are asked for twice: answered online, the clock going on; then the time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.journeys import earlier
from tests.journeys.conftest import As
from tests.journeys.papers import a_scan
from tests.journeys.province import Province
from tests.journeys.stories import a_number, ask_for_more, receive_from_hoa, take_up
from tests.journeys.visitor import Visitor
from tinhso.kernel.clock import ZONE

FIRST, SECOND = "Bản vẽ mặt bằng móng", "Bản vẽ đấu nối thoát nước"


def send_online(owner: Visitor, code: str, file: str) -> None:
    """Answer from one's own page of the dossier."""
    owner.open("/ho-so/")
    owner.open(owner.address_of(code))
    owner.sees("Bạn cần bổ sung giấy tờ", "Chờ bạn bổ sung")
    owner.press("Gửi bổ sung")
    owner.page.locator("input[type=file]").set_input_files(a_scan(file))
    owner.press("Gửi bổ sung")
    owner.sees(f"Đã gửi bổ sung cho hồ sơ {code}", "Còn ")
    owner.sees_nothing_of("Bạn cần bổ sung giấy tờ", "Chờ bạn bổ sung")


def test_two_rounds_are_each_asked_with_form_02_and_answered_online(as_: As) -> None:
    specialist, owner = as_("thanh.le"), as_("hoa.nguyen")
    code = receive_from_hoa(as_("ha.trinh"))
    take_up(specialist, code)
    dossier = specialist.page.url

    ask_for_more(specialist, FIRST, "Bản vẽ đã nộp thiếu mặt bằng móng")
    specialist.sees("Chờ bổ sung")
    assert specialist.page.get_by_role("link", name="Yêu cầu bổ sung", exact=True).count() == 0
    assert FIRST in specialist.pdf(specialist.address_of("Mẫu 02"))
    send_online(owner, code, "mat-bang-mong.pdf")

    specialist.open(dossier)
    specialist.sees("mat-bang-mong.pdf", "bổ sung lần 1", "Nhận bổ sung lần 1")
    specialist.press("Yêu cầu bổ sung")
    specialist.sees("Hồ sơ này đã yêu cầu bổ sung 1 lần", "tính hồ sơ là trễ hạn")
    specialist.open(dossier)
    ask_for_more(specialist, SECOND, "Chưa rõ chỗ đấu nối thoát nước")
    notes = specialist.page.get_by_role("link", name="Mẫu 02")
    assert notes.count() == 2
    newest = specialist.pdf(notes.last.get_attribute("href") or "")
    assert SECOND in newest
    assert FIRST not in newest
    specialist.sees("Theo QĐ 766/QĐ-TTg, hồ sơ này tính là trễ hạn")
    send_online(owner, code, "dau-noi.pdf")
    owner.sees("Nhận bổ sung lần 1", "Nhận bổ sung lần 2", FIRST, SECOND)


def test_after_three_working_days_no_more_papers_may_be_asked_for(
    as_: As, province: Province
) -> None:
    weeks_ago = datetime.now(ZONE) - timedelta(days=14)
    code = earlier.received(province.home, a_number(), weeks_ago)
    specialist = as_("thanh.le")
    take_up(specialist, code)
    dossier = specialist.page.url

    assert specialist.page.get_by_role("link", name="Yêu cầu bổ sung", exact=True).count() == 0
    specialist.open(f"{dossier}bo-sung/")
    specialist.page.locator("[name=item_1]").fill(FIRST)
    specialist.page.locator("[name=reason]").fill("Thiếu mặt bằng móng")
    specialist.press("Gửi yêu cầu bổ sung")
    specialist.sees("3 ngày làm việc", "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 4")

    specialist.open(dossier)
    specialist.sees_nothing_of("Đang chờ người nộp bổ sung")
    assert specialist.page.get_by_role("link", name="Mẫu 02").count() == 0
