"""A dossier whose promise has passed: seen, explained, apologised for, counted."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from tests.journeys import earlier
from tests.journeys.conftest import As
from tests.journeys.province import Province
from tests.journeys.stories import a_number, take_up
from tests.journeys.visitor import Visitor
from tinhso.kernel.clock import ZONE

TODAY = datetime.now(ZONE).date()


def late_ones(leader: Visitor) -> int:
    """How many the leader's overview counts as late."""
    leader.open("/lanh-dao/")
    found = re.search(r"([\d.]+) hồ sơ quá hạn, quá bao lâu", leader.text())
    assert found
    return int(found.group(1).replace(".", ""))


def days_late(officer: Visitor, code: str) -> int:
    """By how many working days, as the list of late dossiers says."""
    officer.open("/xu-ly/qua-han/")
    line = officer.page.get_by_role("row").filter(has_text=code)
    found = re.search(r"Quá (\d+) ngày", " ".join(line.inner_text().split()))
    assert found
    return int(found.group(1))


def test_a_late_dossier_is_seen_explained_apologised_for_and_counted(
    as_: As, province: Province
) -> None:
    leader, specialist = as_("tuan.nguyen"), as_("thanh.le")
    before = late_ones(leader)
    long_ago = datetime.now(ZONE) - timedelta(days=60)
    code = earlier.received(province.home, a_number(), long_ago)
    take_up(specialist, code)
    dossier = specialist.page.url

    late = days_late(specialist, code)
    specialist.open(dossier)
    specialist.sees(f"Quá {late} ngày")
    specialist.press("Vì sao hẹn ngày này?")
    due = promised_day(specialist)
    weekdays = [
        day for n in range((TODAY - due).days) if (day := due + timedelta(n + 1)).weekday() < 5
    ]
    # Working time, not days of the calendar; the public holidays of any such weeks are few.
    assert len(weekdays) - 8 <= late <= len(weekdays) < (TODAY - due).days
    specialist.sees("ngày nghỉ cuối tuần", "Từng khoảng thời gian", "Căn cứ:", "Lịch làm việc:")

    specialist.open(dossier)
    assert specialist.page.get_by_role("link", name="Xin lỗi, hẹn lại").count() == 0
    day = TODAY + timedelta(days=7)
    specialist.press("Gửi thư xin lỗi")
    specialist.page.locator("[name=new_day]").fill(f"{day:%d/%m/%Y}")
    specialist.page.locator("[name=reason]").fill("Máy đo đạc hỏng, đã mượn được máy khác")
    specialist.press("Gửi thư xin lỗi")
    specialist.sees(f"Đã gửi thư xin lỗi về hồ sơ {code}", f"Quá {late} ngày")
    letter = specialist.pdf(specialist.address_of("Thư xin lỗi"))
    for words in (code, "Nguyễn Văn Đạt", "Máy đo đạc hỏng", "xin lỗi"):
        assert words in letter

    assert late_ones(leader) == before + 1
    leader.press("Đang quá hạn")
    leader.sees(code)


def promised_day(officer: Visitor) -> date:
    """The day that the page of reasons explains."""
    found = re.search(r"(\d\d)/(\d\d)/(\d{4})", officer.page.locator(".page-head").inner_text())
    assert found
    day, month, year = map(int, found.groups())
    return datetime(year, month, day, tzinfo=ZONE).date()
