"""The specimen in a real browser: accessible, not wider than the screen, usable by keyboard."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

playwright = pytest.importorskip("playwright.sync_api")

ROOT: Path = settings.BASE_DIR
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BUILT = ROOT / "build" / "static" / "ui" / "tinhso.css"
PICTURES = ROOT / "screenshots" / "ui"
ARGUMENTS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "specimen": "/ui/specimen",
    "specimen-dark": "/ui/specimen?nen=toi",
    "work-list": "/ui/specimen/nhan-vien",
    "work-list-past": "/ui/specimen/nhan-vien?as_of=30/06/2025",
    "nothing-found": "/ui/specimen/nhan-vien?q=zzz",
    "error-404": "/ui/specimen/loi/404",
    "error-503": "/ui/specimen/loi/503",
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium on this machine"),
    pytest.mark.skipif(not AXE.exists(), reason="npm ci in frontend/ brings axe-core"),
    pytest.mark.skipif(not BUILT.exists(), reason="the frontend is not built (npm run build)"),
]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_parts: object) -> None:
        """Keeps the test's output readable."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The real application on a free port; the specimen needs no database."""
    application = StaticFilesHandler(get_wsgi_application())
    server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started, tempfile.TemporaryDirectory() as profile:
        context = started.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=ARGUMENTS, bypass_csp=True
        )
        yield context
        context.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    opened = browser.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    with suppress(playwright.Error):
        opened.close()


@pytest.mark.parametrize("width", [320, 390, 1366])
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible_and_no_wider_than_the_screen(
    page: Any, site: str, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(site + PAGES[name])
    page.wait_for_load_state("networkidle")
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => r.violations)", RULES
    )
    problems = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert problems == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def test_the_wall_fits_its_screen_without_scrolling(page: Any, site: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{site}/ui/specimen/tuong")
    page.wait_for_load_state("networkidle")
    size = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert size == [1920, 1080]
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "wall-1920.png")


def test_a_list_is_worked_by_keyboard(page: Any, site: str) -> None:
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


def test_enter_opens_the_row_under_the_cursor(page: Any, site: str) -> None:
    page.goto(f"{site}/ui/specimen/nhan-vien")
    page.keyboard.press("j")
    code = page.locator("tr.cur .code").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ui/specimen?ma={code}")


def test_help_opens_by_key_closes_by_escape_and_letters_can_be_switched_off(
    page: Any, site: str
) -> None:
    page.goto(f"{site}/ui/specimen/nhan-vien")
    page.keyboard.press("?")
    assert page.locator("#phim-tat").is_visible()
    page.locator("[data-shortcuts-off]").check()
    page.keyboard.press("Escape")
    assert page.locator("#phim-tat").is_hidden()
    page.keyboard.press("j")
    assert page.locator("tr.cur").count() == 0
    page.evaluate("localStorage.clear()")


def test_choosing_with_shift_takes_everything_between(page: Any, site: str) -> None:
    page.goto(f"{site}/ui/specimen/nhan-vien")
    boxes = page.locator("tr[data-row] input.cb")
    boxes.nth(2).click()
    boxes.nth(6).click(modifiers=["Shift"])
    assert page.locator("tr.sel").count() == 5


def test_errors_take_the_focus_and_lead_to_their_fields(page: Any, site: str) -> None:
    page.goto(f"{site}/ui/specimen")
    assert "errors" in page.evaluate("document.activeElement.className")
    page.get_by_role("link", name="Điện thoại phải có 10 chữ số, bắt đầu bằng 0").click()
    assert page.evaluate("document.activeElement.id") == "r_phone"


def test_a_place_is_found_while_typing_and_chosen_by_keyboard(page: Any, site: str) -> None:
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


def test_a_dialog_gives_the_focus_back(page: Any, site: str) -> None:
    page.goto(f"{site}/ui/specimen")
    page.get_by_role("button", name="Từ chối", exact=True).first.click()
    assert page.locator("#tu-choi").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#tu-choi").is_hidden()
    assert page.evaluate("document.activeElement.dataset.dialog") == "tu-choi"


def test_losing_the_connection_is_said_and_coming_back_too(page: Any, site: str) -> None:
    page.goto(f"{site}/ui/specimen")
    bar = page.locator("[data-connection]")
    assert bar.is_hidden()
    page.context.set_offline(True)
    bar.wait_for(state="visible")
    page.context.set_offline(False)
    bar.wait_for(state="hidden")


def test_the_menu_of_a_phone_works_without_a_script(browser: Any, site: str) -> None:
    context = browser.browser.new_context(java_script_enabled=False) if browser.browser else None
    if context is None:
        pytest.skip("this browser has one context only")
    opened = context.new_page()
    opened.set_viewport_size({"width": 390, "height": 800})
    opened.goto(f"{site}/ui/specimen")
    opened.locator(".site-menu > summary").click()
    assert opened.locator(".site-menu ul").is_visible()
    context.close()


def test_pages_follow_a_dark_system_when_no_theme_was_chosen(page: Any, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/ui/specimen/nhan-vien")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 20, 19)"
    page.emulate_media(color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(247, 247, 244)"
