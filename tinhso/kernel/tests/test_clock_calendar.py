"""Calendars: seasons, exceptions, partial closures, amendments, the national table."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from tinhso.kernel.clock import (
    USUAL_HOURS,
    ClockError,
    DayKind,
    DayRule,
    Event,
    Finished,
    Reason,
    Received,
    Season,
    TimeRange,
    WorkCalendar,
    WorkingHours,
    amend,
    changed_days,
    day_rules,
    due_from_account,
    reckon,
    working_days,
    working_time_between,
)
from tinhso.kernel.tests.clock_cases import CALENDAR, at

MORNING = (TimeRange(time(7, 30), time(11, 30)),)
SUMMER = (TimeRange(time(7), time(11)), TimeRange(time(13), time(17)))


def usual(*rules: DayRule) -> WorkCalendar:
    return WorkCalendar("Thử", (Season(WorkingHours.of()),), rules)


def test_seasons_change_the_hours_on_their_day() -> None:
    calendar = WorkCalendar(
        "Hai mùa",
        (
            Season(WorkingHours.of(), valid_to=date(2026, 4, 15)),
            Season(WorkingHours.of(SUMMER, saturday=MORNING), valid_from=date(2026, 4, 15)),
        ),
    )
    assert calendar.day(date(2026, 4, 14)).opening == at("2026-04-14 07:30")
    assert calendar.day(date(2026, 4, 15)).opening == at("2026-04-15 07:00")
    assert calendar.day(date(2026, 4, 18)).closing == at("2026-04-18 11:30")
    spring_to_summer = working_time_between(
        calendar, at("2026-04-14 17:00"), at("2026-04-15 08:00")
    )
    assert spring_to_summer == timedelta(hours=1.5)


def test_a_day_without_a_season_says_so() -> None:
    calendar = WorkCalendar("Trống", (Season(WorkingHours.of(), valid_from=date(2026, 1, 1)),))
    assert calendar.day(date(2025, 12, 31)).reason is Reason.NO_HOURS


def test_overlapping_seasons_are_refused() -> None:
    with pytest.raises(ClockError):
        WorkCalendar("Hai", (Season(WorkingHours.of()), Season(WorkingHours.of())))


def test_hours_in_disorder_are_refused() -> None:
    with pytest.raises(ClockError):
        WorkingHours.of((USUAL_HOURS[1], USUAL_HOURS[0]))
    with pytest.raises(ClockError):
        TimeRange(time(11), time(10))


def test_a_calendar_without_working_time_refuses_to_count_for_ever() -> None:
    nobody = WorkCalendar("Không ai", (Season(WorkingHours.of(())),))
    with pytest.raises(ClockError):
        nobody.advance(at("2026-01-05 08:00"), timedelta(hours=1))
    with pytest.raises(ClockError):
        reckon(working_days(1), [Received(at("2026-01-05 08:00"))], nobody, at("2026-01-05 08:00"))


def test_a_partial_closure_shuts_its_hours_and_stands_in_the_account() -> None:
    flood = DayRule(
        date(2026, 10, 6), DayKind.CLOSURE, "Mất điện", "TB 3", (TimeRange(time(10), time(14)),)
    )
    reckoning = reckon(
        working_days(1), [Received(at("2026-10-05 09:00"))], usual(flood), at("2026-10-05 09:00")
    )
    assert reckoning.due == at("2026-10-07 09:30")
    assert [
        (f"{line.start:%d %H:%M}", f"{line.end:%d %H:%M}", line.reason, line.amount)
        for line in reckoning.account.lines[1:]
    ] == [
        ("06 07:30", "06 10:00", Reason.WORKING_TIME, timedelta(hours=2.5)),
        ("06 10:00", "06 14:00", Reason.CLOSURE, timedelta(0)),
        ("06 14:00", "06 17:30", Reason.WORKING_TIME, timedelta(hours=3.5)),
        ("07 07:30", "07 09:30", Reason.WORKING_TIME, timedelta(hours=2)),
    ]
    assert due_from_account(reckoning.account) == reckoning.due


def test_a_closure_of_all_hours_is_a_day_off() -> None:
    rule = DayRule(date(2026, 10, 6), DayKind.CLOSURE, "Lụt", ranges=(TimeRange(time(0), time(0)),))
    day = usual(rule).day(date(2026, 10, 6))
    assert (day.spans, day.reason, day.entry) == ((), Reason.CLOSURE, "Lụt")


def test_a_holiday_wins_over_a_swapped_workday() -> None:
    day = date(2026, 10, 10)
    calendar = usual(
        DayRule(day, DayKind.SWAPPED_WORKDAY, "Làm bù"), DayRule(day, DayKind.CLOSURE, "Bão")
    )
    assert calendar.day(day).reason is Reason.CLOSURE


def test_a_swapped_workday_takes_the_hours_of_the_day_it_replaces() -> None:
    hours = WorkingHours((USUAL_HOURS, USUAL_HOURS, USUAL_HOURS, USUAL_HOURS, MORNING, (), ()))
    rows = [
        {"date": "2026-01-02", "name_vi": "Ngày nghỉ (thay cho ngày 10/01/2026)", "kind": "swap"},
        {"date": "2026-01-10", "name_vi": "Ngày làm bù", "kind": "workday"},
    ]
    calendar = WorkCalendar("Thứ Sáu nửa buổi", (Season(hours),), day_rules(rows))
    # 2/1/2026 is a Friday.
    assert calendar.day(date(2026, 1, 10)).closing == at("2026-01-10 11:30")


def test_rows_of_the_national_table_become_rules() -> None:
    table = io.StringIO(
        "date,weekday,name_vi,name_en,kind\n"
        "2026-04-26,Sun,Ngày Giỗ Tổ Hùng Vương,Hung Kings,statutory\n"
        "2026-04-27,Mon,Ngày Giỗ Tổ Hùng Vương (nghỉ bù),Hung Kings (observed),observed\n"
    )
    rules = day_rules(csv.DictReader(table), decisions={date(2026, 4, 27): "BLLĐ Điều 111"})
    assert [rule.kind for rule in rules] == [DayKind.STATUTORY, DayKind.OBSERVED]
    assert rules[1].decision == "BLLĐ Điều 111"


@pytest.mark.parametrize(
    "row", [{"date": "hôm nay", "kind": "swap"}, {"date": "2026-01-01", "kind": "nghỉ"}, {}]
)
def test_a_row_that_cannot_be_read_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(ClockError):
        day_rules([row])


def test_working_time_in_reverse_is_negative() -> None:
    start, end = at("2026-10-12 08:00"), at("2027-03-01 09:00")
    assert working_time_between(CALENDAR, end, start) == -working_time_between(CALENDAR, start, end)


def amended(extra: DayRule | None = None, without: date | None = None) -> WorkCalendar:
    rules = tuple(rule for rule in CALENDAR.rules if rule.date != without)
    return replace(CALENDAR, version="2026.2", rules=rules + ((extra,) if extra else ()))


def test_an_amendment_that_makes_it_later_moves_an_open_promise() -> None:
    received = [Received(at("2026-10-12 08:00"))]
    new = amended(DayRule(date(2026, 10, 14), DayKind.CLOSURE, "Bão số 6"))
    promise = reckon(working_days(3), received, CALENDAR, at("2026-10-12 08:00")).due
    result = amend(promise, reckon(working_days(3), received, new, at("2026-10-13 08:00")))
    assert (result.due, result.changes) == (at("2026-10-16 17:30"), True)
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    (change,) = changed_days(CALENDAR, new, first=first, last=last)
    assert (change.date, change.after.entry) == (date(2026, 10, 14), "Bão số 6")


def test_an_amendment_never_makes_a_promise_earlier_unless_a_person_confirms() -> None:
    received = [Received(at("2026-09-14 08:00"))]
    now = at("2026-09-15 08:00")
    promise = reckon(working_days(3), received, CALENDAR, now).due
    fresh = reckon(working_days(3), received, amended(without=date(2026, 9, 16)), now)
    kept = amend(promise, fresh)
    assert (kept.due, kept.needs_confirmation, kept.changes) == (promise, True, False)
    assert amend(promise, fresh, confirmed=True).due == at("2026-09-17 17:30")


def test_an_amendment_leaves_finished_things_alone() -> None:
    events: list[Event] = [Received(at("2026-10-12 08:00")), Finished(at("2026-10-13 09:00"))]
    new = amended(DayRule(date(2026, 10, 14), DayKind.CLOSURE, "Bão số 6"))
    promise = at("2026-10-15 17:30")
    result = amend(promise, reckon(working_days(3), events, new, at("2026-10-20 08:00")))
    assert not result.changes


def test_remaining_time_of_a_page_of_dossiers_is_cheap() -> None:
    """Fifty rows with three clocks: the year is laid out once, then each costs microseconds."""
    now = at("2026-10-12 08:00")
    working_time_between(CALENDAR, now, at("2026-10-26 17:30"))
    began = datetime.now().astimezone()
    for _ in range(1000):
        working_time_between(CALENDAR, now, at("2026-10-26 17:30"))
    assert datetime.now().astimezone() - began < timedelta(milliseconds=50 * 4)
