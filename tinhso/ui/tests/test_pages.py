"""The frames: date, language, theme, error pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tinhso.kernel.numerals import short_date
from tinhso.ui.middleware import address_at

STAFF = "/ui/specimen/nhan-vien"


@pytest.fixture
def page(client: Client) -> Client:
    return client


def test_another_date_turns_the_switch_adds_the_banner_and_hides_every_act(page: Client) -> None:
    shown = page.get(STAFF, {"as_of": "30/6/2025"}).content.decode()
    assert "Bạn đang xem dữ liệu tại ngày 30/06/2025" in shown
    assert 'class="menu asof end past"' in shown
    assert "Tiếp nhận hồ sơ" not in shown
    assert "data-bulk" not in shown
    today = page.get(STAFF).content.decode()
    assert "Tiếp nhận hồ sơ" in today
    assert "data-bulk" in today


def test_links_of_a_list_keep_the_date_looked_at(page: Client) -> None:
    shown = page.get(STAFF, {"as_of": "30/06/2025"}).content.decode()
    assert "as_of=30%2F06%2F2025" in shown.split("<tbody>")[1].split("</tbody>")[0]


def test_today_needs_no_parameter_and_nonsense_is_dropped_from_the_address(page: Client) -> None:
    today = short_date(timezone.localdate())
    for written in (today, "hôm qua", "31/02/2026"):
        answer = page.get(STAFF, {"as_of": written, "q": "nga"})
        assert answer.status_code == 302
        assert answer["Location"] == f"{STAFF}?q=nga"


def test_a_date_to_come_is_another_date_too(page: Client) -> None:
    tomorrow = short_date(timezone.localdate() + timedelta(days=1))
    assert "Không sửa được ở chế độ này" in page.get(STAFF, {"as_of": tomorrow}).content.decode()


def test_the_date_goes_into_addresses_of_this_site_only() -> None:
    day = timezone.localdate()
    written = short_date(day).replace("/", "%2F")
    assert address_at("/a", day) == f"/a?as_of={written}"
    assert address_at("/a?b=1#c", day) == f"/a?b=1&as_of={written}#c"
    assert address_at("https://example.org/", day) == "https://example.org/"
    assert address_at("/a", None) == "/a"


def test_pages_are_vietnamese_whatever_the_browser_prefers_until_english_is_chosen(
    page: Client,
) -> None:
    assert '<html lang="vi"' in page.get(STAFF, headers={"accept-language": "en"}).content.decode()
    answer = page.post("/giao-dien/", {"language": "en", "next": STAFF})
    assert (answer.status_code, answer["Location"]) == (302, STAFF)
    assert '<html lang="en"' in page.get(STAFF).content.decode()


def test_a_theme_is_remembered_and_can_be_left_to_the_system_again(page: Client) -> None:
    assert "data-theme" not in page.get(STAFF).content.decode()
    page.post("/giao-dien/", {"theme": "dark", "next": STAFF})
    assert 'data-theme="dark"' in page.get(STAFF).content.decode()
    page.post("/giao-dien/", {"theme": "", "next": STAFF})
    assert "data-theme" not in page.get(STAFF).content.decode()


def test_the_way_back_stays_on_this_site(page: Client) -> None:
    answer = page.post("/giao-dien/", {"theme": "dark", "next": "https://example.org/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_an_error_page_says_what_happened_another_way_and_a_code(page: Client, status: int) -> None:
    answer = page.get(f"/ui/specimen/loi/{status}")
    shown = answer.content.decode()
    assert answer.status_code == status
    assert f"TS-{status}-7F2K" in shown
    assert "1022" in shown
    assert shown.count("<h1") == 1


def test_a_page_has_a_skip_link_one_heading_and_its_landmarks(page: Client) -> None:
    shown = page.get(STAFF).content.decode()
    body = shown.split("<body")[1]
    assert body.index('class="skip"') < body.index("<aside")
    assert shown.count("<h1") == 1
    assert shown.count("<main") == 1


def test_nothing_is_asked_from_another_host(page: Client) -> None:
    for address in (STAFF, "/ui/specimen", "/ui/specimen/tuong"):
        shown = page.get(address).content.decode()
        assert "https://" not in shown.replace("https://www.w3.org", "")
        assert "http://" not in shown.replace("http://testserver", "")
