"""The counter: receiving, checking, supplements, fees, handing out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tinhso.kernel.models import AuditEntry
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.rules.states import State
from tinhso.modules.cases.tests.factories import (
    CODE,
    NOW,
    at_moment,
    browser_of,
    make_case,
    moment,
    small_world,
    text_of,
)
from tinhso.modules.cases.tests.world import World, make_procedure
from tinhso.modules.cases.web.staff.reception_forms import number_scanned

pytestmark = pytest.mark.django_db
RECEIVE = f"/tiep-nhan/tai-quay/{CODE}/"
PERSON = {
    "kind": "citizen",
    "number": "038 190 012 217",
    "name": "Nguyễn  Thị Hoa",
    "phone": "0912 345 678",
    "address": "Số 12 phố Phú Thọ",
    "email": "",
    "submitter_name": "",
}
REST = {
    "channel": "counter",
    "return_method": "counter",
    "sets_of_papers": "1",
    "handling": "",
    "submission_key": "quay-1",
}


@pytest.fixture
def world() -> World:
    return small_world()


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with at_moment(NOW):
        yield


def page(case: Case, name: str) -> str:
    return reverse(f"cases:{name}", args=[case.public_id])


def told(**more: Any) -> dict[str, Any]:
    return {**PERSON, **REST, **more}


def test_the_counter_finds_the_procedure_by_its_words(world: World) -> None:
    answer = browser_of(world, "counter").get("/tiep-nhan/tai-quay/", {"q": "giay phep"})
    assert RECEIVE in text_of(answer)
    nothing = browser_of(world, "counter").get("/tiep-nhan/tai-quay/", {"q": "zzzz"})
    assert "Không có thủ tục nào khớp" in text_of(nothing)


@pytest.mark.req("TTHC-12")
def test_a_dossier_is_received_with_code_promise_and_receipt(world: World) -> None:
    browser = browser_of(world, "counter")
    assert browser.get(RECEIVE).status_code == 200
    answer = browser.post(RECEIVE, told(), follow=True)

    case = Case.objects.get()
    assert case.applicant_name == "Nguyễn Thị Hoa"
    assert case.applicant_number == "038190012217"
    assert case.receiving_organisation_id == world.commune
    assert f"Đã tiếp nhận hồ sơ {case.code}" in text_of(answer)
    # Seven working days from the 19th over a holiday and two weekends.
    assert "Thứ Hai, 30/11/2026" in text_of(answer)
    assert "<svg" in text_of(answer)
    receipt = case.issued_papers.get(form="01")
    assert reverse("cases:issued_paper", args=[case.public_id, receipt.id]) in text_of(answer)


def test_every_empty_field_is_named_and_nothing_is_made(world: World) -> None:
    answer = browser_of(world, "counter").post(RECEIVE, {"kind": "citizen"})
    said = text_of(answer)
    for sentence in (
        "Nhập họ, chữ đệm và tên",
        "Nhập điện thoại",
        "Nhập nơi ở hoặc trụ sở",
        "Chọn cách nộp",
        "Nhập số bộ hồ sơ",
    ):
        assert sentence in said
    assert not Case.objects.exists()


def test_a_number_of_the_wrong_length_is_refused_for_its_kind(world: World) -> None:
    browser = browser_of(world, "counter")
    assert "Số định danh có 12 chữ số" in text_of(browser.post(RECEIVE, told(number="123")))
    business = told(kind="business", number="123")
    assert "Mã số thuế có 10 hoặc 13 chữ số" in text_of(browser.post(RECEIVE, business))


def test_the_code_of_a_citizen_card_is_read() -> None:
    scanned = "038190012217|171234567|Nguyễn Thị Hoa|18031990|Nữ|Hạc Thành|01012021"
    assert number_scanned(scanned) == "038190012217"


def test_sending_the_form_twice_gives_one_dossier(world: World) -> None:
    browser = browser_of(world, "counter")
    for _ in range(2):
        browser.post(RECEIVE, told(again="1"))
    assert Case.objects.count() == 1


def test_somebody_known_is_filled_in_and_the_search_is_recorded(world: World) -> None:
    make_case(world)
    browser = browser_of(world, "counter")
    asked = {**REST, "kind": "citizen", "number": "038090345386", "find": "1"}
    answer = browser.post(RECEIVE, asked)

    assert 'value="Nguyễn Văn Đạt"' in text_of(answer)
    assert "Đã điền từ" in text_of(answer)
    assert "chỗ cần sửa" not in text_of(answer)
    line = AuditEntry.objects.get(action="cases.find_applicant")
    assert "038090345386" not in line.content
    assert Case.objects.count() == 1

    nobody = browser.post(RECEIVE, asked | {"number": "038090000000"})
    assert "Chưa có ai nộp hồ sơ với số này" in text_of(nobody)


def test_an_open_dossier_of_the_same_person_is_warned_of(world: World) -> None:
    twin = make_case(world)
    browser = browser_of(world, "counter")
    again = told(number="038090345386")
    warned = browser.post(RECEIVE, again)
    assert twin.code in text_of(warned)
    assert "Vẫn tiếp nhận hồ sơ mới" in text_of(warned)
    assert Case.objects.count() == 1

    browser.post(RECEIVE, again | {"again": "1"})
    assert Case.objects.count() == 2


def test_papers_scans_and_another_agency(world: World) -> None:
    content = {
        "papers": [
            {"code": "BV", "name": "Bản vẽ thiết kế", "originals": 1, "required": True},
            {"code": "GCN", "name": "Giấy chứng nhận", "copies": 1},
        ]
    }
    make_procedure(world.at, "9.000002", content=content, content_hash="khac")
    browser = browser_of(world, "counter")
    address = "/tiep-nhan/tai-quay/9.000002/"
    missing = browser.post(address, told(kind_0=""))
    assert "Còn thiếu giấy tờ bắt buộc: Bản vẽ thiết kế" in text_of(missing)

    scan = SimpleUploadedFile("ban-ve.png", PNG, "image/png")
    full = told(
        kind_0="original", count_0="2", scan_0=scan, kind_1="", name_x0="Giấy ủy quyền",
        kind_x0="certified", count_x0="1", handling=str(world.department),
        handling_text="Sở Y tế",
    )  # fmt: skip
    answer = browser.post(address, full, follow=True)

    case = Case.objects.get()
    kept = [(paper.name, paper.kind, paper.quantity) for paper in case.papers.order_by("id")]
    assert kept == [("Bản vẽ thiết kế", "original", 2), ("Giấy ủy quyền", "certified", 1)]
    assert case.papers.get(paper_code="BV").file is not None
    assert case.handling_organisation_id == world.department
    assert case.waiting_for == "handover"
    assert "Ngày hẹn có khi cơ quan giải quyết xác nhận" in text_of(answer)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
    "cfc000000301010018dd8db00000000049454e44ae426082"
)


def test_a_postal_address_is_asked_for_when_the_result_goes_by_post(world: World) -> None:
    answer = browser_of(world, "counter").post(RECEIVE, told(return_method="postal"))
    assert "Nhập địa chỉ nhận kết quả" in text_of(answer)


def test_an_online_dossier_is_checked_and_accepted(world: World) -> None:
    case = make_case(world, "submitted")
    browser = browser_of(world, "counter")
    assert case.code in text_of(browser.get("/tiep-nhan/"))
    checked = text_of(browser.get(page(case, "check")))
    assert "Xin phép xây nhà hai tầng" in checked
    assert "Nội dung đề nghị" in checked

    answer = browser.post(page(case, "check"), {"version": case.version})
    assert answer.headers["Location"] == page(case, "received")
    case.refresh_from_db()
    assert State(case.state) is State.ACCEPTED
    assert browser.get(page(case, "check")).headers["Location"] == page(case, "dossier")


def test_a_stale_acceptance_is_refused_with_who_was_quicker(world: World) -> None:
    case = make_case(world, "submitted")
    answer = browser_of(world, "counter").post(
        page(case, "check"), {"version": case.version - 1}, follow=True
    )
    assert "vừa xử lý hồ sơ này" in text_of(answer)
    case.refresh_from_db()
    assert State(case.state) is State.REGISTERED


def test_refusing_needs_a_reason_and_the_name_of_the_dossier(world: World) -> None:
    case = make_case(world, "submitted")
    browser = browser_of(world, "counter")
    empty = text_of(browser.post(page(case, "refuse"), {}))
    assert "Nhập lý do" in empty
    assert "Đánh dấu ô “Từ chối tiếp nhận hồ sơ" in empty

    browser.post(page(case, "refuse"), {"reason": "Không thuộc thẩm quyền", "sure": "on"})
    case.refresh_from_db()
    assert State(case.state) is State.NOT_ACCEPTED
    assert case.issued_papers.get().form == "03"


def test_supplements_are_taken_in_at_the_counter(world: World) -> None:
    case = make_case(world, "supplement")
    browser = browser_of(world, "counter")
    assert case.code in text_of(browser.get("/tiep-nhan/bo-sung/"))
    scanned = browser.get("/tiep-nhan/bo-sung/", {"q": case.code})
    assert scanned.headers["Location"] == page(case, "receive_supplement")
    none = browser.post(page(case, "receive_supplement"), {})
    assert "Chọn đã nhận" in text_of(none)

    scan = SimpleUploadedFile("mong.png", PNG, "image/png")
    brought = {"brought": ["Bản vẽ mặt cắt móng"], "scans": scan, "text": "Còn giấy ủy quyền"}
    browser.post(page(case, "receive_supplement"), brought)
    case.refresh_from_db()
    assert State(case.state) is State.PROCESSING
    assert case.papers.filter(round=1).count() == 2


@pytest.mark.req("TTHC-18")
def test_a_result_is_handed_out_only_when_fees_are_paid_and_with_evidence(world: World) -> None:
    case = make_case(world, "finished")
    fee = case.fees.create(title="Lệ phí", amount=75_000, asked_at=moment(20, 8))
    Case.objects.filter(id=case.id).update(finance="owed")
    browser = browser_of(world, "counter")
    with at_moment(moment(20, 15)):
        assert case.code in text_of(browser.get("/tiep-nhan/tra-ket-qua/"))
        shown = text_of(browser.get(page(case, "return_result")))
        assert "Còn khoản chưa nộp" in shown
        hand = {"return": "1", "method": "counter", "receiver_name": "Nguyễn Văn Đạt"}
        refused = browser.post(page(case, "return_result"), hand | {"evidence": "Ký nhận"})
        assert "còn khoản chưa nộp" in text_of(refused)

        paid = browser.post(reverse("cases:collect_fee", args=[fee.id]), follow=True)
        assert "Đã thu 75.000" in text_of(paid)
        bare = browser.post(page(case, "return_result"), hand)
        assert "Nhập căn cứ đã giao" in text_of(bare)
        browser.post(page(case, "return_result"), hand | {"evidence": "Ký nhận trên mẫu 01"})
    case.refresh_from_db()
    assert State(case.state) is State.RETURNED
    assert case.deliveries.get().evidence == "Ký nhận trên mẫu 01"


def test_sending_by_post_is_not_yet_delivery(world: World) -> None:
    case = make_case(world, "finished")
    with at_moment(moment(20, 15)):
        browser_of(world, "counter").post(
            page(case, "return_result"),
            {"send": "1", "gui-method": "postal", "gui-tracking_number": "RA123VN"},
        )
    case.refresh_from_db()
    assert (State(case.state), case.delivery) == (State.FINISHED, "sent")


def test_a_fee_is_waived_with_a_reason(world: World) -> None:
    case = make_case(world, "fee")
    fee = case.fees.get()
    browser = browser_of(world, "cashier")
    address = reverse("cases:waive_fee", args=[fee.id])
    browser.post(address, {"reason": "Hộ nghèo, Nghị định 7/2021", "sure": "on"})
    fee.refresh_from_db()
    assert fee.waived_reason.startswith("Hộ nghèo")


def test_the_counter_of_another_agency_may_not_touch_it(world: World) -> None:
    case = make_case(world, "submitted")
    for name in ("check", "refuse", "received", "receive_supplement", "return_result"):
        answer = browser_of(world, "department_specialist").get(page(case, name))
        assert answer.status_code == 403, name


def test_the_clerk_fills_in_the_electronic_form_for_the_person(world: World) -> None:
    browser = browser_of(world, "counter")
    first = f"{RECEIVE}to-khai/1/"
    wrong = browser.post(first, {"applicant_full_name": "Nguyễn Thị Hoa", "go": "next"})
    assert wrong.status_code == 200
    assert "chỗ cần sửa" in text_of(wrong)
    person = {
        "applicant_full_name": "Nguyễn Thị Hoa",
        "applicant_personal_number": "038190012217",
        "applicant_residence": "Số 12 phố Phú Thọ",
        "applicant_phone": "0912345678",
        "go": "next",
    }
    assert browser.post(first, person).headers["Location"] == f"{RECEIVE}to-khai/2/"
    unfinished = browser.post(RECEIVE, told())
    assert "Tờ khai còn chỗ cần sửa" in text_of(unfinished)
    assert not Case.objects.exists()

    matter = {"request": "Xin phép xây nhà hai tầng", "truthful": "on", "go": "next"}
    assert browser.post(f"{RECEIVE}to-khai/2/", matter).headers["Location"] == RECEIVE
    browser.post(RECEIVE, told())
    assert Case.objects.get().answers["request"] == "Xin phép xây nhà hai tầng"
    # The next person starts with an empty form.
    assert "Nguyễn Thị Hoa" not in text_of(browser.get(first))


def test_the_electronic_form_can_be_given_up_for_the_paper_one(world: World) -> None:
    browser = browser_of(world, "counter")
    browser.post(f"{RECEIVE}to-khai/1/", {"applicant_full_name": "Nguyễn Thị Hoa"})
    dropped = browser.post(f"{RECEIVE}bo-to-khai/")
    assert dropped.headers["Location"] == RECEIVE
    browser.post(RECEIVE, told())
    assert Case.objects.get().answers == {}
