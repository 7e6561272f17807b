"""The account as a document: written to JSON, read back, and never believed when it is wrong."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.clock import (
    REASON_TEXT,
    Account,
    ClockError,
    DayKind,
    DayRule,
    Event,
    Extended,
    Finished,
    Line,
    Paused,
    Reason,
    Received,
    Reckoning,
    Resumed,
    Season,
    State,
    Term,
    TimeRange,
    WorkCalendar,
    WorkingHours,
    calendar_days,
    day_rules,
    due_from_account,
    fixed_day,
    reckon,
    same_day,
    working_days,
)
from tinhso.kernel.clock.moments import from_iso_duration, to_iso_duration
from tinhso.kernel.tests.clock_cases import CALENDAR, at

NOW = at("2026-10-12 08:00")


def reckoned(term: Term, events: Iterable[Event], calendar: WorkCalendar = CALENDAR) -> Reckoning:
    return reckon(term, events, calendar, NOW)


def account() -> Account:
    term = working_days(5, source="Quyết định 10/QĐ-UBND")
    pause = Paused(at("2026-10-14 10:00"), "supplement", "Phiếu số 5", "s1")
    resumed = Resumed(at("2026-10-14 11:00:30"), "s1")
    return reckoned(term, [Received(at("2026-10-12 08:00")), pause, resumed]).account


def test_the_account_in_json_is_plain_and_readable() -> None:
    data = json.loads(json.dumps(account().to_json(), ensure_ascii=False))
    assert data["total"] == "PT40H"
    assert data["due"] == "2026-10-20T08:30:30+07:00"
    assert data["calendar"] == {"name": "Hành chính tỉnh", "version": "2026.1"}
    assert data["lines"][3] == {
        "from": "2026-10-14T10:00:00+07:00",
        "to": "2026-10-14T11:00:30+07:00",
        "counted": False,
        "amount": "PT1H30S",
        "reason": "paused",
        "entry": "supplement",
        "source": "Phiếu số 5",
        "event": "s1",
    }
    assert Account.from_json(data) == account()


def test_an_account_of_another_format_is_refused() -> None:
    with pytest.raises(ClockError):
        Account.from_json(account().to_json() | {"format": 2})


def test_an_account_that_was_changed_gives_no_due() -> None:
    good = account()
    one_less = replace(good, lines=good.lines[:-1])
    one_twice = replace(good, lines=(*good.lines, good.lines[-1]))
    more = replace(good.lines[1], amount=timedelta(hours=9))
    inflated = replace(good, lines=(good.lines[0], more, *good.lines[2:]))
    swapped = replace(good, lines=(good.lines[1], good.lines[0], *good.lines[2:]))
    for wrong in (one_less, one_twice, inflated, swapped, replace(good, lines=())):
        with pytest.raises(ClockError):
            due_from_account(wrong)


def test_a_line_after_the_due_moment_does_not_move_it() -> None:
    good = account()
    after = Line(good.due, good.due + timedelta(hours=1), timedelta(0), Reason.PAUSED)
    assert due_from_account(replace(good, lines=(*good.lines, after))) == good.due


def test_a_fixed_day_in_the_past_still_has_an_account() -> None:
    reckoning = reckoned(fixed_day(date(2026, 10, 9)), [Received(at("2026-10-10 09:00"))])
    assert reckoning.due == at("2026-10-09 17:30")
    assert reckoning.state is State.LATE
    assert due_from_account(reckoning.account) == reckoning.due


def test_an_open_pause_does_not_loosen_a_fixed_day() -> None:
    events = [Received(at("2026-10-05 09:00")), Paused(at("2026-10-06 09:00"))]
    reckoning = reckoned(fixed_day(date(2026, 10, 20)), events)
    assert (reckoning.state, reckoning.firm) == (State.PAUSED, True)


def test_an_extension_before_a_restart_goes_with_the_old_promise() -> None:
    events = [
        Received(at("2026-10-05 09:00")),
        Extended(at("2026-10-06 09:00"), working_days(5)),
        Paused(at("2026-10-07 09:00"), restarts=True),
        Resumed(at("2026-10-08 09:00")),
    ]
    assert reckoned(working_days(2), events).due == at("2026-10-12 17:30")


def test_an_extension_by_the_same_day_is_refused() -> None:
    events = [Received(at("2026-10-05 09:00")), Extended(at("2026-10-06 09:00"), same_day())]
    with pytest.raises(ClockError):
        reckoned(working_days(2), events)


def test_paused_since_spans_pauses_that_overlap() -> None:
    events = [
        Received(at("2026-10-05 09:00")),
        Paused(at("2026-10-06 09:00"), key="a"),
        Paused(at("2026-10-07 09:00"), key="b"),
        Resumed(at("2026-10-08 09:00"), key="a"),
        Paused(at("2026-10-09 09:00"), key="c"),
        Resumed(at("2026-10-09 10:00"), key="c"),
    ]
    assert reckoned(working_days(9), events).paused_since == at("2026-10-06 09:00")
    closed = [*events, Resumed(at("2026-10-09 09:30"), key="b")]
    assert reckoned(working_days(9), closed).paused_since is None


def test_a_finish_ends_an_open_pause() -> None:
    events = [
        Received(at("2026-10-05 09:00")),
        Paused(at("2026-10-06 07:30")),
        Finished(at("2026-10-07 07:30")),
    ]
    reckoning = reckoned(working_days(2), events)
    assert (reckoning.due, reckoning.firm) == (at("2026-10-08 17:30"), True)


def test_a_closure_from_the_opening_is_the_first_line_of_its_day() -> None:
    closed = DayRule(
        date(2026, 10, 6), DayKind.CLOSURE, "Mất điện", ranges=(TimeRange(time(7), time(9)),)
    )
    calendar = WorkCalendar("Thử", (Season(WorkingHours.of()),), (closed,))
    lines = reckoned(working_days(1), [Received(at("2026-10-05 18:00"))], calendar).account.lines
    assert [line.reason for line in lines] == [
        Reason.CLOSURE,
        Reason.WORKING_TIME,
        Reason.WORKING_TIME,
    ]


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4000)))
def test_durations_are_read_back_exactly(amount: timedelta) -> None:
    assert from_iso_duration(to_iso_duration(amount)) == amount


@pytest.mark.parametrize("text", ["", "PT", "8H", "P1D", "PT8,5H"])
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(ClockError):
        from_iso_duration(text)


def test_amounts_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ClockError):
        to_iso_duration(timedelta(hours=-1))
    with pytest.raises(ClockError):
        CALENDAR.advance(NOW, timedelta(hours=-1))
    with pytest.raises(ClockError):
        replace(CALENDAR, day_length=timedelta(0))
    assert CALENDAR.advance(NOW, timedelta(0)) == NOW


def test_a_day_off_that_names_no_saturday_is_only_a_day_off() -> None:
    (rule,) = day_rules([{"date": "2026-12-31", "name_vi": "Nghỉ", "kind": "swap"}])
    assert rule == DayRule(date(2026, 12, 31), DayKind.SWAPPED_OFF, "Nghỉ")


def test_a_pause_after_closing_on_the_last_day_stands_in_no_account() -> None:
    events = [
        Received(at("2026-01-25 10:44")),
        Paused(at("2026-01-26 22:13")),
        Resumed(at("2026-01-26 22:29")),
    ]
    reckoning = reckoned(calendar_days(1), events)
    assert reckoning.due == due_from_account(reckoning.account) == at("2026-01-26 17:30")


def test_an_office_open_until_midnight_closes_with_its_day() -> None:
    evening = (TimeRange(time(16), time(0)),)
    calendar = WorkCalendar("Trực", (Season(WorkingHours.of(evening)),))
    events = [
        Received(at("2026-10-05 09:00")),
        Paused(at("2026-10-06 23:00")),
        Resumed(at("2026-10-07 00:00")),
        Extended(at("2026-10-07 09:00"), calendar_days(1)),
    ]
    reckoning = reckoned(calendar_days(2), events, calendar)
    # Tuesday ends in a pause; Wednesday and Thursday count, the extension is Friday.
    assert reckoning.due == at("2026-10-10 00:00")
    assert due_from_account(reckoning.account) == reckoning.due
    assert reckoned(working_days(1), events[:1], calendar).due == at("2026-10-07 00:00")


def test_every_reason_has_words() -> None:
    assert set(REASON_TEXT) == set(Reason)
