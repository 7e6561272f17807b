"""Calendars: the province's, an office's own, exceptions with their decision, cheap to ask."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import Received, reckon, working_days
from tinhso.kernel.errors import PermissionMissing
from tinhso.kernel.models import OutboxEvent
from tinhso.modules.directory import public as directory
from tinhso.modules.directory.commands import calendars as commands
from tinhso.modules.directory.commands.calendars import SpecialDay
from tinhso.modules.directory.errors import DayNotFound, FactsInvalid
from tinhso.modules.directory.models import DayException
from tinhso.modules.directory.rules.hours import HoursUnreadable, read_ranges, write_ranges
from tinhso.modules.directory.rules.tables import write_table
from tinhso.modules.directory.tests.things import SYSTEM, make_organisation

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 17, 9, 0, tzinfo=VIETNAM)
TODAY = NOW.date()
DAY = [["07:30", "11:30"], ["13:30", "17:30"]]
WEEK = [DAY] * 5 + [[], []]


def open_on(organisation_id: int, day: date) -> list[str]:
    found = directory.calendar_of(organisation_id, TODAY).day(day)
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in found.spans]


def set_hours(organisation_id: int | None, week: list[list[list[str]]], **more: object) -> None:
    told: dict[str, object] = {"name": "Giờ", "since": date(2026, 1, 1), "until": None, "at": NOW}
    commands.set_hours(organisation_id, week=week, decision="QĐ 5", by=SYSTEM, **told | more)  # type: ignore[arg-type]


@pytest.mark.usefixtures("thanh_hoa")
class TestShipped:
    """The calendar that ships."""

    def commune(self) -> int:
        found = directory.resolve_organisation("H56.14797", TODAY)
        assert found is not None
        return found.id

    def test_holidays_swaps_and_worked_saturdays_of_2026(self) -> None:
        commune = self.commune()
        assert open_on(commune, date(2026, 2, 17)) == []
        assert open_on(commune, date(2026, 11, 24)) == []
        assert open_on(commune, date(2026, 1, 2)) == []
        assert open_on(commune, date(2026, 1, 10)) == ["07:30-11:30", "13:30-17:30"]
        assert open_on(commune, date(2026, 11, 21)) == []
        swap = directory.calendar_of(commune, TODAY).day(date(2026, 1, 2))
        assert "hoán đổi" in swap.source

    def test_every_commune_shares_one_calendar_and_asking_costs_one_query(
        self,
        django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
    ) -> None:
        ids = [
            card.id
            for card in directory.committees_of_areas(
                [area.id for area in directory.communes_of("38", TODAY)], TODAY
            ).values()
        ]
        assert len(ids) == 166
        assert len({id(directory.calendar_of(one, TODAY)) for one in ids}) == 1
        with django_assert_num_queries(1):
            directory.calendar_of(ids[0], TODAY)

    def test_a_term_over_the_swapped_days_is_due_as_the_notice_says(self) -> None:
        calendar = directory.calendar_of(self.commune(), TODAY)
        received = datetime(2025, 12, 31, 15, 0, tzinfo=VIETNAM)
        due = reckon(working_days(3), [Received(received)], calendar, received).due
        assert due is not None
        # 1/1 and 2/1 are off, Saturday 10/1 comes later: Monday 5, Tuesday 6, Wednesday 7.
        assert due.date() == date(2026, 1, 7)


@pytest.mark.django_db
def test_an_office_has_its_own_hours_and_its_units_inherit_them() -> None:
    top = make_organisation()
    unit, other = make_organisation(parent_id=top), make_organisation()
    set_hours(None, WEEK)
    monday, saturday = date(2026, 11, 16), date(2026, 11, 21)
    assert open_on(unit, saturday) == []

    set_hours(top, [DAY] * 5 + [[["08:00", "11:00"]], []])

    assert open_on(unit, saturday) == ["08:00-11:00"]
    assert open_on(other, saturday) == []
    assert open_on(other, monday) == ["07:30-11:30", "13:30-17:30"]


@pytest.mark.django_db
def test_seasons_follow_one_another_and_the_past_keeps_its_hours() -> None:
    office = make_organisation()
    set_hours(None, WEEK)
    summer = [[["07:00", "11:30"], ["14:00", "17:30"]]] * 5 + [[], []]

    set_hours(None, summer, since=date(2026, 4, 15), until=date(2026, 10, 15))

    assert open_on(office, date(2026, 4, 14))[0] == "07:30-11:30"
    assert open_on(office, date(2026, 4, 15))[0] == "07:00-11:30"
    assert open_on(office, date(2026, 10, 15))[0] == "07:30-11:30"


@pytest.mark.django_db
def test_a_closure_of_some_hours_and_a_whole_day_with_the_deciding_paper() -> None:
    office, other = make_organisation(), make_organisation()
    set_hours(None, WEEK)
    day = date(2026, 11, 18)

    commands.set_day(
        office,
        SpecialDay(day, "closure", "Cúp điện", [["07:30", "09:30"]]),
        decision="TB 12",
        by=SYSTEM,
        at=NOW,
    )
    assert open_on(office, day) == ["09:30-11:30", "13:30-17:30"]
    assert open_on(other, day) == ["07:30-11:30", "13:30-17:30"]

    commands.set_day(office, SpecialDay(day, "closure", "Bão"), decision="CĐ 3", by=SYSTEM, at=NOW)
    assert open_on(office, day) == []
    assert directory.calendar_of(office, TODAY).day(day).source == "CĐ 3"

    commands.cancel_day(office, day, decision="CĐ 4", by=SYSTEM, at=NOW + timedelta(hours=1))
    assert len(open_on(office, day)) == 2
    with pytest.raises(DayNotFound):
        commands.cancel_day(office, day, decision="CĐ 4", by=SYSTEM, at=NOW)
    # Nothing is lost: what was announced stays readable.
    assert DayException.objects.filter(organisation_id=office).count() == 2


@pytest.mark.django_db
def test_a_change_moves_the_version_and_is_announced_with_its_days() -> None:
    office = make_organisation()
    before = directory.calendar_of(office, TODAY).version

    commands.set_day(
        None,
        SpecialDay(date(2026, 11, 20), "closure", "Quốc tang"),
        decision="TB 1",
        by=SYSTEM,
        at=NOW,
    )

    assert directory.calendar_of(office, TODAY).version != before
    payload = OutboxEvent.objects.get(name="directory.CalendarChanged").payload
    assert payload == {"organisation_id": None, "first": "2026-11-20", "last": "2026-11-20"}


@pytest.mark.django_db
def test_the_holidays_of_a_year_come_from_a_table() -> None:
    office = make_organisation()
    rows = [
        {"date": "2027-01-01", "kind": "statutory", "name_vi": "Tết Dương lịch"},
        {"date": "2027-04-30", "kind": "statutory", "name_vi": "Ngày Chiến thắng"},
    ]
    give = {"year": 2027, "decision": "TB 2027", "by": SYSTEM}
    assert commands.import_holidays(_file(rows), at=NOW, **give) == 2  # type: ignore[arg-type]
    assert commands.import_holidays(_file(rows[:1]), at=NOW + timedelta(hours=1), **give) == 1  # type: ignore[arg-type]

    assert open_on(office, date(2027, 1, 1)) == []
    assert len(open_on(office, date(2027, 4, 30))) == 2
    with pytest.raises(FactsInvalid):
        commands.import_holidays(_file([{**rows[0], "date": "mai"}]), at=NOW, **give)  # type: ignore[arg-type]


def _file(rows: list[dict[str, str]]) -> bytes:
    return write_table(rows[0], (row.values() for row in rows))


@pytest.mark.django_db
def test_a_unit_changes_its_own_calendar_only() -> None:
    mine, other = make_organisation(), make_organisation()
    by = Actor(
        kind="officer",
        name="A",
        account_id=1,
        grants={"directory.manage_calendars": frozenset({mine})},
    )
    special = SpecialDay(date(2026, 11, 18), "closure", "Cúp điện")

    commands.set_day(mine, special, decision="TB", by=by, at=NOW)
    for place in (other, None):
        with pytest.raises(PermissionMissing):
            commands.set_day(place, special, decision="TB", by=by, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("week", "field"),
    [
        ([DAY] * 6, "week"),
        ([[]] * 7, "week"),
        ([[["11:30", "07:30"]]] + [DAY] * 6, "day_0"),
        ([[["07:30", "11:30"], ["11:00", "12:00"]]] + [DAY] * 6, "day_0"),
    ],
)
def test_impossible_hours_are_refused(week: list[list[list[str]]], field: str) -> None:
    with pytest.raises(FactsInvalid) as refused:
        set_hours(None, week)
    assert field in refused.value.fields


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7:30-11:30, 13:30-17:30", DAY),
        ("7h30–11h30; 13h30 – 17h30", DAY),
        ("", []),
        ("20:00-24:00", [["20:00", "00:00"]]),
        ("8h-11h", [["08:00", "11:00"]]),
    ],
)
def test_hours_are_read_as_people_write_them(written: str, read: list[list[str]]) -> None:
    assert read_ranges(written) == read


@pytest.mark.parametrize(
    "written", ["sáng", "25:00-26:00", "11:30-7:30", "7:30-12:00, 11:00-13:00"]
)
def test_what_is_not_hours_is_refused(written: str) -> None:
    with pytest.raises(HoursUnreadable):
        read_ranges(written)


times = st.times(min_value=time(0, 0), max_value=time(23, 59)).map(lambda t: t.strftime("%H:%M"))


@given(st.lists(times, min_size=0, max_size=6, unique=True).map(sorted))
def test_written_hours_are_read_back(edges: list[str]) -> None:
    ranges = [[a, b] for a, b in zip(edges[::2], edges[1::2], strict=False)]
    assert read_ranges(write_ranges(ranges)) == ranges
