"""The pages of the module, as people use them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from tinhso.modules.identity.tests.factories import (
    GOOD_PASSWORD,
    give_code_app,
    give_role,
    make_account,
    signed_in,
)
from tinhso.modules.notifications import public
from tinhso.modules.notifications.models import Delivery, Message
from tinhso.modules.notifications.queries import preferences, texts
from tinhso.modules.notifications.tests.conftest import ACCEPTED, BY_LAW

pytestmark = pytest.mark.django_db
VALUES = {"code": "H56.01-261117-0001", "procedure": "Đăng ký khai sinh", "due_at": None}


@pytest.fixture
def reader() -> tuple[Client, int]:
    """A citizen at the browser, with one unread message."""
    account = make_account("citizen", password=GOOD_PASSWORD, at=timezone.now())
    public.notify(
        key="1",
        kind=ACCEPTED.code,
        values=VALUES,
        account_id=account.pk,
        link="/ho-so/1/",
        at=timezone.now(),
    )
    return signed_in(account), account.pk


def administrator(role: str) -> Client:
    account = make_account(
        "officer", password=GOOD_PASSWORD, at=timezone.now(), type="administrative"
    )
    give_role(account, role)
    give_code_app(account)
    return signed_in(account, methods=("password", "mfa"))


def test_the_inbox_shows_what_is_unread_and_opening_reads_it(reader: tuple[Client, int]) -> None:
    browser, account_id = reader
    message = Message.objects.get()

    page = browser.get("/thong-bao/").content.decode()
    assert "Đã tiếp nhận hồ sơ H56.01-261117-0001" in page
    assert "chưa đọc" in page
    assert f"/thong-bao/{message.public_id}/" in page

    opened = browser.get(f"/thong-bao/{message.public_id}/").content.decode()
    assert "Hồ sơ H56.01-261117-0001 (Đăng ký khai sinh) đã được tiếp nhận" in opened
    assert 'href="/ho-so/1/"' in opened
    assert public.unread_count(account_id) == 0
    assert "chưa đọc" not in browser.get("/thong-bao/").content.decode()


def test_the_tab_of_unread_ones_and_reading_all(reader: tuple[Client, int]) -> None:
    browser, account_id = reader

    assert "H56.01" in browser.get("/thong-bao/?tab=chua-doc").content.decode()
    assert browser.post("/thong-bao/doc-het/").status_code == 302

    assert public.unread_count(account_id) == 0
    assert "H56.01" not in browser.get("/thong-bao/?tab=chua-doc").content.decode()


def test_nobody_opens_the_message_of_another(reader: tuple[Client, int]) -> None:
    message = Message.objects.get()
    stranger = signed_in(make_account("citizen", password=GOOD_PASSWORD, at=timezone.now()))

    assert stranger.get(f"/thong-bao/{message.public_id}/").status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_without_signing_in_there_is_no_inbox(client: Client) -> None:
    answer = client.get("/thong-bao/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/dang-nhap/")


def test_choices_are_kept_and_what_the_law_asks_stays_on(reader: tuple[Client, int]) -> None:
    browser, account_id = reader
    page = browser.get("/thong-bao/tuy-chon/").content.decode()
    assert page.count("checked") == 2

    browser.post("/thong-bao/tuy-chon/", {"on": []})

    chosen = {one.kind: one.is_on for one in preferences.choices_of(account_id)}
    assert chosen == {ACCEPTED.code: False, BY_LAW.code: True}

    browser.post("/thong-bao/tuy-chon/", {"on": [f"{ACCEPTED.code} email"]})
    assert all(one.is_on for one in preferences.choices_of(account_id))


def test_an_administrator_changes_the_words_and_is_told_what_is_wrong() -> None:
    browser = administrator("province_admin")
    address = f"/thong-bao/loi-thong-bao/{ACCEPTED.code}/"
    assert "Hồ sơ được tiếp nhận" in browser.get("/thong-bao/loi-thong-bao/").content.decode()
    assert "{procedure}" in browser.get(address).content.decode()

    wrong = browser.post(address, {"heading": "Hồ sơ {ma}", "text": "x"}).content.decode()
    assert "Không có chỗ điền {ma}" in wrong

    assert browser.post(address, {"heading": "Hồ sơ {code}", "text": "x"}).status_code == 302
    assert texts.words_of(ACCEPTED.code).heading == "Hồ sơ {code}"
    assert "Trả về lời ban đầu" in browser.get(address).content.decode()

    assert browser.post(f"{address}tra-lai/").status_code == 302
    assert texts.words_of(ACCEPTED.code).heading == ACCEPTED.heading


def test_the_operator_sees_what_failed_and_sends_it_again(now: datetime) -> None:
    browser = administrator("operator")
    for key in ("1", "2"):
        public.notify(
            key=key, kind=BY_LAW.code, values={"code": key}, email=f"a{key}@example.vn", at=now
        )
    failed, waiting = Delivery.objects.order_by("id")
    failed.state, failed.finished_at, failed.error = "failed", now, "550 no such user"
    failed.save()

    page = browser.get("/thong-bao/nhat-ky-gui/").content.decode()
    assert "550 no such user" in page
    assert "a2@example.vn" in page
    assert "a2@example.vn" not in browser.get("/thong-bao/nhat-ky-gui/?q=a1").content.decode()

    answer = browser.post(
        "/thong-bao/nhat-ky-gui/gui-lai/", {"chosen": [failed.pk, waiting.pk, "x", 10**9]}
    )

    assert answer.status_code == 302
    failed.refresh_from_db()
    assert failed.state == "waiting"
    assert "Đã xếp 1 lượt" in browser.get("/thong-bao/nhat-ky-gui/").content.decode()
