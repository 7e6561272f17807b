"""The province as it ships: counts are facts, codes need a day, open questions stay open."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from tinhso.kernel.actor import system_actor
from tinhso.modules.directory import public as directory
from tinhso.modules.directory.models import AreaSuccession, AreaVersion
from tinhso.modules.directory.queries.areas import area_history, open_questions

TODAY = date(2026, 11, 24)
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)
TWO_TIERS = date(2025, 7, 1)
pytestmark = pytest.mark.usefixtures("thanh_hoa")


def area(code: str, on: date) -> directory.AreaCard:
    found = directory.resolve_area(code, on)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("on", "districts", "communes"),
    [
        (date(2023, 6, 30), 27, 559),
        (date(2024, 11, 15), 27, 558),
        (date(2024, 12, 31), 27, 558),
        (date(2025, 1, 1), 26, 547),
        (LAST_DAY_OF_DISTRICTS, 26, 547),
        (TWO_TIERS, 0, 166),
        (TODAY, 0, 166),
    ],
)
def test_thanh_hoa_has_the_units_of_each_structure(on: date, districts: int, communes: int) -> None:
    province = area("38", on)
    below = AreaVersion.objects.as_of(on).filter(province_id=province.id)

    assert below.filter(level="district").count() == districts
    assert below.filter(level="commune").count() == communes
    assert len(directory.communes_of("38", on)) == communes


@pytest.mark.parametrize(
    ("on", "provinces", "districts", "communes"),
    [(LAST_DAY_OF_DISTRICTS, 63, 696, 10_035), (TWO_TIERS, 34, 0, 3_321)],
)
def test_the_whole_country_is_there_to_choose_addresses_from(
    on: date, provinces: int, districts: int, communes: int
) -> None:
    rows = AreaVersion.objects.as_of(on)
    found = [rows.filter(level=level).count() for level in ("province", "district", "commune")]
    assert found == [provinces, districts, communes]


def test_hoa_binh_went_into_phu_tho() -> None:
    hoa_binh = area("17", LAST_DAY_OF_DISTRICTS)
    communes = directory.communes_of("17", LAST_DAY_OF_DISTRICTS)

    links = directory.successors(hoa_binh.id, TODAY)

    assert [link.area.full_name for link in links] == ["Tỉnh Phú Thọ"]
    assert len(communes) == 151
    assert directory.resolve_area("17", TWO_TIERS) is None
    former = {row.id for row in communes}
    origins = AreaSuccession.objects.current().filter(predecessor_id__in=former)
    heirs = set(origins.values_list("successor_id", flat=True))
    # Communes that go on have no link: they are themselves.
    heirs |= former & {row.id for row in directory.communes_of("25", TODAY)}
    assert len(heirs) == 46
    assert len(directory.communes_of("25", TODAY)) == 148


def test_joining_on_the_bare_code_is_a_defect() -> None:
    """14758 of today is not the 14758 of before: the same digits, another area."""
    before, after = area("14758", LAST_DAY_OF_DISTRICTS), area("14758", TODAY)

    assert before.full_name == "Phường Đông Thọ"
    assert after.full_name == "Phường Hàm Rồng"
    assert before.id != after.id
    shared = AreaVersion.objects.current().filter(code="14758").values_list("area_id", flat=True)
    assert set(shared) == {before.id, after.id}
    # Most of Đông Thọ went elsewhere: a join on the code would send its figures to the wrong ward.
    links = {link.area.full_name: link for link in directory.successors(before.id, TODAY)}
    assert set(links) == {"Phường Hạc Thành", "Phường Hàm Rồng"}
    assert links["Phường Hạc Thành"].is_default
    assert not links["Phường Hàm Rồng"].is_default
    assert {link.extent for link in links.values()} == {"part"}
    assert {link.share for link in links.values()} == {None}


def test_an_old_code_typed_today_finds_the_ward_of_today_and_since_when() -> None:
    found = directory.follow_area_code("14761", TODAY)

    assert [(m.area.code, m.area.full_name, m.was, m.since, m.in_part) for m in found] == [
        ("14758", "Phường Hàm Rồng", "Phường Nam Ngạn", TWO_TIERS, False)
    ]
    assert directory.resolve_area("14761", TODAY) is None
    assert [m.area.full_name for m in directory.follow_area_code("14758", TODAY)] == [
        "Phường Hàm Rồng"
    ]


@pytest.mark.parametrize("typed", ["Nam Ngạn", "nam ngan", "phường nam ngạn", "14761"])
def test_an_old_name_typed_today_finds_the_new_ward(typed: str) -> None:
    found = directory.search_areas(typed, TODAY)

    assert ("Phường Hàm Rồng", "Phường Nam Ngạn", TWO_TIERS) in [
        (match.area.full_name, match.was, match.since) for match in found
    ]


def test_searching_as_of_the_past_finds_what_was_there_then() -> None:
    found = directory.search_areas("nam ngạn", LAST_DAY_OF_DISTRICTS, province_code="38")
    assert [(match.area.full_name, match.was) for match in found] == [("Phường Nam Ngạn", "")]


def test_a_split_commune_finds_all_its_successors_the_default_first() -> None:
    found = directory.search_areas("thị trấn Thiệu Hóa", TODAY, province_code="38")
    split = [match for match in found if match.was == "Thị trấn Thiệu Hóa"]

    assert split[0].area.full_name == "Xã Thiệu Hóa"
    assert {match.area.full_name for match in split} == {
        "Xã Thiệu Hóa",
        "Xã Thiệu Quang",
        "Xã Thiệu Trung",
    }
    assert all(match.in_part for match in split)


def test_predecessors_are_the_communes_of_before() -> None:
    names = {
        link.area.full_name
        for link in directory.predecessors(area("14758", TODAY).id, LAST_DAY_OF_DISTRICTS)
    }
    assert names == {
        "Phường Hàm Rồng",
        "Phường Đông Thọ",
        "Phường Nam Ngạn",
        "Phường Đông Cương",
        "Phường Thiệu Dương",
    }


def test_a_commune_that_was_not_rearranged_is_the_same_commune_under_the_province() -> None:
    before, after = area("14848", LAST_DAY_OF_DISTRICTS), area("14848", TODAY)

    assert before.id == after.id
    assert before.full_name == after.full_name == "Xã Tam Chung"
    assert before.parent_id != after.parent_id == area("38", TODAY).id
    assert directory.successors(before.id, TODAY) == []
    assert len(area_history(before.id)) == 2


def test_tone_marks_are_spelled_one_way() -> None:
    """The lists write both Hoá and Hóa; joined with what stood before they are one name."""
    written = set(AreaVersion.objects.current().values_list("name", flat=True))

    assert not [name for name in written if "oá" in name.split(" ")[-1][-2:] or name.endswith("oà")]
    assert area("38", TODAY).name == "Thanh Hóa"
    assert len(area_history(area("38", TODAY).id)) == 1


def test_twelve_ends_without_a_known_successor_are_visible_and_never_invented() -> None:
    questions = open_questions("38", TODAY)

    assert len(questions) == 12
    by_name = {question.full_name: question for question in questions}
    assert by_name["Xã Thiệu Phú"].now == ()
    assert by_name["Phường Tân Sơn"].now == ("Phường Hạc Thành",)
    assert len(by_name["Xã Hải Yến"].now) == 3
    unknown = AreaSuccession.objects.current().filter(kind="unknown")
    assert unknown.filter(predecessor__isnull=False, successor__isnull=False).count() == 0


def test_a_day_known_only_as_between_is_marked_in_its_decision() -> None:
    ended = area("15790", date(2024, 10, 31))
    (row,) = area_history(ended.id)

    assert row.valid_to == date(2024, 11, 1)
    assert "chưa rõ ngày" in row.end_decision
    renamed = area_history(area("15829", TODAY.replace(year=2024)).id)
    assert [(row.full_name, "chưa rõ ngày" in row.decision) for row in renamed][:2] == [
        ("Thị trấn Hậu Hiền", True),
        ("Xã Minh Tâm", False),
    ]


def test_loading_again_changes_nothing() -> None:
    before = AreaVersion.objects.count()
    assert not directory.load_province("38", by=system_actor("lần hai"), at=timezone.now())
    assert AreaVersion.objects.count() == before


def test_a_chain_composes_over_two_changes() -> None:
    """Đông Sơn went into the city on 1/1/2025, whose level ended on 1/7/2025: nothing is left."""
    dong_son = area("405", date(2024, 12, 31))

    links = directory.successors(dong_son.id, LAST_DAY_OF_DISTRICTS)
    assert [link.area.full_name for link in links] == ["Thành phố Thanh Hóa"]
    assert directory.successors(dong_son.id, TODAY) == []
