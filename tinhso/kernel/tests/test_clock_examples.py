"""The worked examples of the clock, to the minute."""

from datetime import date, datetime, time, timedelta

import pytest

from tinhso.kernel.clock import (
    USUAL_CUTOFF,
    ClockError,
    DueConvention,
    Event,
    Extended,
    Finished,
    Outcome,
    Paused,
    Reason,
    Received,
    Reckoning,
    Resumed,
    StartRule,
    State,
    Term,
    Unit,
    calendar_days,
    fixed_day,
    months,
    reckon,
    same_day,
    working_days,
    working_hours,
)
from tinhso.kernel.tests.clock_cases import CALENDAR, at


def due(term: Term, *events: Event) -> datetime:
    return reckon(term, events, CALENDAR, at("2026-01-01 00:00")).due


def reckoned(term: Term, now: str, *events: Event) -> Reckoning:
    return reckon(term, events, CALENDAR, at(now))


def lines_of(reckoning: Reckoning) -> list[tuple[str, str, Reason, float, str]]:
    return [
        (
            f"{line.start:%d/%m %H:%M}",
            f"{line.end:%d/%m %H:%M}",
            line.reason,
            line.amount / timedelta(hours=1),
            line.entry,
        )
        for line in reckoning.account.lines
    ]


def test_a_thursday_morning_and_three_working_days_end_on_tuesday() -> None:
    assert due(working_days(3), Received(at("2026-10-15 09:00"))) == at("2026-10-20 17:30")


def test_the_same_hour_convention_keeps_the_hour_of_reception() -> None:
    term = Term(
        3,
        Unit.WORKING_DAYS,
        start_rule=StartRule.SAME_MOMENT,
        due_convention=DueConvention.SAME_HOUR,
    )
    assert due(term, Received(at("2026-10-15 09:00"))) == at("2026-10-20 09:00")


def test_whole_days_from_the_same_moment_count_today_only_before_opening() -> None:
    term = Term(3, Unit.WORKING_DAYS, start_rule=StartRule.SAME_MOMENT)
    assert due(term, Received(at("2026-10-15 07:30"))) == at("2026-10-19 17:30")
    assert due(term, Received(at("2026-10-15 07:31"))) == at("2026-10-20 17:30")


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-10-16 16:10", "2026-10-19 17:30"),
        ("2026-10-16 15:00", "2026-10-16 17:30"),
        ("2026-10-16 15:01", "2026-10-19 17:30"),
        ("2026-10-16 06:00", "2026-10-16 17:30"),
        ("2026-10-17 10:00", "2026-10-19 17:30"),
        ("2026-02-13 15:30", "2026-02-23 17:30"),
    ],
)
@pytest.mark.req("TTHC-59")
def test_same_day_after_the_cutoff_is_the_next_working_day(received: str, expected: str) -> None:
    assert due(same_day(cutoff=USUAL_CUTOFF), Received(at(received))) == at(expected)


def test_a_supplement_that_continues_keeps_the_time_used_before_it() -> None:
    events: list[Event] = [
        Received(at("2026-10-12 08:00")),
        Paused(at("2026-10-14 10:00"), reason="supplement", source="Phiếu bổ sung số 5"),
        Resumed(at("2026-10-19 14:00")),
    ]
    # Without the pause Monday 19/10 17:30; the pause withholds 26 working hours.
    assert due(working_days(5), events[0]) == at("2026-10-19 17:30")
    assert due(working_days(5), *events) == at("2026-10-23 09:30")


def test_the_account_of_a_supplement_names_each_stretch() -> None:
    reckoning = reckoned(
        working_days(5, source="Quyết định 10/QĐ-UBND"),
        "2026-10-20 07:30",
        Received(at("2026-10-12 08:00")),
        Paused(at("2026-10-14 10:00"), reason="supplement", source="Phiếu số 5", key="s1"),
        Resumed(at("2026-10-19 14:00"), key="s1"),
    )
    hours = "Giờ hành chính"
    assert lines_of(reckoning) == [
        ("12/10 08:00", "12/10 17:30", Reason.FIRST_DAY, 7.5, hours),
        ("13/10 07:30", "13/10 17:30", Reason.WORKING_TIME, 8, hours),
        ("14/10 07:30", "14/10 10:00", Reason.WORKING_TIME, 2.5, hours),
        ("14/10 10:00", "19/10 14:00", Reason.PAUSED, 26, "supplement"),
        ("19/10 14:00", "19/10 17:30", Reason.WORKING_TIME, 3.5, hours),
        ("20/10 07:30", "20/10 17:30", Reason.WORKING_TIME, 8, hours),
        ("21/10 07:30", "21/10 17:30", Reason.WORKING_TIME, 8, hours),
        ("22/10 07:30", "22/10 17:30", Reason.WORKING_TIME, 8, hours),
        ("23/10 07:30", "23/10 09:30", Reason.WORKING_TIME, 2, hours),
    ]
    assert reckoning.account.lines[3].source == "Phiếu số 5"
    assert reckoning.account.lines[3].event == "s1"
    assert reckoning.used == timedelta(hours=14)
    assert reckoning.remaining == timedelta(hours=26)


