"""A passkey in a real browser: added, then used instead of the password."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from tinhso.modules.identity.models import Account
from tinhso.modules.identity.tests.factories import GOOD_PASSWORD, make_account

pytestmark = pytest.mark.browser


class Quiet(WSGIRequestHandler):
    """Says nothing on standard error."""

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def address(committed_db: str) -> Iterator[str]:
    """The product, served on the loopback address with the database of the test."""
    application = StaticFilesHandler(get_wsgi_application())
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)

    def serve() -> None:
        server.serve_forever()
        connections.close_all()  # those of this thread, so that the database can be dropped

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture
def account(address: str) -> Account:
    """Made before the browser starts: its event loop would get a database connection of its own."""
    return make_account(password=GOOD_PASSWORD, at=timezone.now())


@pytest.fixture
def page(account: Account) -> Iterator[Page]:
    """A browser with a security key of its own that always says yes."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        opened = browser.new_context().new_page()
        session = opened.context.new_cdp_session(opened)
        session.send("WebAuthn.enable")
        key = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": key})
        yield opened
        browser.close()


def test_a_passkey_is_added_and_then_opens_without_the_password(
    address: str, account: Account, page: Page
) -> None:
    page.goto(f"{address}/dang-nhap/?next=/tai-khoan/bao-mat/khoa/them/")
    page.fill("[name=login]", account.username)
    page.fill("[name=password]", GOOD_PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("button", name="Thêm khóa").click()
    page.wait_for_url("**/ma-du-phong/")
    assert page.locator("ul.num li").count() == 10

    page.context.clear_cookies()
    page.goto(f"{address}/dang-nhap/?next=/tai-khoan/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url(f"{address}/tai-khoan/")
    assert page.get_by_role("heading", name="Tài khoản của tôi").is_visible()
    page.goto(f"{address}/tai-khoan/bao-mat/khoa/")
    assert page.get_by_text("Khóa truy cập 1").is_visible()
