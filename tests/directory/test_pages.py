"""The pages on the province that ships: read as of any day, changed with a decision."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tinhso.kernel.long_tasks import run_long_task
from tinhso.kernel.models import LongTask
from tinhso.modules.directory import public as directory
from tinhso.modules.directory.models import Reorganisation
from tinhso.modules.directory.queries.areas import open_questions
from tinhso.modules.identity.tests.factories import (
    GOOD_PASSWORD,
    give_code_app,
    give_role,
    make_account,
    signed_in,
)

THEN = "?as_of=30/06/2025"


def visitor(role: str, place: int | None = None) -> Client:
    cache.clear()
    account = make_account(type="administrative", password=GOOD_PASSWORD, at=timezone.now())
    give_role(account, role, place)
    give_code_app(account)
    return signed_in(account, methods=("password", "mfa"))


@pytest.fixture
def clerk(thanh_hoa: None) -> Client:
    """Somebody who may look."""
    return visitor("clerk")


@pytest.fixture
def admin(thanh_hoa: None) -> Client:
    """Somebody who may change everything."""
    return visitor("province_admin")


def text(answer: Any) -> str:
    assert answer.status_code in (200, 422), answer.status_code
    return " ".join(answer.content.decode().split())


def organisation(code: str) -> directory.OrganisationCard:
    found = directory.resolve_organisation(code, timezone.localdate())
    assert found is not None
    return found


def sent(browser: Client, address: str, told: dict[str, Any]) -> Any:
    answer = browser.post(address, told)
    assert answer.status_code == 302, text(answer)
    return answer


def test_areas_are_listed_as_of_the_day(clerk: Client) -> None:
    today = text(clerk.get("/danh-ba/dia-ban/?cap=commune"))
    then = text(clerk.get(f"/danh-ba/dia-ban/{THEN}&cap=district"))

    assert "166 địa bàn" in today.replace("&nbsp;", " ")
    assert "Thành phố Thanh Hóa" in then
    assert "26 địa bàn" in then.replace("&nbsp;", " ")


def test_an_old_name_typed_in_the_list_shows_the_ward_of_today(clerk: Client) -> None:
    page = text(clerk.get("/danh-ba/dia-ban/?q=nam ngan"))
    assert "Tên cũ nay thuộc" in page
    assert "Phường Hàm Rồng" in page
    assert "01/07/2025" in page


def test_an_area_shows_what_it_was_made_of_and_what_was_known_when(clerk: Client) -> None:
    ward = directory.resolve_area("14758", timezone.localdate())
    assert ward is not None
    page = text(clerk.get(f"/danh-ba/dia-ban/{ward.id}/"))
    for words in ("Hình thành từ", "Phường Nam Ngạn", "Nghị quyết 1686", "Ghi nhận"):
        assert words in page
    old = directory.resolve_area("14758", date(2025, 6, 30))
    assert old is not None
    page = text(clerk.get(f"/danh-ba/dia-ban/{old.id}/"))
    for words in ("không hiệu lực vào ngày này", "Nay thuộc", "Phường Hạc Thành", "mặc định"):
        assert words in page


def test_open_questions_are_visible_and_answered_with_a_source(admin: Client) -> None:
    page = text(admin.get("/danh-ba/dia-ban/cau-hoi/"))
    assert page.count("Ghi câu trả lời") == 12
    question = open_questions("38", timezone.localdate())[0]
    successor = directory.resolve_area("15796", date(2024, 12, 1))
    assert successor is not None

    address = f"/danh-ba/dia-ban/{question.area_id}/ke-tiep/"
    told = {"successor": successor.id, "extent": "all", "decision": "Nghị quyết 1238, Điều 1"}
    sent(admin, address, told)

    assert len(open_questions("38", timezone.localdate())) == 11


def test_an_organisation_page_shows_structure_people_and_the_provisional_code(
    clerk: Client,
) -> None:
    place = organisation("H56.14797")
    page = text(clerk.get(f"/danh-ba/co-quan/{place.id}/"))
    for words in (
        "mã tạm, chờ quyết định của tỉnh",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Nguyễn Minh Tuấn",
        "Chủ tịch",
        "Hình thành từ",
    ):
        assert words in page
    assert "Bổ nhiệm" not in page


def test_as_of_a_past_day_nothing_can_be_changed(admin: Client) -> None:
    place = organisation("H56.14")
    assert "Thêm vị trí" in text(admin.get(f"/danh-ba/co-quan/{place.id}/"))
    assert "Thêm vị trí" not in text(admin.get(f"/danh-ba/co-quan/{place.id}/{THEN}"))


def test_a_new_unit_its_position_and_its_first_holder(admin: Client) -> None:
    """Structure, position, record, appointment, end: each by its page, each with a decision."""
    place = organisation("H56.14")
    today = timezone.localdate().strftime("%d/%m/%Y")
    unit = {
        "name": "Phòng Hộ tịch",
        "kind": "division",
        "code": "H56.14.HT",
        "since": today,
        "decision": "QĐ 1",
    }
    sent(admin, f"/danh-ba/co-quan/{place.id}/them/", unit)
    made = organisation("H56.14.HT")
    seat = {"title": "Trưởng phòng", "roles": ["division_head"], "rank": 1, "seats": 1}
    sent(
        admin,
        f"/danh-ba/co-quan/{made.id}/vi-tri/",
        seat | {"since": today, "decision": "QĐ 2"},
    )
    person = {"employee_code": "hn01", "full_name": "Hà Thị Ngân", "standing": "civil_servant"}
    sent(admin, "/danh-ba/can-bo/them/", person | {"decision": "QĐ 3"})
    page = text(admin.get(f"/danh-ba/co-quan/{made.id}/"))
    position = int(page.split("/bo-nhiem/")[0].rsplit("/", 1)[1])
    appointment = {"employee_code": "HN01", "kind": "principal", "since": today}
    sent(
        admin,
        f"/danh-ba/vi-tri/{position}/bo-nhiem/",
        appointment | {"decision": "QĐ 4"},
    )

    head = directory.head_of(made.id, timezone.localdate())
    assert head is not None
    assert (head.officer_name, head.title) == ("Hà Thị Ngân", "Trưởng phòng")
    life = text(admin.get(f"/danh-ba/can-bo/{head.officer_id}/"))
    for words in ("Quá trình công tác", "Phòng Hộ tịch", "đang giữ", "QĐ 4"):
        assert words in life


def test_a_refused_form_says_which_field_and_changes_nothing(admin: Client) -> None:
    place = organisation("H56.14")
    told = {"name": "Phòng", "kind": "division", "code": "H56.17", "since": "mai", "decision": ""}
    page = text(admin.post(f"/danh-ba/co-quan/{place.id}/them/", told))
    assert "Có 2 lỗi" in page
    told |= {"since": "24/11/2026", "decision": "QĐ"}
    page = text(admin.post(f"/danh-ba/co-quan/{place.id}/them/", told))
    assert "Mã H56.17 đã được dùng" in page


@pytest.mark.system("civil-servant-db")
def test_officers_are_searched_filtered_and_exported_with_the_whole_record(admin: Client) -> None:
    page = text(admin.get("/danh-ba/can-bo/?q=trinh thu ha"))
    assert "Trịnh Thu Hà" in page
    assert "Cán bộ tiếp nhận" in page
    unit = text(admin.get("/danh-ba/can-bo/?don-vi=H56.14797&dien=civil_servant"))
    assert "Nguyễn Minh Tuấn" in unit
    answer = admin.get("/danh-ba/can-bo/?don-vi=H56.14797&xuat=csv")
    assert answer.status_code == 200
    table = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    _title, _filter, _made, _blank, heading, *people = table.decode("utf-8-sig").splitlines()
    for column in ("Ngày sinh", "Giới tính", "Trình độ", "Ngày tuyển dụng"):
        assert column in heading
    assert len(people) == 15


def test_a_unit_sees_its_own_people_only(thanh_hoa: None) -> None:
    place = organisation("H56.14797")
    browser = visitor("leader", place.id)
    page = text(browser.get("/danh-ba/can-bo/"))
    assert "Nguyễn Minh Tuấn" in page
    elsewhere = organisation("H56.14758")
    head = directory.head_of(elsewhere.id, timezone.localdate())
    assert head is not None
    assert browser.get(f"/danh-ba/can-bo/{head.officer_id}/").status_code == 404


def test_the_year_of_a_place_and_a_closure_entered_there(admin: Client) -> None:
    page = text(admin.get("/danh-ba/lich/?nam=2026"))
    for words in ("Tết Nguyên Đán", "Tháng 12", "07:30–11:30"):
        assert words in page
    place = organisation("H56.14797")
    told = {
        "day": "18/12/2026",
        "kind": "closure",
        "name": "Sửa trụ sở",
        "works_like": 0,
        "decision": "TB 5",
    }
    sent(admin, f"/danh-ba/lich/{place.id}/ngay/", told)
    page = text(admin.get(f"/danh-ba/lich/{place.id}/?nam=2026"))
    assert "Sửa trụ sở" in page
    assert place.name in text(admin.get("/danh-ba/lich/"))
    sent(admin, f"/danh-ba/lich/{place.id}/ngay/2026-12-18/bo/", {"decision": "TB 6"})
    assert "Sửa trụ sở" not in text(admin.get(f"/danh-ba/lich/{place.id}/?nam=2026"))
    hours = {f"day_{n}": "7:00-11:00, 13:00-17:00" for n in range(5)}
    more = {"name": "Giờ mùa hè", "since": "01/05/2027", "until": "01/10/2027", "decision": "QĐ"}
    sent(admin, "/danh-ba/lich/gio/", hours | more)
    assert "Giờ mùa hè" in text(admin.get("/danh-ba/lich/?nam=2027"))


@pytest.mark.system("shared-catalogue-codes")
def test_lists_are_kept_imported_exported_and_asked_for_by_others(admin: Client) -> None:
    """End to end: page, file in with its report, history, API as of a day, file out."""
    lists = text(admin.get("/danh-ba/danh-muc/"))
    assert "Dân tộc" in lists
    told = {"code": "loai-duong", "title": "Loại đường", "source": "QĐ 2176"}
    sent(admin, "/danh-ba/danh-muc/them/", told)
    table = "ma,ten,thu_tu\nQL,Quốc lộ,1\nTL,,2\n".encode()
    upload = {"file": SimpleUploadedFile("a.csv", table), "decision": "QĐ 1", "dry_run": "on"}
    page = text(admin.post("/danh-ba/danh-muc/loai-duong/nhap/", upload))
    assert "Đã chạy thử, chưa ghi gì" in page
    assert "còn thiếu" in page
    upload = {"file": SimpleUploadedFile("a.csv", table), "decision": "QĐ 1"}
    assert "Đã nhập" in text(admin.post("/danh-ba/danh-muc/loai-duong/nhap/", upload))
    page = text(admin.get("/danh-ba/danh-muc/loai-duong/"))
    assert "Quốc lộ" in page
    sent(
        admin,
        "/danh-ba/danh-muc/loai-duong/ma/",
        {"code": "QL", "name": "Đường quốc gia", "since": "01/01/2026", "decision": "QĐ 2"},
    )
    history = text(admin.get("/danh-ba/danh-muc/loai-duong/ma/QL/"))
    assert "Quốc lộ" in history
    assert "Đường quốc gia" in history
    stranger = Client()
    for day, name in (("2025-12-31", "Quốc lộ"), ("2026-01-01", "Đường quốc gia")):
        answer = stranger.get(f"/api/directory/code-lists/loai-duong?as_of={day}").json()
        assert [item["ten"] for item in answer["items"]] == [name]
    file = admin.get("/danh-ba/danh-muc/loai-duong/tai-ve/").content.decode("utf-8-sig")
    assert file.splitlines()[0] == "ma,ten,ma_cha,thu_tu,ngay_hl,ngay_hhl,trang_thai"
    assert len(file.splitlines()) == 3
    withdrawn = {"decision": "Nhầm"}
    sent(admin, "/danh-ba/danh-muc/loai-duong/ma/QL/xoa/", withdrawn)


def test_a_reorganisation_from_a_file_is_tried_approved_by_another_and_executed(
    thanh_hoa: None,
) -> None:
    first, second = visitor("province_admin"), visitor("province_admin")
    today = timezone.localdate().strftime("%d/%m/%Y")
    plan = {"title": "Đổi tên sở", "effective_on": today, "decision": "NQ 9"}
    sent(first, "/danh-ba/sap-xep/lap/", plan)
    number = Reorganisation.objects.get().pk
    base = f"/danh-ba/sap-xep/{number}/"
    wrong = "doi_tuong,cach,tu,ten\nco-quan,doi-ten,H56.999,Sở Tư pháp mới\n".encode()
    page = text(first.post(f"{base}nhap-thay-doi/", {"file": SimpleUploadedFile("a.csv", wrong)}))
    assert "Chưa ghi gì" in page
    good = wrong.replace(b"H56.999", b"H56.14")
    sent(first, f"{base}nhap-thay-doi/", {"file": SimpleUploadedFile("a.csv", good)})
    sent(first, f"{base}chay-thu/", {})
    assert "Duyệt phương án" not in text(first.get(base))
    first.post(f"{base}duyet/")
    assert Reorganisation.objects.get().state == "dry_run"
    assert "Duyệt phương án" in text(second.get(base))
    sent(second, f"{base}duyet/", {})
    sent(second, f"{base}thuc-hien/", {})
    underway = text(second.get(base))
    assert "Thực hiện phương án sắp xếp" in underway
    assert "Thực hiện ngay" not in underway
    moving = second.get(f"{base}tien-do/", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in moving
    run_long_task(task_id=LongTask.objects.get().pk)
    assert second.get(f"{base}tien-do/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    sent(second, f"{base}kiem-tra/", {})

    assert Reorganisation.objects.get().state == "verified"
    assert organisation("H56.14").name == "Sở Tư pháp mới"
    report = text(first.get(base))
    for words in ("Ai làm gì, khi nào", "Kiểm tra xong", "NQ 9"):
        assert words in report
    assert "Sở Tư pháp" in text(first.get(f"{base}thay-doi/"))


def test_the_plan_of_2025_does_not_apply_to_the_province_of_today(admin: Client) -> None:
    sent(admin, "/danh-ba/sap-xep/hai-cap/", {})
    assert Reorganisation.objects.count() == 0
    assert "không còn ở mô hình ba cấp" in text(admin.get("/danh-ba/sap-xep/"))


def test_the_directory_goes_out_as_a_zip_and_in_again(admin: Client) -> None:
    content = admin.post("/danh-ba/xuat/").content
    assert content.startswith(b"PK")
    rows = "ma,loai,ten\nH56.99,other,Ban Thử\nH56.98,xưởng,Ban Sai\n".encode()
    upload = {"file": SimpleUploadedFile("co-quan.csv", rows), "decision": "QĐ"}
    page = text(admin.post("/danh-ba/nhap/", upload))
    assert "không có trong danh bạ hoặc danh sách" in page
    assert organisation("H56.99").name == "Ban Thử"


def test_pages_cost_a_bounded_number_of_queries(
    clerk: Client,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for address in ("/danh-ba/dia-ban/", "/danh-ba/co-quan/?tab=xa", "/danh-ba/can-bo/"):
        with django_assert_max_num_queries(40):
            assert clerk.get(address).status_code == 200
