"""The dossier's page: what it shows, what it offers, what it refuses, and what it keeps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tinhso.kernel.models import AuditEntry
from tinhso.modules.cases.commands.register_case import NewPaper
from tinhso.modules.cases.commands.supplement import receive_supplement
from tinhso.modules.cases.models import Case, WorkNote
from tinhso.modules.cases.rules.states import State
from tinhso.modules.cases.tests.factories import (
    NOW,
    STATES,
    at_moment,
    browser_of,
    make_case,
    moment,
    small_world,
    text_of,
)
from tinhso.modules.cases.tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return small_world()


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with at_moment(NOW):
        yield


def page(case: Case, name: str = "dossier", *more: object) -> str:
    return reverse(f"cases:{name}", args=[case.public_id, *more])


READERS = [
    (state, key)
    for state in STATES
    for key in ("counter", "specialist", "head", "leader", "clerk")
    # A division sees what lies in it; these two lie in no division.
    if key != "head" or state not in ("submitted", "stopped")
]


@pytest.mark.parametrize(("state", "key"), READERS)
def test_every_situation_opens_for_everybody_of_the_agency(
    world: World, state: str, key: str
) -> None:
    case = make_case(world, state)
    with at_moment(moment(20, 16)):
        answer = browser_of(world, key).get(page(case))
    assert answer.status_code == 200
    assert case.code in text_of(answer)


def test_the_page_shows_way_clocks_papers_and_history(world: World) -> None:
    case = make_case(world, "appraised")
    with at_moment(moment(19, 9, 30)):
        answer = browser_of(world, "specialist").get(page(case))
    said = text_of(answer)

    steps = [(step.name, step.state) for step in answer.context["strip"]]
    assert steps[:4] == [
        ("Tiếp nhận", "done"),
        ("Kiểm tra hồ sơ", "done"),
        ("Thẩm định", "now"),
        ("Duyệt nội dung", "todo"),
    ]
    clocks = answer.context["clocks"]
    assert [str(clock.name) for clock in clocks] == [
        "Bước thẩm định",
        "Phường Hạc Thành",
        "Hẹn trả người dân",
    ]
    assert clocks[2].value == "27/11/2026"
    assert "Nghỉ lễ 24/11" in str(clocks[2].limit)
    assert "Đơn đề nghị cấp giấy phép" in said
    assert "Tiếp nhận, cấp mã hồ sơ" in said
    assert "Trình trưởng phòng duyệt" in said


def test_other_agencies_are_refused(world: World) -> None:
    case = make_case(world)
    for name in ("dossier", "why", "control_slip", "ask_supplement", "extend", "draft_result"):
        answer = browser_of(world, "department_head").get(page(case, name))
        assert answer.status_code == 403, name


def test_the_number_is_masked_and_showing_it_is_recorded(world: World) -> None:
    case = make_case(world)
    browser = browser_of(world, "specialist")

    shown = browser.get(page(case))
    assert "038090345386" not in text_of(shown)
    assert "038 •••••• 386" in text_of(shown)
    assert browser.get(page(case, "reveal_number")).status_code == 405

    revealed = browser.post(page(case, "reveal_number"))
    assert "038090345386" in text_of(revealed)
    line = AuditEntry.objects.get(action="cases.reveal_number")
    assert line.subject == f"case:{case.id}"
    assert "038090345386" not in line.content


def test_who_may_not_reveal_is_refused(world: World) -> None:
    case = make_case(world)
    answer = browser_of(world, "clerk").post(page(case, "reveal_number"))
    assert answer.status_code == 403


def test_an_action_takes_the_dossier_on(world: World) -> None:
    case = make_case(world)
    answer = browser_of(world, "specialist").post(
        page(case, "act"),
        {"action": "appraise", "text": "Đủ thành phần", "version": case.version},
        follow=True,
    )
    assert "Chuyển thẩm định" in text_of(answer)
    case.refresh_from_db()
    assert case.step_code == "appraise"
    assert case.steps.get(step_code="check").note == "Đủ thành phần"


def test_who_was_slower_keeps_the_text_and_sees_what_happened(world: World) -> None:
    case = make_case(world)
    seen = case.version
    specialist = browser_of(world, "specialist")
    browser_of(world, "head").post(
        page(case, "assign"), {"officer": world.officers["specialist"], "reason": "Gấp"}
    )

    answer = specialist.post(
        page(case, "act"), {"action": "appraise", "text": "Ý kiến của tôi", "version": seen}
    )

    assert answer.status_code == 409
    assert "Trần Quốc Bảo vừa sửa lúc 09:00" in text_of(answer)
    assert "Ý kiến của tôi" in text_of(answer)
    assert "Gấp" in text_of(answer)
    case.refresh_from_db()
    assert case.step_code == "check"


def test_approval_is_asked_for_with_the_name_of_the_dossier(world: World) -> None:
    case = make_case(world, "approval")
    browser = browser_of(world, "leader")
    with at_moment(moment(20, 9)):
        asked = browser.post(page(case, "act"), {"action": "approve", "version": case.version})
        assert f"Phê duyệt {case.code}" in text_of(asked)
        case.refresh_from_db()
        assert case.step_code == "approve"

        sure = {"action": "approve", "version": case.version, "confirmed": "1"}
        browser.post(page(case, "act"), sure)
    case.refresh_from_db()
    assert case.step_code == "issue"
    assert case.results.get().approved_by_name == "Nguyễn Minh Tuấn"


def test_giving_back_without_a_reason_is_refused_on_the_page(world: World) -> None:
    case = make_case(world, "approval")
    with at_moment(moment(20, 9)):
        answer = browser_of(world, "leader").post(
            page(case, "act"), {"action": "return", "version": case.version}
        )
    assert answer.status_code == 409
    assert "Nhập lý do" in text_of(answer)


def test_what_is_typed_is_kept_until_it_is_sent(world: World) -> None:
    case = make_case(world)
    browser = browser_of(world, "specialist")
    saved = browser.post(
        page(case, "save_note"), {"text": "Đang viết dở"}, headers={"accept": "application/json"}
    )
    assert saved.status_code == 204
    assert "Đang viết dở" in text_of(browser.get(page(case)))
    assert "Đang viết dở" not in text_of(browser_of(world, "head").get(page(case)))

    sent = {"action": "appraise", "text": "Đang viết dở", "version": case.version}
    browser.post(page(case, "act"), sent)
    assert not WorkNote.objects.exists()


def test_taking_from_the_pool(world: World) -> None:
    case = make_case(world, "accepted")
    browser_of(world, "specialist").post(page(case, "take"))
    late = browser_of(world, "other_specialist").post(page(case, "take"))
    assert late.status_code == 409
    assert "Lê Văn Thành đã nhận hồ sơ này" in text_of(late)


@pytest.mark.req("TTHC-13")
def test_a_supplement_names_everything_that_is_missing(world: World) -> None:
    case = make_case(world)
    browser = browser_of(world, "specialist")
    empty = browser.post(page(case, "ask_supplement"), {"reason": "Thiếu"})
    assert "Nhập giấy tờ hoặc nội dung thứ 1" in text_of(empty)

    told = {"item_1": "Bản vẽ móng", "item_3": "Giấy ủy quyền", "reason": "Thiếu hai giấy"}
    browser.post(page(case, "ask_supplement"), told)
    case.refresh_from_db()
    assert State(case.state) is State.SUPPLEMENT_ASKED
    assert case.supplements.get().items == ["Bản vẽ móng", "Giấy ủy quyền"]


def test_an_extension_shows_the_new_promise_before_it_is_given(world: World) -> None:
    case = make_case(world)
    browser = browser_of(world, "specialist")
    looked = browser.post(page(case, "extend"), {"new_day": "2/12/2026", "look": "1"})
    assert "Ngày hẹn mới: 17:30 02/12/2026" in text_of(looked)
    assert case.extensions.count() == 0

    unsure = browser.post(page(case, "extend"), {"new_day": "2/12/2026", "reason": "Chờ đo"})
    assert f"Hẹn lại hồ sơ {case.code}" in text_of(unsure)
    assert case.extensions.count() == 0
    told = {"new_day": "2/12/2026", "reason": "Chờ đo đạc", "sure": "on"}
    browser.post(page(case, "extend"), told)
    case.refresh_from_db()
    assert case.due_at == moment(18, 17, 30).replace(month=12, day=2)


def test_side_actions_do_what_they_say(world: World) -> None:
    specialist, head = browser_of(world, "specialist"), browser_of(world, "head")
    case = make_case(world)
    asked = {
        "organisation": world.department,
        "organisation_text": "Sở Y tế",
        "text": "Có gần trạm y tế không?",
        "working_days": "3",
        "is_mandatory": "on",
    }
    specialist.post(page(case, "ask_opinion"), asked)
    opinion = case.opinions.get()
    assert opinion.organisation_id == world.department
    gone = {"opinion": opinion.id, "reason": "Không cần nữa"}
    specialist.post(page(case, "cancel_opinion"), gone)
    opinion.refresh_from_db()
    assert opinion.cancelled_at is not None

    head.post(page(case, "suspend"), {"reason": "Bão", "source": "Điều 9"})
    case.refresh_from_db()
    assert case.waiting_for == "suspended"
    head.post(page(case, "resume"), {"go": "1"})
    case.refresh_from_db()
    assert case.waiting_for == ""

    specialist.post(page(case, "ask_fee"), {"title": "Lệ phí", "amount": "75.000 đ"})
    assert case.fees.get().amount == 75_000


def test_stopping_asks_for_the_name_of_the_dossier(world: World) -> None:
    case = make_case(world)
    browser = browser_of(world, "specialist")
    unsure = browser.post(page(case, "stop"), {"reason": "Trùng hồ sơ"})
    assert f"Dừng giải quyết hồ sơ {case.code} của Nguyễn Văn Đạt" in text_of(unsure)
    case.refresh_from_db()
    assert State(case.state) is State.PROCESSING

    browser.post(page(case, "stop"), {"reason": "Trùng hồ sơ", "sure": "on"})
    case.refresh_from_db()
    assert State(case.state) is State.STOPPED


def test_a_side_action_by_somebody_else_is_refused_on_the_form(world: World) -> None:
    case = make_case(world)
    answer = browser_of(world, "other_specialist").post(
        page(case, "ask_fee"), {"title": "Lệ phí", "amount": "1.000"}
    )
    assert "Người đang giữ: Lê Văn Thành" in text_of(answer)
    assert case.fees.count() == 0


def test_a_handed_over_dossier_is_confirmed_or_sent_back(world: World) -> None:
    case = make_case(world, "handover")
    browser = browser_of(world, "department_specialist")
    listed = browser.get("/xu-ly/ban-giao/")
    assert case.code in text_of(listed)
    address = reverse("cases:handover", args=[case.public_id])
    assert "Thuộc thẩm quyền của sở" in text_of(browser.get(address))
    empty = browser.post(address, {"refuse": "1", "reason": ""})
    assert "Nhập lý do" in text_of(empty)

    browser.post(address, {"refuse": "1", "reason": "Không thuộc thẩm quyền"})
    case.refresh_from_db()
    assert case.waiting_for == ""
    assert case.handling_organisation_id == world.commune
    assert browser.get(address).status_code == 403


def test_an_asked_agency_confirms_and_answers(world: World) -> None:
    case = make_case(world, "opinion")
    opinion = case.opinions.get()
    browser = browser_of(world, "department_specialist")
    assert case.code in text_of(browser.get("/xu-ly/y-kien/"))
    address = reverse("cases:opinion", args=[opinion.id])
    assert "Công trình có gần cơ sở y tế không?" in text_of(browser.get(address))
    # Who is asked may read the dossier.
    assert browser.get(page(case)).status_code == 200

    browser.post(reverse("cases:confirm_opinion", args=[opinion.id]))
    empty = browser.post(address, {"text": "Không"})
    assert "Chọn trả lời" in text_of(empty)
    browser.post(address, {"answer": "agree", "text": "Không có cơ sở y tế nào gần đó"})
    opinion.refresh_from_db()
    assert opinion.answer == "agree"
    assert opinion.received_at == NOW
    assert browser_of(world, "head").get(address).status_code == 403


def test_the_result_is_drafted_from_a_template_with_its_fields(world: World) -> None:
    case = make_case(world, "appraised")
    browser = browser_of(world, "specialist")
    with at_moment(moment(19, 10)):
        assert "Giấy phép xây dựng" in text_of(browser.get(page(case, "draft_result")))
        form = browser.get(page(case, "compose_result", "construction_permit"))
        assert 'value="Nguyễn Văn Đạt"' in text_of(form)
        told = {
            "owner_name": "Nguyễn Văn Đạt",
            "owner_home": "Hạc Thành",
            "work": "Nhà ở 2 tầng",
            "site": "Thửa 214, tờ 37",
            "conditions": "Xây đúng chỉ giới\nTreo biển báo",
            "signer_title": "Chủ tịch",
            "signer": "Nguyễn Minh Tuấn",
            "valid_for": "12 tháng",
        }
        seen = browser.post(page(case, "preview_result", "construction_permit"), told)
        assert seen.headers["Content-Type"] == "application/pdf"
        assert case.results.count() == 1
        wrong = browser.post(
            page(case, "compose_result", "construction_permit"), told | {"site": ""}
        )
        assert "Nhập địa điểm xây dựng" in text_of(wrong)
        browser.post(page(case, "compose_result", "construction_permit"), told)

    result = case.results.get(version=2)
    assert result.template == "construction_permit"
    assert result.values["conditions"] == ["Xây đúng chỉ giới", "Treo biển báo"]
    shown = browser.get(page(case, "result_file", 2))
    assert shown.headers["Content-Type"] == "application/pdf"
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_result_can_be_a_file_and_only_a_real_pdf(world: World) -> None:
    case = make_case(world, "appraised")
    browser = browser_of(world, "specialist")
    with at_moment(moment(19, 10)):
        fake = SimpleUploadedFile("ket-qua.pdf", b"khong phai pdf", "application/pdf")
        answer = browser.post(page(case, "draft_result"), {"title": "Công văn", "file": fake})
    assert answer.status_code == 200
    assert case.results.count() == 1


def test_official_papers_and_the_control_slip_are_pdfs(world: World) -> None:
    case = make_case(world, "approval")
    browser = browser_of(world, "specialist")
    paper = case.issued_papers.get(form="01")
    for address in (page(case, "issued_paper", paper.id), page(case, "control_slip")):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF")


def test_why_lists_every_interval(world: World) -> None:
    case = make_case(world, "supplement")
    browser = browser_of(world, "specialist")
    assert "Đồng hồ đang dừng" in text_of(browser.get(page(case, "why")))

    receive_supplement(
        case.id,
        papers=[NewPaper("", "Bản vẽ", "original", "paper")],
        by=world.officer("counter"),
        at=moment(19, 10),
    )
    said = text_of(browser.get(page(case, "why")))
    assert "Ngày Văn hóa Việt Nam" in said
    assert "Chờ bổ sung lần 1" in said
    assert "không tính" in said
