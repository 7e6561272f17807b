"""A birth is registered online: from the parent's form to the certificate in their hands."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import As
from tests.journeys.papers import a_scan
from tests.journeys.stories import agree, give_up_drafts, take_up
from tests.journeys.visitor import Visitor

CHILD = "Nguyễn Gia Bảo"
COMMUNE = "Ủy ban nhân dân phường Hạc Thành"


def apply(citizen: Visitor) -> str:
    """Fill in every step and submit; return the code."""
    give_up_drafts(citizen)
    citizen.open("/thu-tuc/1.001193/")
    citizen.press("Nộp hồ sơ")
    citizen.choose("Cơ quan giải quyết", COMMUNE)
    citizen.press("Tiếp tục")

    citizen.sees("Nguyễn Thị Hoa", "038 •••••• 217")  # known, so not asked again
    assert citizen.page.locator("input[name=requester_full_name]").count() == 0
    citizen.tick("Quan hệ với trẻ", "Mẹ")
    citizen.press("Tiếp tục")

    citizen.fill("Họ, chữ đệm và tên của trẻ", CHILD)
    citizen.fill("Ngày sinh", "18/11/2026")
    citizen.tick("Giới tính", "Nam")
    citizen.choose("Dân tộc", "Kinh")
    citizen.choose("Quốc tịch", "Việt Nam")
    citizen.fill("Nơi sinh", "Bệnh viện Phụ sản Thanh Hóa")
    citizen.fill("Quê quán", "Phường Hạc Thành, tỉnh Thanh Hóa")
    citizen.press("Tiếp tục")

    citizen.tick("Có thông tin về mẹ của trẻ?", "Có")
    for label, value in (
        ("Họ, chữ đệm, tên của mẹ", "Nguyễn Thị Hoa"),
        ("Ngày sinh của mẹ", "18/03/1990"),
        ("Nơi cư trú của mẹ", "Số 12 phố Phú Thọ, phường Hạc Thành"),
    ):
        citizen.fill(label, value)
    citizen.choose("Dân tộc của mẹ", "Kinh")
    citizen.choose("Quốc tịch của mẹ", "Việt Nam")
    citizen.press("Tiếp tục")

    citizen.tick("Ghi phần khai về cha?", "Không")
    citizen.press("Tiếp tục")

    citizen.tick("Trẻ sinh ra do mang thai hộ?", "Không")
    citizen.tick("Có Giấy chứng sinh của cơ sở y tế?", "Có")
    citizen.tick("Đề nghị cấp bản sao Giấy khai sinh?", "Không")
    citizen.page.get_by_label(re.compile("^Tôi cam đoan")).check()
    citizen.press("Tiếp tục")

    citizen.sees("Giấy chứng sinh")
    citizen.page.locator("input[type=file]").first.set_input_files(a_scan("giay-chung-sinh.pdf"))
    citizen.press("Tải lên")
    citizen.press("Tiếp tục")
    citizen.sees(CHILD, "18/11/2026", "Giấy chứng sinh")
    citizen.press("Nộp hồ sơ")
    found = re.search(r"Đã gửi hồ sơ (\S+)", citizen.text())
    assert found
    return found.group(1)


@pytest.mark.req("DVC-03")
@pytest.mark.system("one-stop-case-system")
def test_a_parent_applies_online_and_gets_the_certificate(as_: As) -> None:
    parent = as_("hoa.nguyen")
    code = apply(parent)

    counter = as_("ha.trinh")
    counter.open("/tiep-nhan/")
    counter.press(code)
    counter.sees(CHILD, "Giấy chứng sinh", "Nguyễn Thị Hoa")
    counter.press("Tiếp nhận")
    counter.sees(code)
    receipt = counter.pdf(counter.address_of("Giấy tiếp nhận"))
    assert code in receipt

    registrar = as_("hong.le")
    take_up(registrar, code)
    registrar.press("Soạn kết quả")
    draft_certificate(registrar)
    registrar.press("Trình lãnh đạo ký")

    agree(as_("tuan.nguyen"), code, "Phê duyệt")
    agree(as_("nga.pham"), code, "Chuyển quầy trả kết quả")

    parent.open("/ho-so/")
    parent.press("Đăng ký khai sinh")
    parent.sees(code, "Đã có kết quả")
    assert CHILD in parent.pdf(parent.address_of("Tải kết quả"))


def draft_certificate(registrar: Visitor) -> None:
    """Compose the birth certificate; what the application said stands there already."""
    registrar.press("Giấy khai sinh")
    for name, value in (
        ("child_name", CHILD),
        ("child_born", "18/11/2026"),
        ("child_sex", "Nam"),
        ("mother_name", "Nguyễn Thị Hoa"),
        ("mother_born", "1990"),
    ):
        assert registrar.page.locator(f"[name={name}]").input_value() == value
    registrar.fill("Số, ký hiệu", "215/2026")
    registrar.press("Lưu dự thảo")
    registrar.sees("Đã lưu dự thảo", "bản 1")
