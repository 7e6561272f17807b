"""The main screens: accessible on a phone and on a desk, nowhere wider than the window, light."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import As

PUBLIC = ["/", "/thu-tuc/", "/thu-tuc/1.001193/", "/tra-cuu/", "/dang-nhap/", "/tro-giup/"]
OFFICERS = [
    ("thanh.le", "/xu-ly/"),
    ("thanh.le", "/xu-ly/phong/"),
    ("thanh.le", "/xu-ly/tat-ca/"),
    ("thanh.le", "/xu-ly/qua-han/"),
    ("ha.trinh", "/tiep-nhan/"),
    ("ha.trinh", "/tiep-nhan/tai-quay/"),
    ("ha.trinh", "/tiep-nhan/tra-ket-qua/"),
    ("tuan.nguyen", "/lanh-dao/"),
    ("tuan.nguyen", "/lanh-dao/cho-duyet/"),
    ("tuan.nguyen", "/thong-ke/"),
    ("minh.do", "/xu-ly/y-kien/"),
    ("long.vu", "/tai-khoan/quan-ly/"),
    ("long.vu", "/tai-khoan/quyen/"),
    ("long.vu", "/quy-trinh/"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_are_accessible_at_both_widths(as_: As, address: str) -> None:
    as_("").open(address)


@pytest.mark.parametrize(("person", "address"), OFFICERS)
def test_pages_of_officers_are_accessible_at_both_widths(
    as_: As, person: str, address: str
) -> None:
    as_(person).open(address)


def test_the_home_page_leads_from_words_without_marks_to_the_procedure(as_: As) -> None:
    visitor = as_("")
    visitor.open("/")
    visitor.page.locator("input[name=q]").first.fill("khaisinh")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()
    visitor.press("Đăng ký khai sinh")
    visitor.sees("1.001193", "Bạn cần chuẩn bị")
