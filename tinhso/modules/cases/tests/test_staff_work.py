"""Work lists of officers: what they show, count, refuse, and what they cost."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tinhso.kernel.models import AuditEntry
from tinhso.modules.cases.commands.on_record import note_export
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import searching, worklist
from tinhso.modules.cases.tests.factories import (
    NOW,
    at_moment,
    browser_of,
    make_case,
    moment,
    small_world,
    text_of,
)
from tinhso.modules.cases.tests.situations import DAT
from tinhso.modules.cases.tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return small_world()


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with at_moment(NOW):
        yield


def test_my_work_shows_what_i_hold_with_the_limit_of_the_step(world: World) -> None:
    case = make_case(world)
    answer = browser_of(world, "specialist").get("/xu-ly/")

    assert answer.status_code == 200
    assert case.code in text_of(answer)
    # The step began at 15:42 the day before; four working hours later it is 9:42.
    assert "Còn 42 phút" in text_of(answer)
    assert "Nguyễn Văn Đạt" in text_of(answer)


def test_a_colleague_sees_nothing_of_mine_in_their_own_list(world: World) -> None:
    case = make_case(world)
    answer = browser_of(world, "other_specialist").get("/xu-ly/")

    assert case.code not in text_of(answer)
    assert "Không có hồ sơ nào đang chờ bạn" in text_of(answer)


def test_tabs_count_what_waits_for_whom(world: World) -> None:
    make_case(world, "processing")
    make_case(world, "supplement")
    make_case(world, "opinion")
    browser = browser_of(world, "specialist")

    answer = browser.get("/xu-ly/")
    counts = {tab.address.partition("tab=")[2]: tab.count for tab in answer.context["list"].tabs}

    assert counts[""] == "3"
    assert counts["cho-nguoi-dan"] == "1"
    assert counts["cho-co-quan"] == "1"
    assert counts["qua-han"] == "0"
    waiting = browser.get("/xu-ly/?tab=cho-nguoi-dan")
    assert [row.row.case.waiting_for for row in waiting.context["list"].rows] == ["applicant"]


def test_a_step_past_its_norm_is_late_and_first(world: World) -> None:
    make_case(world)
    with at_moment(moment(18, 14)):
        answer = browser_of(world, "specialist").get("/xu-ly/?tab=qua-han")
    # 9:42 was the limit; two hours of lunch are no working time.
    assert "Quá 2 giờ 18" in text_of(answer)


def test_what_i_passed_on_this_week_is_done(world: World) -> None:
    case = make_case(world, "approval")
    with at_moment(moment(20, 9)):
        answer = browser_of(world, "specialist").get("/xu-ly/?tab=da-xong")
    assert [row.row.code for row in answer.context["list"].rows] == [case.code]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("H56.14797-2611", True),
        ("dat", True),
        ("nguyen van", True),
        ("giay phep", True),
        ("5386", True),
        ("0001", True),
        ("038 090 345 386", True),
        ("038090345999", False),
        ("tran", False),
        ("!!!", False),
    ],
)
def test_dossiers_are_found_by_code_name_phone_and_number(
    world: World, typed: str, *, found: bool
) -> None:
    make_case(world)
    assert searching.matching(Case.objects.all(), typed).exists() is found


def test_a_scanned_receipt_opens_its_dossier(world: World) -> None:
    case = make_case(world)
    browser = browser_of(world, "counter")
    dossier = reverse("cases:dossier", args=[case.public_id])

    for scanned in (case.code.lower(), f"https://tinh.vn/tra-cuu/?ma={case.code}"):
        answer = browser.get("/xu-ly/tat-ca/", {"q": scanned})
        assert answer.headers["Location"] == dossier
    assert browser.get("/tiep-nhan/tai-quay/", {"q": case.code}).headers["Location"] == dossier


def test_other_agencies_see_nothing_in_any_list(world: World) -> None:
    case = make_case(world)
    browser = browser_of(world, "department_head")
    for address in ("/xu-ly/", "/xu-ly/phong/", "/xu-ly/qua-han/", "/xu-ly/tat-ca/"):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert case.code not in text_of(answer), address


def test_the_pool_is_taken_from_and_the_slower_one_is_told_who_was_quicker(world: World) -> None:
    case = make_case(world, "accepted")
    pool = browser_of(world, "specialist").get("/xu-ly/phong/")
    assert [row.row.code for row in pool.context["list"].rows] == [case.code]

    first = browser_of(world, "specialist").post("/xu-ly/hang-loat/nhan/", {"chosen": case.id})
    second = browser_of(world, "other_specialist").post(
        "/xu-ly/hang-loat/nhan/", {"chosen": case.id}
    )

    assert "Đã xong 1 hồ sơ" in text_of(first)
    assert "Lê Văn Thành đã nhận hồ sơ này" in text_of(second)


def test_bulk_submit_says_what_can_and_what_cannot_go(world: World) -> None:
    ready, empty = make_case(world, "appraised"), make_case(world, "supplement")
    browser = browser_of(world, "specialist")
    with at_moment(moment(19, 9, 30)):
        chosen = {"chosen": [ready.id, empty.id]}
        preview = browser.post("/xu-ly/hang-loat/trinh/", chosen)
        assert "2 hồ sơ: làm được 1" in text_of(preview)
        assert "Yêu cầu bổ sung giấy tờ" in text_of(preview)

        report = browser.post("/xu-ly/hang-loat/trinh/", {"chosen": ready.id, "go": "1"})

    assert "Đã xong 1 hồ sơ" in text_of(report)
    ready.refresh_from_db()
    assert ready.step_code == "review"
    assert Case.objects.get(id=empty.id).step_code == "check"


def test_the_head_assigns_several_at_once(world: World) -> None:
    cases = [make_case(world, "accepted") for _ in range(2)]
    browser = browser_of(world, "head")
    chosen = {"chosen": [case.id for case in cases]}

    preview = browser.post("/xu-ly/hang-loat/giao/", chosen)
    assert "Ngô Quang Huy" in text_of(preview)
    missing = browser.post("/xu-ly/hang-loat/giao/", chosen | {"go": "1"})
    assert "Chọn giao cho" in text_of(missing)
    officer = world.officers["other_specialist"]
    browser.post("/xu-ly/hang-loat/giao/", chosen | {"go": "1", "officer": officer})

    holders = Case.objects.values_list("holder_officer_id", flat=True)
    assert set(holders) == {officer}


def test_dossiers_of_others_in_a_bulk_act_are_left_out(world: World) -> None:
    case = make_case(world, "accepted")
    answer = browser_of(world, "department_specialist").post(
        "/xu-ly/hang-loat/nhan/", {"chosen": case.id}, follow=True
    )
    assert "Chưa chọn hồ sơ nào" in text_of(answer)
    case.refresh_from_db()
    assert case.holder_officer_id is None


def test_control_slips_are_printed(world: World) -> None:
    case = make_case(world, "approval")
    browser = browser_of(world, "specialist")
    one = browser.post("/xu-ly/hang-loat/phieu-kiem-soat/", {"chosen": case.id})
    assert one.headers["Content-Type"] == "application/pdf"
    assert one.content.startswith(b"%PDF")


def test_an_export_has_the_filtered_rows_and_leaves_a_line(world: World) -> None:
    mine, other = make_case(world), make_case(world, applicant=replace(DAT, name="Trần Thị Lan"))
    browser = browser_of(world, "head")
    answer = browser.get("/xu-ly/tat-ca/", {"q": "lan", "xuat": "csv"})
    written = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    codes = [row[0] for row in csv.reader(io.StringIO(written)) if row]

    assert other.code in codes
    assert mine.code not in codes
    line = AuditEntry.objects.filter(action="cases.note_export").get()
    assert '"what": "all_cases"' in line.content or '"what":"all_cases"' in line.content
    assert "lan" not in line.content


def test_who_may_not_export_is_refused(world: World) -> None:
    make_case(world)
    answer = browser_of(world, "specialist").get("/xu-ly/tat-ca/", {"xuat": "csv"})
    assert answer.status_code == 403
    assert not AuditEntry.objects.filter(action=note_export.__name__, outcome="done").exists()


def test_j_and_k_lead_to_the_neighbours_of_the_list_one_came_from(world: World) -> None:
    cases = [make_case(world, at=moment(17, 10 + n)) for n in range(3)]
    browser = browser_of(world, "specialist")
    browser.get("/xu-ly/")

    answer = browser.get(reverse("cases:dossier", args=[cases[1].public_id]))

    found = answer.context["neighbours"]
    assert (found.place, found.total) == (2, 3)
    assert (found.before, found.after) == (cases[0].public_id, cases[2].public_id)


def _cost(browser: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/xu-ly/", "/xu-ly/phong/", "/xu-ly/tat-ca/", "/tiep-nhan/"])
def test_a_list_costs_the_same_whatever_its_length(world: World, address: str) -> None:
    key = "counter" if address == "/tiep-nhan/" else "specialist"
    state = "submitted" if address == "/tiep-nhan/" else "processing"
    browser = browser_of(world, key)
    for _ in range(5):
        make_case(world, state)
    browser.get(address)
    few = _cost(browser, address)
    for _ in range(35):
        make_case(world, state)
    browser.get(address)
    many = _cost(browser, address)

    assert many == few
    assert many <= 45


def test_figures_of_the_sidebar_equal_their_lists(world: World) -> None:
    make_case(world, "processing")
    make_case(world, "accepted")
    make_case(world, "submitted")
    counts = worklist.work_counts(world.officer("specialist"), NOW)
    counter = worklist.work_counts(world.officer("counter"), NOW)
    mine = browser_of(world, "specialist").get("/xu-ly/").context["list"]
    pool = browser_of(world, "specialist").get("/xu-ly/phong/").context["list"]
    waiting = browser_of(world, "counter").get("/tiep-nhan/").context["list"]

    assert mine.count == str(counts.mine)
    assert pool.count == str(counts.unit)
    assert waiting.count == str(counter.to_accept) == "1"
