"""Search over the whole catalogue: what people type finds what they mean, and says why, fast."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tinhso.kernel.actor import system_actor
from tinhso.modules.procedures import public
from tinhso.modules.procedures.commands.load_catalogue import load_catalogue
from tinhso.modules.procedures.models import Harvest, Procedure, VersionPeriod
from tinhso.modules.procedures.queries.search import Filters, search
from tinhso.modules.procedures.tests.conftest import BIRTH, COPIES, LAND, TODAY

NOW = datetime(2026, 11, 17, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def whole(db: None) -> Harvest:
    """All 2,944 procedures, loaded for this test."""
    return load_catalogue(by=system_actor("thử nghiệm"), at=NOW)


@pytest.mark.django_db
@pytest.mark.req("DVC-02", "DVC-08")
@pytest.mark.system("procedure-catalogue")
def test_the_whole_catalogue_is_loaded_searched_read_and_started(
    whole: Harvest, client: Client
) -> None:
    assert (whole.rows, whole.added, whole.refused) == (2944, 2944, 0)
    assert Procedure.objects.count() == VersionPeriod.objects.count() == 2944
    assert len(search("", on=TODAY, filters=Filters(only_local=True), limit=100).cards) == 72

    for typed, code, why in (
        ("khai sinh", BIRTH, "Khớp tên thủ tục"),
        ("khaisinh", BIRTH, "Khớp tên thủ tục (viết liền)"),
        ("ks", BIRTH, "Cách gọi thường ngày: ks"),
        ("lam giay khai sinh", BIRTH, "Cách gọi thường ngày: làm giấy khai sinh"),
        ("sổ đỏ", LAND, "Cách gọi thường ngày: sổ đỏ"),
        ("so do", LAND, "Cách gọi thường ngày: sổ đỏ"),
        ("sao y", COPIES, "Cách gọi thường ngày: sao y"),
        (BIRTH, BIRTH, "Đúng mã thủ tục"),
        ("DKKS", BIRTH, "Viết tắt DKKS"),
    ):
        first = search(typed, on=TODAY, limit=1).cards[0]
        assert (typed, first.code, first.reason) == (typed, code, why)

    narrow = Filters(field_code="G15-TP07", level="xa", online_level="mot_phan")
    found = search("", on=TODAY, filters=narrow, limit=100)
    assert {card.field_code for card in found.cards} == {"G15-TP07"}
    assert {card.online_level for card in found.cards} == {"mot_phan"}

    page = client.get("/thu-tuc/", {"q": "khai sinh"}).content.decode()
    assert "Đăng ký khai sinh" in page
    assert "Khớp tên thủ tục" in page
    detail = client.get(f"/thu-tuc/{BIRTH}/").content.decode()
    for text in (
        "Trong ngày làm việc",
        "Không thu",
        "Giấy chứng sinh",
        "Giấy khai sinh",
        "60/2014/QH13",
        "Một phần",
        "CC BY 4.0",
        f"/nop-ho-so/{BIRTH}/",
    ):
        assert text in detail, text
    assert len(detail.encode()) < 150_000


@pytest.mark.django_db
def test_a_search_costs_one_query(
    catalogue: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    search("khai sinh", on=TODAY)

    with django_assert_num_queries(1):
        found = search("khai", on=TODAY)

    assert found.total >= 2
    assert found.facets["level"]["xa"] == found.total


@pytest.mark.django_db
def test_reading_a_procedure_costs_one_query(
    catalogue: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        public.version_in_force(BIRTH, TODAY)
    with django_assert_num_queries(1):
        public.version_cards([1, 2, 3])


@pytest.mark.django_db
def test_nothing_found_is_said_and_odd_input_is_harmless(catalogue: None, client: Client) -> None:
    assert search("zzzz qqqq", on=TODAY).total == 0
    for odd in ("'", "%", "\\", "a" * 5_000, "🙂", "((", "&|!:*", "１.０"):
        assert client.get("/thu-tuc/", {"q": odd}).status_code == 200
        assert client.get("/api/procedures/", {"q": odd}).status_code == 200


@pytest.mark.django_db
def test_the_api_answers_as_of_a_day(catalogue: None, client: Client) -> None:
    body = client.get(f"/api/procedures/{BIRTH}", {"as_of": "2026-11-17"}).json()

    assert (body["code"], body["term"]["unit"], body["online_level"]) == (
        BIRTH,
        "same_day",
        "mot_phan",
    )
    assert client.get("/api/procedures/9.999999").status_code == 404
    form = client.get(f"/api/procedures/{BIRTH}/form").json()
    assert form["answers"]["properties"]["child_full_name"]["maxLength"] == 100
    assert client.get(f"/api/procedures/{BIRTH}/versions").json()[0]["number"] == 1
    assert client.get("/api/procedures/fields").json()
    assert client.get("/api/procedures/life-events").json()
