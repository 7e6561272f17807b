"""Vietnamese formats: every example of the writing rules, and what people type."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel import numerals
from tinhso.kernel.clock import ZONE

NOV_22 = date(2026, 11, 22)
HOUR = timedelta(hours=1)


def hours(amount: float) -> timedelta:
    return timedelta(hours=amount)


def test_dates_and_times_are_written_as_the_style_guide_says() -> None:
    moment = datetime(2026, 11, 22, 15, 42, tzinfo=ZONE)
    assert numerals.short_date(NOV_22) == "22/11/2026"
    assert numerals.long_date(NOV_22) == "ngày 22 tháng 11 năm 2026"
    assert numerals.long_date(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert numerals.long_date(date(2026, 3, 5)) == "ngày 05 tháng 3 năm 2026"
    assert numerals.weekday_date(date(2026, 12, 1)) == "Thứ Ba, 01/12/2026"
    assert numerals.weekday_name(NOV_22) == "Chủ nhật"
    assert numerals.short_time(moment) == "15:42"
    assert numerals.long_time(time(7, 5)) == "07 giờ 05 phút"
    assert numerals.short_moment(moment) == "15:42 22/11/2026"
    assert numerals.long_moment(moment) == "15 giờ 42 phút, ngày 22 tháng 11 năm 2026"


def test_moments_are_read_in_the_zone_of_viet_nam() -> None:
    late_in_london = datetime(2026, 11, 21, 18, 0, tzinfo=timezone.utc)  # noqa: UP017
    assert numerals.short_moment(late_in_london) == "01:00 22/11/2026"
    assert numerals.weekday_name(late_in_london) == "Chủ nhật"


def test_ranges_of_dates() -> None:
    assert numerals.date_range(date(2026, 11, 19), date(2026, 11, 20)) == "19/11–20/11"
    assert numerals.date_range(NOV_22, NOV_22) == "22/11/2026"
    assert numerals.date_range(date(2026, 12, 31), date(2027, 1, 2)) == "31/12/2026–02/01/2027"


@pytest.mark.parametrize(
    "typed",
    [
        "1/7/25",
        "01-07-2025",
        "1/7/2025",
        " 01 / 07 / 2025 ",
        "1.7.2025",
        "01072025",
        "2025-07-01",
        "ngày 01 tháng 7 năm 2025",
        "1 7 2025",
    ],
)
def test_dates_are_read_in_every_usual_form(typed: str) -> None:
    assert numerals.parse_date(typed) == date(2025, 7, 1)


def test_two_digits_of_a_year_fall_around_the_pivot() -> None:
    assert numerals.parse_date("1/7/85") == date(1985, 7, 1)
    assert numerals.parse_date("1/7/85", pivot=90) == date(2085, 7, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("hôm qua", "format"),
        ("7/2025", "format"),
        ("1/7/025", "format"),
        ("30/02/2026", "no_such_day"),
        ("29/02/2025", "no_such_day"),
        ("12/31/2025", "no_such_day"),
        ("01/01/0025", "year"),
        ("2500-01-01", "year"),
    ],
)
def test_a_date_that_cannot_be_read_says_why(typed: str, code: str) -> None:
    with pytest.raises(numerals.UnreadableError) as refusal:
        numerals.parse_date(typed)
    assert (refusal.value.code, refusal.value.text) == (code, typed)


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_written_dates_are_read_back(day: date) -> None:
    assert numerals.parse_date(numerals.short_date(day)) == day
    assert numerals.parse_date(numerals.long_date(day)) == day
    assert numerals.parse_date(day.isoformat()) == day
    assert numerals.parse_date(f"{day.day}/{day.month}/{day.year % 100:02d}") == day


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (1234.5, None, "1.234,5"),
        (Decimal("1234.50"), None, "1.234,5"),
        (Decimal("1234.50"), 2, "1.234,50"),
        (0.125, 2, "0,13"),
        (1234567, None, "1.234.567"),
        (100, None, "100"),
        (-37, None, "-37"),
        (-0.001, 2, "0,00"),
        (Decimal("1E+3"), None, "1.000"),
        (0, None, "0"),
    ],
)
def test_numbers_have_dots_for_thousands_and_a_decimal_comma(
    value: float | Decimal, places: int | None, written: str
) -> None:
    assert numerals.number(value, places) == written


def test_units_never_break_off_their_number() -> None:
    assert numerals.money(75000) == "75.000\u00a0đ"
    assert numerals.with_unit(168.4, "m²") == "168,4\u00a0m²"
    assert numerals.percent(0.978) == "97,8%"
    assert numerals.percent(Decimal(1)) == "100%"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234", "1234"),
        ("1,234", "1.234"),
        ("1.5", "1.5"),
        ("-1 234", "-1234"),
        ("−2", "-2"),
        ("0,5", "0.5"),
    ],
)
def test_numbers_are_read_in_vietnamese_and_in_plain_form(typed: str, value: str) -> None:
    assert numerals.parse_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("abc", "format"),
        ("1.23.4", "format"),
        ("1,2,3", "format"),
        ("1e5", "format"),
        ("٣", "format"),
        ("NaN", "format"),
    ],
)
def test_a_number_that_cannot_be_read_says_why(typed: str, code: str) -> None:
    with pytest.raises(numerals.UnreadableError) as refusal:
        numerals.parse_number(typed)
    assert refusal.value.code == code


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_written_numbers_are_read_back(value: Decimal) -> None:
    # "1,234" is read as 1.234, which is also what it means when written.
    assert numerals.parse_number(numerals.number(value)) == value


def test_money_is_read_with_or_without_its_unit() -> None:
    for typed in ("75000", "75.000", "75.000 đ", "75.000\u00a0đ", "75.000 đồng", "75,000 VND"):
        if typed.startswith("75,"):
            assert numerals.parse_money(typed) == 75
        else:
            assert numerals.parse_money(typed) == 75000
    with pytest.raises(numerals.UnreadableError):
        numerals.parse_money("75,5")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (105, "Một trăm lẻ năm đồng"),
        (1005, "Một nghìn không trăm lẻ năm đồng"),
        (10000, "Mười nghìn đồng"),
        (75000, "Bảy mươi lăm nghìn đồng"),
        (115000, "Một trăm mười lăm nghìn đồng"),
        (1000000, "Một triệu đồng"),
        (2505001, "Hai triệu năm trăm lẻ năm nghìn không trăm lẻ một đồng"),
        (1250000000, "Một tỷ hai trăm năm mươi triệu đồng"),
        (3000000015, "Ba tỷ không trăm mười lăm đồng"),
        (1001000000000, "Một nghìn không trăm lẻ một tỷ đồng"),
        (2 * 10**18, "Hai tỷ tỷ đồng"),
        (-1500, "Âm một nghìn năm trăm đồng"),
    ],
)
def test_amounts_are_read_out(amount: int, words: str) -> None:
    assert numerals.money_in_words(amount) == words


def test_the_northern_style_says_linh() -> None:
    assert numerals.number_in_words(105, zero_ten="linh") == "một trăm linh năm"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("0912345678", "0912 345 678"),
        ("+84 912.345.678", "0912 345 678"),
        ("02438251234", "024 3825 1234"),
        ("02373851234", "0237 385 1234"),
        ("19001234", "1900 1234"),
        ("1900123456", "1900 123 456"),
        ("12345", "12345"),
    ],
)
def test_phone_numbers_are_grouped(typed: str, written: str) -> None:
    assert numerals.phone(typed) == written


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (hours(10), "1 ngày 2 giờ"),
        (hours(10) + timedelta(minutes=59), "1 ngày 2 giờ"),
        (hours(16), "2 ngày"),
        (hours(8.5), "1 ngày"),
        (hours(4) + timedelta(minutes=50, seconds=59), "4 giờ 50"),
        (hours(4) + timedelta(minutes=5), "4 giờ 05"),
        (hours(3), "3 giờ"),
        (timedelta(minutes=35), "35 phút"),
        (timedelta(seconds=59), "dưới 1 phút"),
    ],
)
def test_working_time_is_said_in_two_units_rounded_down(amount: timedelta, words: str) -> None:
    assert numerals.working_duration(amount) == words


def test_the_chip_of_a_clock() -> None:
    now = datetime(2026, 11, 27, 10, 0, tzinfo=ZONE)
    monday = datetime(2026, 11, 30, 9, 30, tzinfo=ZONE)
    next_week = datetime(2026, 12, 4, 9, 30, tzinfo=ZONE)
    next_year = datetime(2027, 1, 4, 17, 30, tzinfo=ZONE)
    assert numerals.late_phrase(hours(10)) == "Quá 1 ngày 2 giờ"
    assert numerals.late_phrase(timedelta(0)) == "Quá hạn"
    assert numerals.due_phrase(monday, now, hours(7.5)) == "Còn 7 giờ 30"
    assert numerals.due_phrase(monday, now, hours(8)) == "Thứ Hai 09:30"
    assert numerals.due_phrase(next_week, now, hours(40)) == "04/12 09:30"
    assert numerals.due_phrase(next_year, now, hours(200)) == "04/01/2027 17:30"
    assert numerals.finished_phrase(hours(8), timedelta(0)) == "Xong trước hạn 1 ngày"
    assert numerals.finished_phrase(timedelta(0), timedelta(0)) == "Xong đúng hạn"
    assert numerals.finished_phrase(timedelta(0), hours(2)) == "Xong, quá 2 giờ"