def test_a_supplement_that_restarts_begins_the_term_from_zero() -> None:
    reckoning = reckoned(
        working_days(5),
        "2026-10-20 07:30",
        Received(at("2026-10-12 08:00")),
        Paused(at("2026-10-14 10:00"), reason="supplement", restarts=True),
        Resumed(at("2026-10-19 14:00")),
    )
    assert reckoning.due == at("2026-10-26 17:30")
    assert reckoning.counts_from == at("2026-10-20 07:30")
    assert [line[2] for line in lines_of(reckoning)][:5] == [
        Reason.RESTARTED,
        Reason.RESTARTED,
        Reason.RESTARTED,
        Reason.PAUSED,
        Reason.FIRST_DAY,
    ]


def test_a_swapped_saturday_counts() -> None:
    reckoning = reckoned(working_days(5), "2026-08-18 10:00", Received(at("2026-08-18 09:00")))
    assert reckoning.due == at("2026-08-24 17:30")
    saturday = lines_of(reckoning)[4]
    assert saturday == ("22/08 07:30", "22/08 17:30", Reason.WORKING_TIME, 8, "Ngày làm bù")


def test_holidays_and_swapped_days_are_skipped_and_named() -> None:
    reckoning = reckoned(working_days(10), "2026-08-24 10:00", Received(at("2026-08-24 08:00")))
    assert reckoning.due == at("2026-09-10 17:30")
    off = [line for line in lines_of(reckoning) if line[3] == 0]
    assert off == [
        ("29/08 00:00", "31/08 00:00", Reason.WEEKLY_REST, 0, ""),
        (
            "31/08 00:00",
            "01/09 00:00",
            Reason.SWAPPED_OFF,
            0,
            "Ngày nghỉ (thay cho ngày 22/08/2026)",
        ),
        ("01/09 00:00", "03/09 00:00", Reason.STATUTORY_HOLIDAY, 0, "Quốc khánh"),
        ("05/09 00:00", "07/09 00:00", Reason.WEEKLY_REST, 0, ""),
    ]


@pytest.mark.req("TTHC-59")
def test_the_example_of_tet_2026() -> None:
    """Received Thursday 12/02 16:10: the days are 13, 23 and 24."""
    received = Received(at("2026-02-12 16:10"))
    assert due(working_days(3), received) == at("2026-02-24 17:30")
    # The cut-off does not push a term that begins on the next working day anyway.
    after = Term(3, Unit.WORKING_DAYS, cutoff=time(15, 0))
    assert due(after, received) == at("2026-02-24 17:30")


def test_working_hours_run_from_the_moment_and_after_the_cutoff_from_the_next_opening() -> None:
    assert due(working_hours(4), Received(at("2026-10-16 10:00"))) == at("2026-10-16 16:00")
    assert due(working_hours(4), Received(at("2026-10-16 16:00"))) == at("2026-10-19 10:00")
    late = working_hours(4, cutoff=USUAL_CUTOFF)
    assert due(late, Received(at("2026-10-16 16:00"))) == at("2026-10-19 11:30")


def test_a_storm_closes_a_day_and_is_named_with_its_decision() -> None:
    reckoning = reckoned(working_days(2), "2026-09-15 10:00", Received(at("2026-09-14 09:00")))
    assert reckoning.due == at("2026-09-17 17:30")
    storm = next(line for line in reckoning.account.lines if line.reason is Reason.CLOSURE)
    assert (storm.entry, storm.source) == ("Bão số 5", "Công điện 12/CĐ-UBND")


@pytest.mark.parametrize(
    ("term", "received", "expected"),
    [
        # Day 1 is the day after; 30 days from 1/10 end on Saturday 31/10 and roll to Monday.
        (calendar_days(30), "2026-10-01 09:00", "2026-11-02 17:30"),
        (calendar_days(29), "2026-10-01 09:00", "2026-10-30 17:30"),
        # 15 days from 6/2 end on Saturday 21/2.
        (calendar_days(15), "2026-02-06 09:00", "2026-02-23 17:30"),
        # 31/1 plus one month is the last day of February, a Saturday.
        (months(1), "2026-01-30 09:00", "2026-03-02 17:30"),
        (months(3), "2026-06-15 09:00", "2026-09-15 17:30"),
        (fixed_day(date(2026, 9, 2)), "2026-08-01 09:00", "2026-09-03 17:30"),
        (fixed_day(date(2026, 10, 20)), "2026-10-21 09:00", "2026-10-20 17:30"),
    ],
)
def test_calendar_terms_end_with_a_working_day(term: Term, received: str, expected: str) -> None:
    assert due(term, Received(at(received))) == at(expected)


def test_a_pause_moves_a_calendar_term_by_the_days_it_covers() -> None:
    events: list[Event] = [
        Received(at("2026-10-01 09:00")),
        Paused(at("2026-10-06 10:00")),
        Resumed(at("2026-10-09 14:00")),
    ]
    reckoning = reckoned(calendar_days(29), "2026-10-12 07:30", *events)
    # Friday 30/10 plus three days.
    assert reckoning.due == at("2026-11-02 17:30")
    assert reckoning.account.counted == timedelta(days=29)


