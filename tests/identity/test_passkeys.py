"""A passkey in a real browser: added, then used instead of the password."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from tinhso.modules.identity.models import Account
from tinhso.modules.identity.tests.factories import GOOD_PASSWORD, make_account


@pytest.fixture
def address(site: str) -> str:
    """Passkeys belong to a name, never to a number."""
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def account(site: str) -> Account:
    return make_account(password=GOOD_PASSWORD, at=timezone.now())


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A window with a security key of its own that always says yes."""
    opened = context.new_page()
    session = context.new_cdp_session(opened)
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
    return opened


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
