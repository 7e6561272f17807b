"""Coming in through the page: name and password, second factor, locks, what is noted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tinhso.kernel.actor import system_actor
from tinhso.kernel.models import AuditEntry
from tinhso.modules.identity.commands.roles import NewGrant, grant_role
from tinhso.modules.identity.models import Account, FailedSignIn
from tinhso.modules.identity.tests.factories import (
    GOOD_PASSWORD,
    administrator,
    give_code_app,
    give_role,
    make_account,
)

pytestmark = pytest.mark.django_db
OUTSIDE = "203.0.113.7"


def sign_in(
    client: Client,
    username: str,
    password: str,
    *,
    REMOTE_ADDR: str = "127.0.0.1",  # noqa: N803
) -> HttpResponse:
    told = {"login": username, "password": password}
    return client.post("/dang-nhap/", told, REMOTE_ADDR=REMOTE_ADDR)  # type: ignore[return-value]


def fresh_account(kind: str = "officer", **fields: object) -> Account:
    """An account whose password was chosen just now."""
    return make_account(kind, password=GOOD_PASSWORD, at=timezone.now(), **fields)


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def lines(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action).order_by("sequence"))


def who(client: Client) -> str:
    page = client.get("/tai-khoan/")
    return str(page.wsgi_request.actor.kind)  # type: ignore[attr-defined]


def test_the_right_password_lets_in_and_leaves_a_line(client: Client) -> None:
    account = fresh_account()
    answer = sign_in(client, account.username, GOOD_PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert who(client) == "officer"
    (line,) = lines("identity.sign_in")
    assert (line.outcome, line.account_id, line.actor_name) == (
        "done",
        account.pk,
        account.full_name,
    )
    assert '"methods":["password"]' in line.content


def test_the_mail_address_and_capitals_work_as_a_name_too(client: Client) -> None:
    account = fresh_account(email="le.thu@thanhhoa.gov.vn", username="le.thu")
    assert sign_in(client, "Le.Thu@thanhhoa.gov.vn", GOOD_PASSWORD).status_code == 302
    assert sign_in(Client(), "LE.THU", GOOD_PASSWORD).status_code == 302
    assert len(lines("identity.sign_in")) == 2
    assert account.pk


@pytest.mark.req("SEC-24")
def test_sign_in_failure_sign_out_and_change_of_rights_each_leave_a_line(client: Client) -> None:
    account = fresh_account()
    sign_in(client, account.username, "sai mật khẩu")
    sign_in(client, account.username, GOOD_PASSWORD)
    client.post("/dang-xuat/")
    assert [line.outcome for line in lines("identity.sign_in")] == ["refused", "done"]
    assert [line.account_id for line in lines("identity.sign_out")] == [account.pk]
    given = NewGrant("clerk", None, timezone.localdate(), None, "QĐ 1")
    grant_role(account.pk, given, by=system_actor("test"), at=timezone.now())
    assert [line.subject for line in lines("identity.grant_role")] == [f"account:{account.pk}"]


def test_a_wrong_password_says_the_same_for_known_and_unknown_names(client: Client) -> None:
    account = fresh_account()
    known = sign_in(client, account.username, "sai").content.decode()
    unknown = sign_in(client, "khong-co-ai", "sai").content.decode()
    said = "Tên đăng nhập hoặc mật khẩu chưa đúng."
    assert said in known
    assert said in unknown


def test_what_was_typed_as_a_name_is_kept_nowhere(client: Client) -> None:
    sign_in(client, "MatKhauCuaToi!2026", "x")
    (line,) = lines("identity.sign_in")
    assert "matkhaucuatoi" not in line.content.lower()
    assert "matkhaucuatoi" not in FailedSignIn.objects.get().name_hash


def test_five_wrong_passwords_lock_the_name_even_for_the_right_one(client: Client) -> None:
    account = fresh_account(email="khoa@thanhhoa.gov.vn")
    for attempt in range(5):
        name = account.username if attempt % 2 else account.email
        assert sign_in(client, name, f"sai {attempt}").status_code == 200
    answer = sign_in(client, account.username, GOOD_PASSWORD)
    assert "tạm khóa" in answer.content.decode()
    assert who(client) == "anonymous"
    assert len(lines("identity.lock_out")) == 1
    assert lines("identity.sign_in")[-1].content.count("locked_out") == 1


def test_a_name_that_nobody_has_is_locked_just_the_same(client: Client) -> None:
    for attempt in range(5):
        sign_in(client, "khong-co-ai", f"sai {attempt}")
    assert "tạm khóa" in sign_in(client, "khong-co-ai", "sai").content.decode()


def test_the_lock_opens_by_itself_after_a_quarter_of_an_hour(client: Client) -> None:
    account = fresh_account()
    for attempt in range(5):
        sign_in(client, account.username, f"sai {attempt}")
    FailedSignIn.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, account.username, GOOD_PASSWORD).status_code == 302


def test_many_failures_from_one_address_stop_that_address(client: Client) -> None:
    account = fresh_account()
    now = timezone.now()
    FailedSignIn.objects.bulk_create(
        FailedSignIn(name_hash=f"{number}", address="127.0.0.1", at=now) for number in range(50)
    )
    answer = sign_in(client, account.username, GOOD_PASSWORD)
    assert "từ mạng này" in answer.content.decode()


@pytest.mark.req("SEC-23")
def test_a_program_account_cannot_sign_in(client: Client) -> None:
    account = make_account("service", username="lgsp")
    account.set_password(GOOD_PASSWORD)
    account.save()
    answer = sign_in(client, "lgsp", GOOD_PASSWORD)
    assert answer["Location"] == "/dang-nhap/"
    assert who(client) == "anonymous"
    assert "not_for_people" in lines("identity.sign_in")[-1].content


def test_a_blocked_account_cannot_sign_in_and_its_sessions_are_over(client: Client) -> None:
    account = fresh_account()
    sign_in(client, account.username, GOOD_PASSWORD)
    Account.objects.filter(pk=account.pk).update(
        is_active=False, deactivated_on=timezone.localdate()
    )
    assert who(client) == "anonymous"
    sign_in(client, account.username, GOOD_PASSWORD)
    assert who(client) == "anonymous"
    assert "account_not_active" in lines("identity.sign_in")[-1].content


@pytest.mark.req("SEC-31")
def test_after_forty_six_days_without_use_the_account_does_not_open(client: Client) -> None:
    account = fresh_account(last_active_on=timezone.localdate() - timedelta(days=46))
    sign_in(client, account.username, GOOD_PASSWORD)
    assert who(client) == "anonymous"
    assert "account_asleep" in lines("identity.sign_in")[-1].content
    used = fresh_account(last_active_on=timezone.localdate() - timedelta(days=45))
    sign_in(client, used.username, GOOD_PASSWORD)
    used.refresh_from_db()
    assert used.last_active_on == timezone.localdate()


@pytest.mark.req("SEC-33")
def test_from_outside_an_officer_without_a_second_factor_is_not_let_in(client: Client) -> None:
    account = fresh_account()
    sign_in(client, account.username, GOOD_PASSWORD, REMOTE_ADDR=OUTSIDE)
    assert who(client) == "anonymous"
    assert "second_factor_from_outside" in lines("identity.sign_in")[-1].content


@pytest.mark.req("SEC-33")
def test_from_outside_the_second_factor_is_asked_and_opens(client: Client) -> None:
    account = fresh_account()
    secret = give_code_app(account)
    answer = sign_in(client, account.username, GOOD_PASSWORD, REMOTE_ADDR=OUTSIDE)
    assert answer["Location"] == "/dang-nhap/lop-hai/"
    assert who(client) == "anonymous"
    wrong = client.post("/dang-nhap/lop-hai/", {"code": "000000"}, REMOTE_ADDR=OUTSIDE)
    assert "Mã chưa đúng" in wrong.content.decode()
    assert "wrong_second_factor" in lines("identity.sign_in")[-1].content
    right = client.post("/dang-nhap/lop-hai/", {"code": code_for(secret)}, REMOTE_ADDR=OUTSIDE)
    assert right["Location"] == "/"
    page = client.get("/tai-khoan/", REMOTE_ADDR=OUTSIDE)
    assert page.wsgi_request.actor.assurance == 2  # type: ignore[attr-defined]
    assert '"methods":["mfa","password"]' in lines("identity.sign_in")[-1].content


def test_a_citizen_may_come_from_anywhere(client: Client) -> None:
    account = fresh_account("citizen")
    sign_in(client, account.username, GOOD_PASSWORD, REMOTE_ADDR=OUTSIDE)
    page = client.get("/tai-khoan/", REMOTE_ADDR=OUTSIDE)
    assert page.wsgi_request.actor.kind == "citizen"  # type: ignore[attr-defined]


@pytest.mark.req("SEC-26")
def test_a_new_account_must_change_the_password_it_was_given(client: Client) -> None:
    account = fresh_account(must_change_password=True)
    sign_in(client, account.username, GOOD_PASSWORD)
    answer = client.get("/tai-khoan/")
    assert answer["Location"].startswith("/tai-khoan/bao-mat/mat-khau/?next=")
    assert answer.wsgi_request.actor.kind == "anonymous"  # type: ignore[attr-defined]
    fresh = "Rau má 3 lá, Thanh!"
    done = client.post(
        "/tai-khoan/bao-mat/mat-khau/",
        {"oldpassword": GOOD_PASSWORD, "password1": fresh, "password2": fresh},
    )
    assert done.status_code == 302
    assert who(client) == "officer"
    account.refresh_from_db()
    assert not account.must_change_password
    assert account.check_password(fresh)


@pytest.mark.req("SEC-26", "SEC-28")
def test_sixty_one_days_later_an_administrator_must_change_the_password(client: Client) -> None:
    account = administrator()
    chosen = timezone.now() - timedelta(days=61)
    Account.objects.filter(pk=account.pk).update(
        password_changed_at=chosen, last_active_on=timezone.localdate()
    )
    secret = give_code_app_again(account)
    sign_in(client, account.username, GOOD_PASSWORD)
    client.post("/dang-nhap/lop-hai/", {"code": code_for(secret)})
    assert client.get("/tai-khoan/")["Location"].startswith("/tai-khoan/bao-mat/mat-khau/")
    Account.objects.filter(pk=account.pk).update(password_changed_at=timezone.now())
    assert client.get("/tai-khoan/").status_code == 200


def give_code_app_again(account: Account) -> str:
    Authenticator.objects.filter(user=account).delete()
    return give_code_app(account)


@pytest.mark.req("SEC-28")
def test_none_of_the_last_ten_passwords_comes_back(client: Client) -> None:
    account = fresh_account()
    sign_in(client, account.username, GOOD_PASSWORD)
    current = GOOD_PASSWORD
    for number in range(10):
        fresh = f"Mía đường Lam Sơn {number}"
        assert change(client, current, fresh).status_code == 302, number
        current = fresh
    refused = change(client, current, "Mía đường Lam Sơn 0")
    assert "đã dùng trong 10 lần gần đây" in refused.content.decode()
    assert change(client, current, GOOD_PASSWORD).status_code == 302  # the eleventh back


def change(client: Client, old: str, fresh: str) -> HttpResponse:
    cache.clear()  # five changes a minute are allowed, which is not the subject here
    told = {"oldpassword": old, "password1": fresh, "password2": fresh}
    return client.post("/tai-khoan/bao-mat/mat-khau/", told)  # type: ignore[return-value]


def test_changing_the_password_ends_the_other_sessions(client: Client) -> None:
    account = fresh_account()
    other = Client()
    sign_in(client, account.username, GOOD_PASSWORD)
    sign_in(other, account.username, GOOD_PASSWORD)
    change(client, GOOD_PASSWORD, "Rau má 3 lá, Thanh!")
    assert who(client) == "officer"
    assert who(other) == "anonymous"


def test_a_short_password_must_grow_when_the_second_factor_is_gone(client: Client) -> None:
    account = fresh_account()
    secret = give_code_app(account)
    sign_in(client, account.username, GOOD_PASSWORD)
    client.post("/dang-nhap/lop-hai/", {"code": code_for(secret)})
    assert change(client, GOOD_PASSWORD, "tre24dot").status_code == 302
    assert who(client) == "officer"
    Authenticator.objects.filter(user=account).delete()
    assert client.get("/tai-khoan/")["Location"].startswith("/tai-khoan/bao-mat/mat-khau/")


@pytest.mark.req("SEC-33", "SEC-28")
def test_an_administrator_must_enrol_a_second_factor_before_anything_else(client: Client) -> None:
    account = fresh_account(type="administrative")
    give_role(account, "province_admin")
    sign_in(client, account.username, GOOD_PASSWORD)
    answer = client.get("/tai-khoan/")
    assert answer["Location"].startswith("/tai-khoan/bao-mat/bat-buoc/")
    assert answer.wsgi_request.actor.kind == "anonymous"  # type: ignore[attr-defined]
    assert client.get("/tai-khoan/bao-mat/bat-buoc/").status_code == 200
    page = client.get("/tai-khoan/bao-mat/ung-dung-ma/")
    assert page.status_code == 200, page
    secret = page.context["form"].secret
    assert 'xmlns="http://www.w3.org/2000/svg"' in page.context["totp_svg"]
    assert page.context["secret"].replace(" ", "") == secret
    done = client.post("/tai-khoan/bao-mat/ung-dung-ma/", {"code": code_for(secret)})
    assert done["Location"] == "/tai-khoan/bao-mat/ma-du-phong/"
    assert client.get("/tai-khoan/")["Location"].startswith("/tai-khoan/bao-mat/xac-nhan/ma/")
    assert len(lines("identity.add_code_app")) == 1


def test_a_program_is_told_in_its_own_way_what_is_missing(client: Client) -> None:
    account = fresh_account(must_change_password=True)
    sign_in(client, account.username, GOOD_PASSWORD)
    answer = client.get("/api/anything")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "password_must_change"
    partial = client.get("/tai-khoan/", headers={"HX-Request": "true"})
    assert partial.status_code == 204
    assert partial["HX-Redirect"].startswith("/tai-khoan/bao-mat/mat-khau/")


@pytest.mark.req("DVC-01")
def test_where_citizens_have_a_provider_no_password_of_theirs_works(
    client: Client, settings: Settings
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "vneid",
                    "name": "VNeID",
                    "client_id": "x",
                    "secret": "x",
                    "settings": {"server_url": "https://vneid.example", "for": "citizens"},
                }
            ]
        }
    }
    account = fresh_account("citizen")
    sign_in(client, account.username, GOOD_PASSWORD)
    assert who(client) == "anonymous"
    assert "sign_in_elsewhere" in lines("identity.sign_in")[-1].content
    assert client.get("/dang-ky/").status_code == 503
    page = client.get("/dang-nhap/").content.decode()
    assert "Đăng nhập bằng VNeID" in page
    assert "/dang-nhap/qua/vneid/" in page


def test_signing_in_does_not_lead_to_other_sites(client: Client) -> None:
    account = fresh_account()
    answer = client.post(
        "/dang-nhap/",
        {"login": account.username, "password": GOOD_PASSWORD, "next": "https://evil.example/"},
    )
    assert answer["Location"] == "/"


def test_a_sample_account_does_not_open_where_samples_are_not_allowed(
    client: Client, settings: Settings
) -> None:
    account = fresh_account(is_sample=True)
    settings.SAMPLE_ACCOUNTS = False
    sign_in(client, account.username, GOOD_PASSWORD)
    assert who(client) == "anonymous"
