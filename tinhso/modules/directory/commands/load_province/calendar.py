"""The province's working hours and the public holidays."""

from __future__ import annotations

from tinhso.kernel.clock import day_rules
from tinhso.kernel.temporal import Span, Stamp, date_range
from tinhso.modules.directory.commands.load_province import shipped
from tinhso.modules.directory.models import DayException, WeeklyHours

USUAL_DAY = [["07:30", "11:30"], ["13:30", "17:30"]]
LABOUR_CODE = "Bộ luật Lao động 45/2019/QH14, Điều 112"
SWAPS = "Thông báo hoán đổi ngày làm việc hằng năm"
COMPUTED_FROM = 2027


def load(stamp: Stamp) -> int:
    """Make the default week and one row for each special day; return how many days."""
    WeeklyHours.objects.create(
        organisation=None,
        name="Giờ hành chính",
        week=[USUAL_DAY] * 5 + [[], []],
        validity=date_range(Span()),
        recorded=stamp.recorded,
        recorded_by=stamp.by.name,
        decision="Giờ làm việc mặc định; thay bằng quyết định của tỉnh",
    )
    # One date, one row: where a day is both a swap and a holiday the law's day stands.
    weight = {"swap": 0, "workday": 0, "observed": 1, "statutory": 2}
    listed = sorted(
        shipped.rows("calendar", "holidays_vn_2015_2030.csv"), key=lambda row: weight[row["kind"]]
    )
    rules = {rule.date: rule for rule in day_rules(listed)}
    DayException.objects.bulk_create(
        DayException(
            organisation=None,
            day=rule.date,
            kind=rule.kind.value,
            name=rule.name,
            works_like=rule.works_like,
            decision=_decision(rule.kind.value, rule.date.year),
            recorded=stamp.recorded,
            recorded_by=stamp.by.name,
        )
        for rule in sorted(rules.values(), key=lambda rule: rule.date)
    )
    return len(rules)


def _decision(kind: str, year: int) -> str:
    basis = SWAPS if kind in ("swap", "workday") else LABOUR_CODE
    return f"{basis} (ngày tính trước, chờ thông báo)" if year >= COMPUTED_FROM else basis
