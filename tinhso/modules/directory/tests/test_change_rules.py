"""A list of changes: what keeps it from being carried out; who goes on where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.directory.rules.change_set import Change, Origin, change_of, problems_of
from tinhso.modules.directory.rules.placing import Held, Seat, place_people
from tinhso.modules.directory.rules.spells import Snapshot, spells_of
from tinhso.modules.directory.rules.succession import Link, plan_of

MERGE = Change(
    number=1,
    subject="area",
    kind="merge",
    origins=(Origin(1), Origin(2)),
    values={"code": "00001", "name": "Mới"},
)


def codes(*lines: Change) -> set[str]:
    return {problem.code for problem in problems_of(lines)}


def test_a_good_list_has_no_problem() -> None:
    split = (
        Change(2, "area", "split", (Origin(3, "part", is_default=True),), values={"code": "2"}),
        Change(3, "area", "split", (Origin(3, "part", is_default=False),), values={"code": "3"}),
    )
    assert codes(MERGE, *split, Change(4, "area", "abolish", unit=9)) == set()


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([replace(MERGE, origins=())], "shape"),
        ([MERGE, replace(MERGE, origins=(Origin(5),))], "number_twice"),
        ([MERGE, replace(MERGE, number=2)], "whole_and_more"),
        ([replace(MERGE, origins=(Origin(1, "part"),))], "one_part_only"),
        ([replace(MERGE, origins=(Origin(1, is_default=False), Origin(2)))], "default_successor"),
        ([MERGE, Change(2, "area", "abolish", unit=1)], "ends_and_goes_on"),
        (
            [Change(1, "area", "abolish", unit=1), Change(2, "area", "rename", unit=1)],
            "unit_twice",
        ),
        ([replace(MERGE, values={"parent_change": 7})], "refers_to_later_line"),
        (
            [
                Change(1, "area", "split", (Origin(3, "part", share="0.4"),)),
                Change(2, "area", "split", (Origin(3, "part", is_default=False, share="0.5"),)),
            ],
            "shares",
        ),
    ],
)
def test_each_problem_is_named(lines: list[Change], code: str) -> None:
    assert code in codes(*lines)


def test_a_line_is_kept_and_read_back_as_it_was() -> None:
    line = replace(MERGE, origins=(Origin(1, "part", share="0.25"), Origin(2)))
    assert change_of(1, "area", "merge", line.content()) == line


def test_the_code_alone_decides_nothing() -> None:
    plan = plan_of(
        ["14758", "14761", "14848"],
        ["14758", "14797", "14848"],
        [
            Link("14758", "14758", "part", is_default=False),
            Link("14758", "14797", "part", is_default=True),
            Link("14761", "14758", "all", is_default=True),
            Link("14848", "14848", "all", is_default=True),
        ],
    )
    assert plan.going_on == {"14848"}
    assert {found.new: found.kind for found in plan.becomings} == {
        "14758": "merge",
        "14797": "split",
        "14848": "goes_on",
    }


def test_what_the_table_leaves_open_stays_open() -> None:
    plan = plan_of(["1", "2"], ["8", "9"], [Link("1", "7", "all", is_default=True)])
    assert plan.ended_unknown == ("1", "2")
    assert [link.new for link in plan.unknown_targets] == ["7"]
    assert {found.kind for found in plan.becomings} == {"create"}


days = st.lists(
    st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 1, 1)),
    min_size=1,
    max_size=5,
    unique=True,
).map(sorted)
units = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("xyz"), max_size=4)


@given(days, st.data())
def test_spells_say_of_every_day_what_the_list_of_the_day_says(
    starts: list[date], data: st.DataObject
) -> None:
    snapshots = [Snapshot(since, data.draw(units)) for since in starts]
    spells = spells_of(snapshots, end=None)

    for snapshot in snapshots:
        said = {
            spell.unit: spell.values
            for spell in spells
            if spell.start <= snapshot.since and (spell.end is None or snapshot.since < spell.end)
        }
        assert said == dict(snapshot.units)
    assert len({(spell.unit, spell.start) for spell in spells}) == len(spells)


HEAD = Seat(1, "Chủ tịch", ("leader",), 1, 1)
DEPUTY = Seat(2, "Phó Chủ tịch", ("leader",), 2, 1)
OFFICE = Seat(3, "Chánh Văn phòng", ("division_head",), 1, 1, takes=("Chủ tịch",))
CLERKS = Seat(4, "Cán bộ tiếp nhận", ("counter_clerk",), 50)
SEATS = [HEAD, DEPUTY, OFFICE, CLERKS]


def head(officer_id: int, *, main: bool = False) -> Held:
    return Held(officer_id, "Chủ tịch", ("leader",), 1, is_main=main)


def test_the_head_of_the_main_unit_takes_the_seat_the_others_what_fits() -> None:
    placed, left = place_people([head(7), head(8, main=True), head(9), head(10)], SEATS)

    assert placed == {8: 1, 7: 3, 9: 2}
    assert left == [10]


def test_people_whose_seat_has_no_limit_all_go_on() -> None:
    clerks = [Held(n, "Cán bộ tiếp nhận", ("counter_clerk",), 50, is_main=False) for n in range(20)]
    placed, left = place_people(clerks, SEATS)
    assert set(placed.values()) == {4}
    assert (len(placed), left) == (20, [])


def test_seats_already_taken_are_not_given_again() -> None:
    placed, left = place_people([head(7, main=True)], [HEAD], taken={1: 1})
    assert (placed, left) == ({}, [7])


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(0, 3))
def test_nobody_is_lost_and_no_seat_is_overfull(officers: list[int], seats: int) -> None:
    offered = [replace(HEAD, seats=seats), DEPUTY] if seats else [DEPUTY]
    placed, left = place_people([head(n) for n in officers], offered)

    assert set(placed) | set(left) == set(officers)
    assert set(placed) & set(left) == set()
    for seat in offered:
        assert seat.seats is not None
        assert list(placed.values()).count(seat.position_id) <= seat.seats
