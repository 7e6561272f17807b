"""The province's working hours and the public holidays."""

from __future__ import annotations

import csv
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tinhso.kernel.actor import Actor
from tinhso.modules.directory.commands.load_province.areas import DATA
from tinhso.modules.directory.models import DayException, WeeklyHours

USUAL_DAY = [["07:30", "11:30"], ["13:30", "17:30"]]


def load(*, by: Actor, at: datetime) -> None:
    """Make the default week and one row for each special day."""
    recorded = DateTimeTZRange(at, None)
    WeeklyHours.objects.create(
        organisation=None,
        name="Giờ hành chính của tỉnh Thanh Hóa",
        week=[USUAL_DAY] * 5 + [[], []],
        validity=DateRange(None, None),
        recorded=recorded,
        recorded_by=by.name,
    )
    with (DATA / "calendar" / "holidays_vn_2015_2030.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = {row["date"]: row for row in csv.DictReader(file)}
    DayException.objects.bulk_create(
        DayException(
            organisation=None,
            day=row["date"],
            kind=row["kind"],
            name=row["name_vi"],
            decision="Bộ luật Lao động 45/2019/QH14, Điều 112; thông báo hằng năm",
            recorded=recorded,
            recorded_by=by.name,
        )
        for row in rows.values()
    )
