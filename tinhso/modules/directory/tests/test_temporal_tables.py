"""What the database keeps of two times: late entries, old pictures, refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tinhso.kernel.actor import system_actor
from tinhso.kernel.temporal import Span, Stamp, Timeline, VersionQuerySet
from tinhso.kernel.temporal.timeline import RecordedLater
from tinhso.modules.directory.models import Area, AreaVersion

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BY = system_actor("kiểm thử")
MERGED_ON = date(2025, 7, 1)


def at(day: int, month: int = 7) -> datetime:
    return datetime(2025, month, day, 9, 0, tzinfo=VIETNAM)


def facts(name: str, area: Area) -> dict[str, object]:
    return {
        "code": "14758",
        "level": "commune",
        "name": name,
        "full_name": f"Phường {name}",
        "kind": "Phường",
        "province_id": area.pk,
        "search": name.lower(),
        "sort_key": name,
    }


@pytest.fixture
def dong_tho() -> Area:
    """Phường Đông Thọ, known since January."""
    area = Area.objects.create()
    history = Timeline(AreaVersion, area_id=area.pk)
    history.replace(Span(date(2023, 1, 1), None), facts("Đông Thọ", area), Stamp(BY, at(1, 1)))
    return area


def name_on(area: Area, day: date, known_at: datetime | None = None) -> str | None:
    return (
        AreaVersion.objects.as_of(day, known_at)
        .filter(area=area)
        .values_list("name", flat=True)
        .first()
    )


def test_a_change_entered_late_gives_the_same_picture_and_keeps_the_old_one(dong_tho: Area) -> None:
    """Example 6 of the design: on 5/7 a change of 1/7 is entered; "known on 3/7" is as it was."""
    history = Timeline(AreaVersion, area_id=dong_tho.pk)

    history.revise(Span(MERGED_ON, None), {"name": "Hàm Rồng"}, Stamp(BY, at(5), "NQ 1686"))

    assert name_on(dong_tho, date(2025, 6, 30)) == "Đông Thọ"
    assert name_on(dong_tho, MERGED_ON) == "Hàm Rồng"
    assert name_on(dong_tho, date(2025, 7, 3), known_at=at(3)) == "Đông Thọ"
    assert name_on(dong_tho, date(2025, 7, 3), known_at=at(6)) == "Hàm Rồng"


def test_every_version_says_by_which_decision_it_began_and_ended(dong_tho: Area) -> None:
    history = Timeline(AreaVersion, area_id=dong_tho.pk)

    history.revise(Span(MERGED_ON, None), {"name": "Hàm Rồng"}, Stamp(BY, at(5), "NQ 1686"))
    history.end(date(2030, 1, 1), Stamp(BY, at(6), "NQ 2030"))

    rows = [(r.name, r.valid_from, r.valid_to, r.decision, r.end_decision) for r in history.rows()]
    assert rows == [
        ("Đông Thọ", date(2023, 1, 1), MERGED_ON, "", "NQ 1686"),
        ("Hàm Rồng", MERGED_ON, date(2030, 1, 1), "NQ 1686", "NQ 2030"),
    ]


def test_a_change_of_one_value_keeps_later_changes_of_others(dong_tho: Area) -> None:
    history = Timeline(AreaVersion, area_id=dong_tho.pk)
    history.revise(Span(date(2025, 9, 1), None), {"kind": "Xã"}, Stamp(BY, at(2)))

    history.revise(Span(MERGED_ON, None), {"name": "Hàm Rồng"}, Stamp(BY, at(3)))

    rows = {(row.valid_from, row.name, row.kind) for row in history.rows()}
    assert (MERGED_ON, "Hàm Rồng", "Phường") in rows
    assert (date(2025, 9, 1), "Hàm Rồng", "Xã") in rows


def test_the_database_refuses_two_facts_at_once(dong_tho: Area) -> None:
    with pytest.raises(IntegrityError, match="directory_area_once"), transaction.atomic():
        AreaVersion.objects.create(
            area=dong_tho,
            validity=DateRange(date(2024, 1, 1), date(2024, 2, 1)),
            recorded=DateTimeTZRange(at(5), None),
            recorded_by="ai đó",
            **facts("Khác", dong_tho) | {"code": "99999"},
        )


def test_the_database_refuses_one_code_for_two_areas_on_one_day(dong_tho: Area) -> None:
    other = Area.objects.create()
    with pytest.raises(IntegrityError, match="directory_area_code_once"), transaction.atomic():
        Timeline(AreaVersion, area_id=other.pk).replace(
            Span(date(2024, 1, 1), None), facts("Khác", other), Stamp(BY, at(5))
        )


def test_the_database_refuses_an_empty_validity(dong_tho: Area) -> None:
    with pytest.raises(IntegrityError, match="not_empty"), transaction.atomic():
        AreaVersion.objects.create(
            area=Area.objects.create(),
            validity=DateRange(MERGED_ON, MERGED_ON),
            recorded=DateTimeTZRange(at(5), None),
            recorded_by="ai đó",
            **facts("Khác", dong_tho) | {"code": "99999"},
        )


def edit(rows: VersionQuerySet) -> None:
    rows.update(name="Sửa")


def delete(rows: VersionQuerySet) -> None:
    rows.delete()


def reopen(rows: VersionQuerySet) -> None:
    rows.filter(recorded__upper_inf=False).update(recorded=DateTimeTZRange(at(1, 1), None))


@pytest.mark.parametrize("attempt", [edit, delete, reopen])
def test_history_is_never_edited_or_deleted(
    dong_tho: Area, attempt: Callable[[VersionQuerySet], None]
) -> None:
    history = Timeline(AreaVersion, area_id=dong_tho.pk)
    history.revise(Span(MERGED_ON, None), {"name": "Hàm Rồng"}, Stamp(BY, at(5)))
    rows = AreaVersion.objects.filter(area=dong_tho)
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        attempt(rows)


def test_a_change_written_before_what_it_changes_is_refused(dong_tho: Area) -> None:
    history = Timeline(AreaVersion, area_id=dong_tho.pk)
    with pytest.raises(RecordedLater):
        history.end(MERGED_ON, Stamp(BY, at(1, 1) - timedelta(days=1)))
    assert name_on(dong_tho, MERGED_ON) == "Đông Thọ"


def test_what_is_withdrawn_in_the_moment_it_was_written_was_never_known(dong_tho: Area) -> None:
    history = Timeline(AreaVersion, area_id=dong_tho.pk)
    history.revise(Span(MERGED_ON, None), {"name": "Nhầm"}, Stamp(BY, at(5)))
    history.revise(Span(MERGED_ON, None), {"name": "Hàm Rồng"}, Stamp(BY, at(5)))

    assert name_on(dong_tho, MERGED_ON, known_at=at(5)) == "Hàm Rồng"
