"""The API of the directory: open to all, as of any day, on the province that ships."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tinhso.modules.directory.commands import code_lists as commands
from tinhso.modules.directory.tests.things import SYSTEM

pytestmark = pytest.mark.usefixtures("thanh_hoa")
NOW = datetime(2026, 11, 17, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
API = "/api/directory"


def test_an_area_is_asked_for_with_a_day(client: Client) -> None:
    before = client.get(f"{API}/areas/14758?as_of=2025-06-30").json()
    today = client.get(f"{API}/areas/14758?as_of=2026-11-24").json()

    assert before["full_name"] == "Phường Đông Thọ"
    assert today["full_name"] == "Phường Hàm Rồng"
    assert before["id"] != today["id"]


def test_an_old_name_and_an_old_code_find_the_ward_of_today(client: Client) -> None:
    by_name = client.get(f"{API}/areas?q=nam ngan&as_of=2026-11-24&province=38").json()
    by_code = client.get(f"{API}/areas/14761/successors?as_of=2026-11-24").json()

    for (found,) in (by_name, by_code):
        assert found["area"]["full_name"] == "Phường Hàm Rồng"
        assert (found["was"], found["since"]) == ("Phường Nam Ngạn", "2025-07-01")
    assert client.get(f"{API}/areas/14761?as_of=2026-11-24").status_code == 404


def test_origins_and_children_as_of_days(client: Client) -> None:
    origins = client.get(f"{API}/areas/14758/predecessors?as_of=2026-11-24&before=2025-06-30")
    assert len(origins.json()) == 5
    assert len(client.get(f"{API}/areas/38/children?as_of=2025-06-30").json()) == 26
    assert len(client.get(f"{API}/communes?as_of=2025-06-30").json()) == 547
    assert len(client.get(f"{API}/communes?as_of=2026-11-24").json()) == 166


def test_an_organisation_answers_to_every_form_of_its_code(client: Client) -> None:
    for code in ("H56.14", "000.00.14.H56"):
        found = client.get(f"{API}/organisations/{code}?as_of=2026-11-24").json()
        assert (found["name"], found["code_is_provisional"]) == ("Sở Tư pháp", False)
    units = client.get(f"{API}/organisations/H56.14797/units?as_of=2026-11-24").json()
    assert [unit["short_name"] for unit in units] == [
        "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Phòng Văn hóa - Xã hội",
        "Trung tâm Phục vụ hành chính công",
    ]
    (heir,) = client.get(f"{API}/organisations/H56.14761/successors?as_of=2026-11-24").json()
    assert heir["name"] == "Ủy ban nhân dân phường Hàm Rồng"


def test_a_question_that_makes_no_sense_is_answered_with_422(client: Client) -> None:
    for address in (
        f"{API}/areas?q=",
        f"{API}/areas?q=a&as_of=hôm-qua",
        f"{API}/areas?q=a&limit=1000",
        f"{API}/areas?q=a&level=village",
    ):
        answer = client.get(address)
        assert answer.status_code == 422, address
        assert answer.json()["code"] == "request_invalid"


@pytest.mark.req("ARC-49")
@pytest.mark.usefixtures("thanh_hoa")
def test_other_systems_take_codes_from_here_as_of_a_day(client: Client) -> None:
    """The catalogue service: lists, codes of a day with the standard columns, areas, agencies."""
    lists = {row["code"]: row for row in client.get("/api/directory/code-lists").json()}
    assert lists["dan-toc"]["codes"] == 54
    assert lists["trang-thai-ho-so"]["codes"] == 10
    assert lists["loai-van-ban"]["codes"] == 29

    answer = client.get("/api/directory/code-lists/dan-toc?as_of=2026-01-31").json()
    assert answer["as_of"] == "2026-01-31"
    assert answer["items"][0] == {
        "ma": "01",
        "ten": "Kinh",
        "ma_cha": "",
        "thu_tu": 1,
        "ngay_hl": None,
        "ngay_hhl": None,
        "trang_thai": 1,
    }
    commands.end_code("dan-toc", "54", on=date(2026, 6, 1), decision="QĐ", by=SYSTEM, at=NOW)
    after = client.get("/api/directory/code-lists/dan-toc?as_of=2026-06-01").json()["items"]
    before = client.get("/api/directory/code-lists/dan-toc?as_of=2026-05-31").json()["items"]
    assert (len(after), len(before)) == (53, 54)
    assert before[-1]["ngay_hhl"] == "2026-05-31"
    assert client.get("/api/directory/code-lists/khong-co").status_code == 404
