"""The one-stop centre, from the counter and back: received, handled, handed out, counted."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import As
from tests.journeys.stories import a_number, agree, draft_result, receive, take_up
from tests.journeys.visitor import Visitor

RESULT = "Giấy phép xây dựng nhà ở"
SIGNED = "Ký nhận trên Giấy tiếp nhận"


def counted(leader: Visitor) -> dict[str, int]:
    """What the statistics count of this month, by the names of the figures."""
    leader.open("/thong-ke/")
    found = {}
    for figure in leader.page.locator(".total-strip div").all():
        name, value = figure.locator("dt").inner_text(), figure.locator("dd").inner_text()
        if re.fullmatch(r"[\d.]+", value):
            found[name] = int(value.replace(".", ""))
    return found


def appraise(specialist: Visitor, code: str) -> None:
    """Check, appraise and draft the result."""
    take_up(specialist, code)
    specialist.press("Chuyển thẩm định")
    draft_result(specialist, code, RESULT)


@pytest.mark.system("public-admin-centre")
def test_a_dossier_goes_from_the_counter_through_the_house_back_to_its_owner(as_: As) -> None:
    counter, leader = as_("ha.trinh"), as_("tuan.nguyen")
    before = counted(leader)
    code = receive(counter, a_number())
    assert code in counter.pdf(counter.address_of("In Giấy tiếp nhận"))
    underway = counted(leader)
    assert underway["Tiếp nhận"] == before["Tiếp nhận"] + 1
    assert underway["Đã xong"] == before["Đã xong"]

    appraise(as_("thanh.le"), code)
    head = as_("bao.tran")
    take_up(head, code)
    head.press("Trình lãnh đạo ký")
    agree(leader, code, "Phê duyệt")
    agree(as_("nga.pham"), code, "Phát hành, chuyển quầy trả")

    counter.open("/tiep-nhan/tra-ket-qua/")
    counter.press(code)
    counter.sees(RESULT, "Nguyễn Minh Tuấn")
    counter.press("Ghi đã trả kết quả")
    counter.sees("Căn cứ đã giao")  # refused: nobody has signed for it
    counter.page.locator("[name=evidence]").fill(SIGNED)
    counter.press("Ghi đã trả kết quả")
    counter.sees(f"Đã trả kết quả hồ sơ {code}")
    assert counter.page.get_by_role("link", name=code).count() == 0

    counter.open(f"/xu-ly/tat-ca/?q={code}")  # as a scanned receipt: the dossier opens at once
    dossier = counter.page.url
    counter.sees("Đã trả kết quả", "Trả kết quả", "Trịnh Thu Hà")
    counter.open(dossier.replace("/xu-ly/", "/tiep-nhan/") + "tra/")
    counter.sees("Nguyễn Văn Đạt nhận", SIGNED)

    after = counted(leader)
    assert after["Đã xong"] == before["Đã xong"] + 1
    assert after["Đang giải quyết"] == before["Đang giải quyết"]
    done = leader.page.locator(".total-strip div", has_text="Đã xong")
    leader.press(done.locator("dd").inner_text(), within=done)
    leader.sees(code)
