"""The pages of one's own account and of those who keep accounts."""

from __future__ import annotations

import csv
import time
from io import BytesIO, StringIO

import openpyxl
import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tinhso.kernel.models import AuditEntry
from tinhso.modules.directory.public import organisation_cards
from tinhso.modules.identity.models import Account, RoleGrant, RolePermission
from tinhso.modules.identity.tests.factories import (
    GOOD_PASSWORD,
    administrator,
    give_code_app,
    give_role,
    hold_post,
    make_account,
    organisation_id,
    signed_in,
)

pytestmark = pytest.mark.django_db
STRONG = ("password", "mfa")


def fresh(kind: str = "officer", **fields: object) -> Account:
    return make_account(kind, password=GOOD_PASSWORD, at=timezone.now(), **fields)


def admin_client(role: str = "province_admin") -> Client:
    account = administrator(role)
    Account.objects.filter(pk=account.pk).update(password_changed_at=timezone.now())
    return signed_in(account, methods=STRONG)


def file_of(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "address",
    [
        "/dang-nhap/",
        "/dang-ky/",
        "/quen-mat-khau/",
        "/quen-mat-khau/da-gui/",
        "/dang-nhap/dang-khoa/",
        "/dat-mat-khau/xong/",
        "/dat-mat-khau/1-abc-def/",
    ],
)
def test_pages_before_signing_in_open_for_everybody(client: Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert b"<h1>" in page.content


@pytest.mark.parametrize("kind", ["officer", "citizen", "business"])
@pytest.mark.parametrize(
    "address",
    [
        "/tai-khoan/",
        "/tai-khoan/lien-he/",
        "/tai-khoan/so-dinh-danh/",
        "/tai-khoan/bao-mat/",
        "/tai-khoan/bao-mat/mat-khau/",
        "/tai-khoan/bao-mat/xac-nhan/",
        "/tai-khoan/bao-mat/ung-dung-ma/",
        "/tai-khoan/bao-mat/khoa/",
        "/tai-khoan/bao-mat/khoa/them/",
        "/tai-khoan/bao-mat/phien/",
        "/tai-khoan/bao-mat/bat-buoc/",
        "/tai-khoan/bao-mat/ma-du-phong/tao/",
        "/dang-xuat/",
        "/khoa-man-hinh/",
    ],
)
def test_pages_of_ones_own_account_open(kind: str, address: str) -> None:
    page = signed_in(fresh(kind)).get(address)
    assert page.status_code == 200, page


def test_with_a_code_app_its_pages_open() -> None:
    account = fresh()
    give_code_app(account)
    client = signed_in(account, methods=STRONG)
    for address in ("ung-dung-ma/tat/", "xac-nhan/ma/", "ma-du-phong/tao/"):
        assert client.get(f"/tai-khoan/bao-mat/{address}").status_code == 200, address
    made = client.post("/tai-khoan/bao-mat/ma-du-phong/tao/")
    assert made["Location"] == "/tai-khoan/bao-mat/ma-du-phong/"
    once = client.get("/tai-khoan/bao-mat/ma-du-phong/")
    assert len(once.context["unused_codes"]) == 10
    again = client.get("/tai-khoan/bao-mat/ma-du-phong/")
    assert set(again.context["unused_codes"]) == {"****"}
    assert AuditEntry.objects.filter(action="identity.make_recovery_codes").count() == 1


def test_a_recovery_code_opens_once() -> None:
    account = fresh()
    give_code_app(account)
    client = signed_in(account, methods=STRONG)
    client.post("/tai-khoan/bao-mat/ma-du-phong/tao/")
    code = client.get("/tai-khoan/bao-mat/ma-du-phong/").context["unused_codes"][0]
    for expected in ("/", None):
        other = Client()
        other.post("/dang-nhap/", {"login": account.username, "password": GOOD_PASSWORD})
        answer = other.post("/dang-nhap/lop-hai/", {"code": code})
        assert answer.headers.get("Location") == expected


def test_the_number_on_the_own_page_is_hidden_until_asked_for() -> None:
    account = fresh("citizen", personal_number="038190012217", personal_number_hash="x" * 64)
    client = signed_in(account)
    assert "038 •••••• 217" in client.get("/tai-khoan/").content.decode()
    assert "038190012217" not in client.get("/tai-khoan/").content.decode()
    assert "038190012217" in client.get("/tai-khoan/so-dinh-danh/").content.decode()
    assert AuditEntry.objects.filter(action="identity.reveal_personal_number").count() == 1


def test_how_one_is_reached_needs_a_recent_password() -> None:
    account = fresh("citizen")
    client = signed_in(account)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 400
    session.save()
    asked = client.get("/tai-khoan/lien-he/")
    assert asked["Location"].startswith("/tai-khoan/bao-mat/xac-nhan/")
    client.post("/tai-khoan/bao-mat/xac-nhan/", {"password": GOOD_PASSWORD})
    saved = client.post("/tai-khoan/lien-he/", {"email": "hoa@example.vn", "phone": "0912 345 678"})
    assert saved["Location"] == "/tai-khoan/"
    account.refresh_from_db()
    assert (account.email, account.phone) == ("hoa@example.vn", "0912345678")


def test_a_citizen_registers_and_is_signed_in(client: Client) -> None:
    told = {
        "kind": "citizen",
        "full_name": "Nguyễn Thị Hoa",
        "personal_number": "038 190 012 217",
        "phone": "0912345678",
        "email": "hoa@example.vn",
        "username": "hoa.nguyen",
        "password1": GOOD_PASSWORD,
        "password2": GOOD_PASSWORD,
    }
    wrong = client.post("/dang-ky/", {**told, "password2": "khác"})
    assert "Hai mật khẩu chưa giống nhau" in wrong.content.decode()
    weak = client.post("/dang-ky/", {**told, "password1": "ngan", "password2": "ngan"})
    assert "ít nhất 14 ký tự" in weak.content.decode()
    missing = client.post("/dang-ky/", {**told, "personal_number": ""})
    assert "Nhập số định danh cá nhân" in missing.content.decode()
    assert not Account.objects.exists()
    done = client.post("/dang-ky/", told)
    assert done["Location"] == "/"
    assert client.get("/tai-khoan/").wsgi_request.actor.kind == "citizen"  # type: ignore[attr-defined]


@pytest.mark.req("SEC-20")
@pytest.mark.parametrize(
    ("role", "minutes", "locked"),
    [("", 14, False), ("", 16, True), ("province_admin", 4, False), ("province_admin", 6, True)],
)
def test_the_screen_locks_after_its_time(role: str, minutes: int, locked: bool) -> None:
    account = fresh()
    if role:
        give_role(account, role)
        give_code_app(account)
    client = signed_in(account, methods=STRONG)
    client.get("/tai-khoan/")
    session = client.session
    session["presence_seen"] = time.time() - minutes * 60
    session.save()
    answer = client.get("/tai-khoan/")
    assert (answer.headers.get("Location") == "/khoa-man-hinh/?next=%2Ftai-khoan%2F") == locked
    if locked:
        assert client.get("/").wsgi_request.actor.kind == "anonymous"  # type: ignore[attr-defined]


@pytest.mark.req("SEC-20")
def test_the_password_opens_the_locked_screen_where_one_was() -> None:
    client = signed_in(fresh())
    client.post("/khoa-man-hinh/")
    assert client.get("/tai-khoan/bao-mat/")["Location"].startswith("/khoa-man-hinh/")
    wrong = client.post("/khoa-man-hinh/", {"password": "sai", "next": "/tai-khoan/bao-mat/"})
    assert wrong.status_code == 200
    assert client.get("/tai-khoan/").status_code == 302
    right = client.post(
        "/khoa-man-hinh/", {"password": GOOD_PASSWORD, "next": "/tai-khoan/bao-mat/"}
    )
    assert right["Location"] == "/tai-khoan/bao-mat/"
    assert client.get("/tai-khoan/").status_code == 200
    assert AuditEntry.objects.filter(action="identity.unlock").count() == 1


def test_a_page_that_asks_by_itself_does_not_keep_the_screen_open() -> None:
    client = signed_in(fresh())
    client.get("/tai-khoan/")
    session = client.session
    session["presence_seen"] = before = time.time() - 600
    session.save()
    client.get("/tai-khoan/", headers={"X-Tinhso-Background": "1"})
    assert client.session["presence_seen"] == before
    client.get("/tai-khoan/")
    assert client.session["presence_seen"] > before


def test_a_session_of_yesterday_is_over() -> None:
    client = signed_in(fresh())
    client.get("/tai-khoan/")
    session = client.session
    session["presence_began"] = time.time() - 13 * 3600
    session["presence_seen"] = time.time()
    session.save()
    assert client.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")


def test_one_signs_out_everywhere_else() -> None:
    account = fresh()
    here, there = Client(), Client()
    for browser in (here, there):
        browser.post("/dang-nhap/", {"login": account.username, "password": GOOD_PASSWORD})
    page = here.get("/tai-khoan/bao-mat/phien/")
    assert page.context["session_count"] == 2
    here.post("/tai-khoan/bao-mat/phien/")
    assert here.get("/tai-khoan/").status_code == 200
    assert there.get("/tai-khoan/").status_code == 302


def test_a_lost_password_is_asked_for_without_telling_who_is_known(client: Client) -> None:
    fresh(email="co@example.vn")
    known = client.post("/quen-mat-khau/", {"email": "co@example.vn"})
    unknown = client.post("/quen-mat-khau/", {"email": "khong@example.vn"})
    assert known["Location"] == unknown["Location"] == "/quen-mat-khau/da-gui/"


# -- those who keep accounts -----------------------------------------------------------------------


@pytest.mark.parametrize("role", ["unit_admin", "province_admin", "auditor", "operator"])
def test_administrators_see_lists_and_the_matrix(role: str) -> None:
    client = admin_client(role)
    for address in ("/tai-khoan/quan-ly/", "/tai-khoan/quyen/"):
        assert client.get(address).status_code == 200, address


def test_the_list_of_accounts_leaves_with_every_column_asked_for() -> None:
    make_account(full_name="Trần Thị Bình")
    client = admin_client()
    answer = client.get("/tai-khoan/quan-ly/?xuat=csv&tab=tat-ca")
    rows = list(csv.reader(StringIO(file_of(answer).decode("utf-8-sig"))))
    header = next(row for row in rows if "Họ tên" in row)
    for column in (
        "Kiểu tài khoản",
        "Họ tên",
        "Trạng thái",
        "Hệ thống",
        "Người quản lý",
        "Đơn vị",
        "Ngày mở",
        "Ngày khóa",
    ):
        assert column in header
    (binh,) = [row for row in rows if "Trần Thị Bình" in row]
    assert binh[header.index("Trạng thái")] == "Đang dùng"
    assert binh[header.index("Hệ thống")] == "Tỉnh Số"
    assert AuditEntry.objects.filter(action="identity.note_export").count() == 1


def test_the_matrix_leaves_as_a_workbook() -> None:
    answer = admin_client().get("/tai-khoan/quyen/?xuat=xlsx")
    book = openpyxl.load_workbook(BytesIO(file_of(answer)))
    sheet = book[book.sheetnames[0]]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "identity.grant_role" in cells
    assert "Quản trị tỉnh" in cells


def test_accounts_are_found_without_marks() -> None:
    make_account(full_name="Trần Thị Bình")
    make_account(full_name="Lê Văn Cường")
    page = admin_client().get("/tai-khoan/quan-ly/?q=binh tran").content.decode()
    assert "Trần Thị Bình" in page
    assert "Lê Văn Cường" not in page


def test_the_accounts_of_one_unit_and_all_below_it_are_shown() -> None:
    office = organisation_id()
    division, elsewhere = organisation_id(office), organisation_id()
    inside, outside = make_account(full_name="Người Trong"), make_account(full_name="Người Ngoài")
    hold_post(inside.officer_id, division, ("specialist",))
    hold_post(outside.officer_id, elsewhere, ("specialist",))
    code = organisation_cards([office], timezone.localdate())[office].code
    page = admin_client().get(f"/tai-khoan/quan-ly/?don-vi={code}").content.decode()
    assert "Người Trong" in page
    assert "Người Ngoài" not in page


def test_one_account_is_blocked_reset_and_given_a_role_from_its_page() -> None:
    account = fresh(email="b@thanhhoa.gov.vn")
    secret = give_code_app(account)
    assert secret
    client = admin_client()
    home = f"/tai-khoan/quan-ly/{account.pk}/"
    assert client.get(home).status_code == 200
    assert client.post(f"{home}khoa/", {"reason": "nghỉ việc"})["Location"] == home
    account.refresh_from_db()
    assert not account.is_active
    client.post(f"{home}mo-khoa/", {"reason": "trở lại"})
    client.post(f"{home}dat-lai/", {"reason": "lộ"})
    client.post(f"{home}go-lop-hai/", {"reason": "mất máy"})
    account.refresh_from_db()
    assert (account.is_active, account.has_usable_password()) == (True, False)
    assert not Authenticator.objects.filter(user=account).exists()
    told = {"role": "auditor", "starts_on": "17/11/2026", "decision": "QĐ 1"}
    assert client.post(f"{home}giao-vai-tro/", told)["Location"] == home
    grant = RoleGrant.objects.get(account=account)
    assert "QĐ 1" in client.get(home).content.decode()
    client.post(f"{home}thu-hoi/{grant.pk}/", {"reason": "hết việc"})
    grant.refresh_from_db()
    assert not grant.recorded.upper_inf


def test_without_a_reason_nothing_is_done() -> None:
    account = fresh()
    client = admin_client()
    client.post(f"/tai-khoan/quan-ly/{account.pk}/khoa/", {"reason": ""})
    account.refresh_from_db()
    assert account.is_active


def test_a_role_is_changed_from_the_matrix() -> None:
    client = admin_client()
    address = "/tai-khoan/quyen/clerk/identity.view_accounts/"
    assert client.get(address).status_code == 200
    back = client.post(address, {"reason": "thử"})["Location"]
    assert back == "/tai-khoan/quyen/?q=identity.view_accounts"
    assert RolePermission.objects.get().is_granted
    assert "đã sửa" in client.get(back).content.decode()
    assert client.get("/tai-khoan/quyen/king/identity.view_accounts/").status_code == 404


def test_many_accounts_are_opened_with_a_report_of_refused_lines() -> None:
    client = admin_client()
    text = "ma_can_bo,ten_dang_nhap,thu_cong_vu\nKHONG-CO,an,an@x.vn\n"
    file = SimpleUploadedFile("a.csv", text.encode())
    page = client.post("/tai-khoan/quan-ly/mo-nhieu/", {"file": file}).content.decode()
    assert "1 dòng chưa mở được" in page
    assert "Danh bạ không có mã cán bộ này" in page
    wrong = client.post(
        "/tai-khoan/quan-ly/mo-nhieu/", {"file": SimpleUploadedFile("a.csv", b"\xff\xfe")}
    )
    assert "CSV mã UTF-8" in wrong.content.decode()


def test_an_unknown_officer_gets_no_account() -> None:
    told = {
        "employee_code": "KHONG-CO",
        "username": "an",
        "email": "an@x.vn",
        "account_type": "operational",
    }
    page = admin_client().post("/tai-khoan/quan-ly/mo/", told)
    assert "Danh bạ không có cán bộ mang mã này." in page.content.decode()
    assert not Account.objects.filter(username="an").exists()