def test_a_calendar_term_whose_last_evening_is_paused_is_not_due_during_the_pause() -> None:
    events: list[Event] = [
        Received(at("2026-10-01 09:00")),
        Paused(at("2026-10-30 16:00")),
        Resumed(at("2026-10-30 18:00")),
    ]
    reckoning = reckoned(calendar_days(29), "2026-10-31 07:30", *events)
    assert reckoning.due == at("2026-11-02 17:30")
    assert reckoning.state is State.RUNNING


def test_an_extension_counts_on_from_the_old_due_moment() -> None:
    received = Received(at("2026-10-15 09:00"))
    more = Extended(at("2026-10-19 09:00"), working_days(2), source="Văn bản xin lỗi 7", key="e1")
    reckoning = reckoned(working_days(3), "2026-10-19 10:00", received, more)
    assert reckoning.due == at("2026-10-22 17:30")
    assert reckoning.account.total == timedelta(hours=40)
    assert reckoning.account.lines[-1].source == "Văn bản xin lỗi 7"


def test_an_extension_may_set_a_new_day() -> None:
    received = Received(at("2026-10-15 09:00"))
    more = Extended(at("2026-10-19 09:00"), fixed_day(date(2026, 10, 28)))
    reckoning = reckoned(working_days(3), "2026-10-19 10:00", received, more)
    assert reckoning.due == at("2026-10-28 17:30")
    assert reckoning.used + reckoning.remaining == timedelta(hours=9 * 8)


def test_an_open_pause_gives_a_provisional_due() -> None:
    received = Received(at("2026-10-12 08:00"))
    paused = Paused(at("2026-10-14 10:00"), reason="supplement")
    reckoning = reckoned(working_days(5), "2026-10-19 14:00", received, paused)
    assert reckoning.state is State.PAUSED
    assert reckoning.paused_since == at("2026-10-14 10:00")
    assert not reckoning.firm
    assert reckoning.due == at("2026-10-23 09:30")
    assert reckoning.used == timedelta(hours=10.5)


def test_a_pause_after_the_due_moment_does_not_heal_lateness() -> None:
    reckoning = reckoned(
        working_days(1),
        "2026-10-15 09:00",
        Received(at("2026-10-12 08:00")),
        Paused(at("2026-10-14 10:00"), reason="supplement"),
    )
    assert reckoning.state is State.LATE
    assert reckoning.firm
    assert reckoning.due == at("2026-10-13 17:30")
    assert reckoning.late_by == timedelta(hours=9.5)


def test_finished_in_time_finished_late_and_withdrawn() -> None:
    received = Received(at("2026-10-15 09:00"))
    early = reckoned(
        working_days(3), "2026-12-01 09:00", received, Finished(at("2026-10-19 17:30"))
    )
    assert (early.state, early.remaining) == (State.MET, timedelta(hours=8))
    late = reckoned(working_days(3), "2026-12-01 09:00", received, Finished(at("2026-10-21 09:30")))
    assert (late.state, late.late_by) == (State.MISSED, timedelta(hours=2))
    withdrawn = Finished(at("2026-10-16 09:30"), Outcome.WITHDRAWN)
    assert reckoned(working_days(3), "2026-12-01 09:00", received, withdrawn).state is State.STOPPED
    assert not early.state.is_open


def test_due_at_the_very_moment_is_not_late() -> None:
    received = Received(at("2026-10-15 09:00"))
    assert reckoned(working_days(3), "2026-10-20 17:30", received).state is State.RUNNING
    evening = reckoned(working_days(3), "2026-10-20 21:00", received)
    assert (evening.state, evening.late_by) == (State.LATE, timedelta(0))


@pytest.mark.parametrize(
    "events",
    [
        [],
        [Received(at("2026-10-15 09:00")), Received(at("2026-10-15 09:01"))],
        [Received(at("2026-10-15 09:00")), Resumed(at("2026-10-16 09:00"))],
        [
            Received(at("2026-10-15 09:00")),
            Paused(at("2026-10-16 09:00")),
            Paused(at("2026-10-16 10:00")),
        ],
        [Received(datetime(2026, 10, 15, 9))],  # noqa: DTZ001
    ],
)
def test_events_that_contradict_each_other_are_refused(events: list[Event]) -> None:
    with pytest.raises(ClockError):
        due(working_days(3), *events)


@pytest.mark.parametrize(
    "arguments",
    [
        (0, Unit.WORKING_DAYS, None),
        (1, Unit.SAME_DAY, None),
        (0, Unit.FIXED_DAY, None),
        (3, Unit.WORKING_DAYS, date(2026, 10, 1)),
    ],
)
def test_a_term_that_means_nothing_is_refused(arguments: tuple[int, Unit, date | None]) -> None:
    amount, unit, day = arguments
    with pytest.raises(ClockError):
        Term(amount, unit, day=day)
