"""The specimen in a real browser: accessible, not wider than the screen, usable by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.plugins.browser.owed import PHONE, SMALL, WIDE, Looks

PAGES = {
    "specimen": "/ui/specimen",
    "specimen-dark": "/ui/specimen?nen=toi",
    "work-list": "/ui/specimen/nhan-vien",
    "work-list-past": "/ui/specimen/nhan-vien?as_of=30/06/2025",
    "nothing-found": "/ui/specimen/nhan-vien?q=zzz",
    "error-404": "/ui/specimen/loi/404",
    "error-503": "/ui/specimen/loi/503",
}


@pytest.fixture
def site(bare_site: str) -> str:
    """The specimen needs no database."""
    return bare_site


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible_and_no_wider_than_the_screen(
    page: Page, site: str, looks: Looks, name: str
) -> None:
    status = int(name.removeprefix("error-")) if name.startswith("error-") else 200
    assert looks.wrong_at(page, site + PAGES[name], WIDE, PHONE, SMALL, status=status) == []


def test_the_wall_fits_its_screen_without_scrolling(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{site}/ui/specimen/tuong")
    size = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert size == [1920, 1080]


def test_a_list_is_worked_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/specimen/nhan-vien")
    assert page.locator("[data-bulk]").is_hidden()
    for key in ("j", "j", "x", "j", "x"):
        page.keyboard.press(key)
    assert page.locator("tr.cur .code").inner_text().startswith("H56.102-")
    assert page.locator("tr.sel").count() == 2
    assert page.locator("[data-bulk-count]").inner_text() == "Đã chọn 2 hồ sơ"
    page.keyboard.press("Escape")
    assert page.locator("tr.sel").count() == 0
    assert page.locator("[data-bulk]").is_hidden()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "list-text"
    page.keyboard.type("jx")
    assert page.locator("tr.sel").count() == 0
    assert page.locator("#list-text").input_value() == "jx"


def test_enter_opens_the_row_under_the_cursor(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/specimen/nhan-vien")
    page.keyboard.press("j")
    code = page.locator("tr.cur .code").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ui/specimen?ma={code}")


def test_help_opens_by_key_closes_by_escape_and_letters_can_be_switched_off(
    page: Page, site: str
) -> None:
    page.goto(f"{site}/ui/specimen/nhan-vien")
    page.keyboard.press("?")
    assert page.locator("#phim-tat").is_visible()
    page.locator("[data-shortcuts-off]").check()
    page.keyboard.press("Escape")
    assert page.locator("#phim-tat").is_hidden()
    page.keyboard.press("j")
    assert page.locator("tr.cur").count() == 0


def test_choosing_with_shift_takes_everything_between(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/specimen/nhan-vien")
    boxes = page.locator("tr[data-row] input.cb")
    boxes.nth(2).click()
    boxes.nth(6).click(modifiers=["Shift"])
    assert page.locator("tr.sel").count() == 5


def test_errors_take_the_focus_and_lead_to_their_fields(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/specimen")
    assert "errors" in page.evaluate("document.activeElement.className")
    page.get_by_role("link", name="Điện thoại phải có 10 chữ số, bắt đầu bằng 0").click()
    assert page.evaluate("document.activeElement.id") == "r_phone"


def test_a_place_is_found_while_typing_and_chosen_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/specimen")
    text = page.locator("#id_commune")
    text.fill("sam")
    page.get_by_role("option", name="Phường Nam Sầm Sơn").wait_for()
    assert text.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert text.input_value() == "Phường Nam Sầm Sơn"
    assert page.locator("input[type=hidden][name=commune]").first.input_value() == "16531"
    assert text.get_attribute("aria-expanded") == "false"


def test_a_dialog_gives_the_focus_back(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/specimen")
    page.get_by_role("button", name="Từ chối", exact=True).first.click()
    assert page.locator("#tu-choi").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#tu-choi").is_hidden()
    assert page.evaluate("document.activeElement.dataset.dialog") == "tu-choi"


def test_losing_the_connection_is_said_and_coming_back_too(page: Page, site: str) -> None:
    page.goto(f"{site}/ui/specimen")
    bar = page.locator("[data-connection]")
    assert bar.is_hidden()
    page.context.set_offline(True)
    bar.wait_for(state="visible")
    page.context.set_offline(False)
    bar.wait_for(state="hidden")


def test_the_menu_of_a_phone_works_without_a_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.set_viewport_size({"width": 390, "height": 800})
    opened.goto(f"{site}/ui/specimen")
    opened.locator(".site-menu > summary").click()
    assert opened.locator(".site-menu ul").is_visible()
    context.close()


def test_pages_follow_a_dark_system_when_no_theme_was_chosen(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/ui/specimen/nhan-vien")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 20, 19)"
    page.emulate_media(color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(247, 247, 244)"
