"""Calendars and random dossiers shared by the tests of the clock."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from tinhso.kernel.clock import (
    ZONE,
    DayKind,
    DayRule,
    Event,
    Paused,
    Received,
    Resumed,
    Season,
    WorkCalendar,
    WorkingHours,
    day_rules,
)

# The rows of the national table that the worked examples need.
ROWS_2026 = [
    {"date": day, "name_vi": name, "kind": kind}
    for day, name, kind in [
        ("2026-01-01", "Tết Dương lịch", "statutory"),
        ("2026-01-02", "Ngày nghỉ (thay cho ngày 10/01/2026)", "swap"),
        ("2026-01-10", "Ngày làm bù", "workday"),
        ("2026-02-16", "Giao thừa Tết Nguyên Đán", "statutory"),
        ("2026-02-17", "Tết Nguyên Đán", "statutory"),
        ("2026-02-18", "Mùng hai Tết Nguyên Đán", "statutory"),
        ("2026-02-19", "Mùng ba Tết Nguyên Đán", "statutory"),
        ("2026-02-20", "Mùng bốn Tết Nguyên Đán", "statutory"),
        ("2026-04-26", "Ngày Giỗ Tổ Hùng Vương", "statutory"),
        ("2026-04-27", "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)", "observed"),
        ("2026-04-30", "Ngày Chiến thắng", "statutory"),
        ("2026-05-01", "Ngày Quốc tế Lao động", "statutory"),
        ("2026-08-22", "Ngày làm bù", "workday"),
        ("2026-08-31", "Ngày nghỉ (thay cho ngày 22/08/2026)", "swap"),
        ("2026-09-01", "Quốc khánh", "statutory"),
        ("2026-09-02", "Quốc khánh", "statutory"),
        ("2026-11-24", "Ngày Văn hóa Việt Nam", "statutory"),
    ]
]

STORM = DayRule(date(2026, 9, 16), DayKind.CLOSURE, "Bão số 5", "Công điện 12/CĐ-UBND")

CALENDAR = WorkCalendar(
    name="Hành chính tỉnh",
    version="2026.1",
    seasons=(Season(WorkingHours.of(), name="Giờ hành chính", decision="QĐ 01/2026/QĐ-UBND"),),
    rules=(*day_rules(ROWS_2026), STORM),
)


def at(text: str) -> datetime:
    """ "2026-11-19 09:00" as a moment of Việt Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def events_of(received: datetime, pauses: list[tuple[datetime, datetime]]) -> list[Event]:
    """A reception with its pauses, which may overlap."""
    events: list[Event] = [Received(received)]
    for number, (start, end) in enumerate(pauses):
        events += [Paused(start, key=str(number)), Resumed(end, key=str(number))]
    return events


# Moments of 2026 to the minute, so that every oracle can step through them.
moments = st.integers(0, 300 * 24 * 60).map(
    lambda minutes: at("2026-01-05 00:00") + timedelta(minutes=minutes)
)
lengths = st.integers(0, 12 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
