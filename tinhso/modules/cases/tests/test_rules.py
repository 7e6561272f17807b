"""National states, dossier codes, messages of the portal."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.clock import (
    Extended,
    Finished,
    Outcome,
    Paused,
    Received,
    Resumed,
    Term,
    fixed_day,
    same_day,
    working_days,
    working_hours,
)
from tinhso.modules.cases.rules import clocks, codes, intake
from tinhso.modules.cases.rules.states import ENDED, OPEN, State, may_follow, next_states

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 17, 9, 0, tzinfo=VIETNAM)


@pytest.mark.req("TTHC-04")
@pytest.mark.parametrize("now", list(State))
@pytest.mark.parametrize("then", list(State))
def test_the_national_table_of_states(now: State, then: State) -> None:
    allowed = {
        1: {2, 3, 5, 7},
        2: {4, 7, 8},
        3: set(),
        4: {5, 6, 7, 8, 9},
        5: {1, 3, 4, 7, 8},
        6: {4, 7, 8},
        7: set(),
        8: set(),
        9: {4, 10},
        10: set(),
    }
    assert may_follow(now, then) is (int(then) in allowed[int(now)])


def test_every_open_state_can_end_and_nothing_follows_a_final_one() -> None:
    for state in OPEN:
        assert next_states(state)
    for state in ENDED - {State.FINISHED}:
        assert next_states(state) == frozenset()


def test_codes_have_the_official_forms() -> None:
    on = date(2026, 8, 21)
    assert codes.case_code("H56.14", on, 7) == "H56.14-260821-0007"
    assert codes.old_style_code("H56.14", on, 1) == "000.00.14.H56-260821-0001"
    assert codes.case_code("H56", on, 12_345) == "H56-260821-12345"
    assert codes.series_key("H56.14", on) == "case:H56.14:260821"
    with pytest.raises(ValueError, match="does not fit"):
        codes.case_code("H56", on, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("000.00.01.H56-190501-0001", True),
        ("H56.14-260821-0007", True),
        ("G09.20-20260609-0092637", True),
        ("H56.14-2608-0007", False),
        ("h56.14-260821-0007", False),
        ("", False),
        ("H56.14-260821-0007'; DROP TABLE", False),
    ],
)
def test_codes_are_recognised(text: str, expected: bool) -> None:
    assert codes.is_case_code(text) is expected


def test_an_organisation_without_an_old_form_is_refused() -> None:
    assert codes.to_old_organisation_code("H56") == "000.00.00.H56"
    with pytest.raises(ValueError, match="13 characters"):
        codes.to_old_organisation_code("H56.14797")


TERMS = [
    working_days(5, "Luật"),
    working_hours(4),
    same_day("Nghị định 123/2015/NĐ-CP"),
    fixed_day(date(2026, 12, 1)),
]
EVENTS = [
    Received(NOW, "r"),
    Paused(NOW, reason="chờ", source="Điều 19", key="s:1", restarts=True),
    Resumed(NOW, key="s:1"),
    Extended(NOW, fixed_day(date(2026, 12, 1)), source="mẫu 04", key="e:1"),
    Finished(NOW, Outcome.STOPPED),
]


@pytest.mark.parametrize("term", TERMS)
def test_a_term_survives_its_stored_form(term: Term) -> None:
    assert clocks.term_from_plain(clocks.term_to_plain(term)) == term


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_survives_its_stored_form(event: object) -> None:
    assert clocks.event_from_plain(clocks.event_to_plain(event)) == event  # type: ignore[arg-type]


def test_open_pauses_are_those_that_nothing_ended() -> None:
    plain = [clocks.event_to_plain(event) for event in EVENTS[:2]]
    assert clocks.open_pause_keys(plain) == ["s:1"]
    assert clocks.open_pause_keys([*plain, clocks.event_to_plain(EVENTS[2])]) == []


def test_the_index_counts_a_second_supplement_as_late_whatever_the_due_date_says() -> None:
    due = NOW + timedelta(days=3)
    early = clocks.index_verdict(finished_at=NOW, due_at=due, supplement_requests=1)
    twice = clocks.index_verdict(finished_at=NOW, due_at=due, supplement_requests=2)
    after = clocks.index_verdict(finished_at=due, due_at=NOW, supplement_requests=0)
    assert (early.on_time, twice.on_time, after.on_time) == (True, False, False)
    assert twice.reason == "second_supplement"


@given(st.binary(max_size=200), st.text(max_size=30))
def test_a_signature_holds_for_exactly_what_was_signed(body: bytes, message_id: str) -> None:
    stamp = NOW.isoformat()
    secret = b"bi mat"
    signature = intake.sign(secret, message_id=message_id, timestamp=stamp, body=body)

    def holds(
        signed: str = signature, name: str = message_id, content: bytes = body, at: datetime = NOW
    ) -> bool:
        return intake.signature_holds(
            secret, signed, message_id=name, timestamp=stamp, body=content, now=at
        )

    assert holds()
    assert not holds(content=body + b"x")
    assert not holds(name=message_id + "x")
    assert not holds(at=NOW + timedelta(minutes=6))
    assert not holds(signed="")


def test_a_message_without_its_fields_says_which_are_missing() -> None:
    assert intake.missing_fields("DongBoHoSo", {"MaTTHC": "1.001193"}) == [
        "ChuHoSo",
        "LoaiDoiTuong",
        "DonViTiepNhan",
    ]
    assert intake.missing_fields("RutHoSo", {"LyDo": "đổi ý"}) == []
