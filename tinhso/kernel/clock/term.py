"""A term: how long something may take, from when, and who says so."""

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from tinhso.kernel.clock.moments import ClockError

# Received after 15:00, a dossier is handed over at the start of the next working day
# (Nghị định 118/2025/NĐ-CP, Điều 18 khoản 2, as amended by Nghị định 309/2026/NĐ-CP).
USUAL_CUTOFF = time(15, 0)


class Unit(StrEnum):
    """What the amount of a term counts."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    SAME_DAY = "same_day"
    FIXED_DAY = "fixed_day"


WORKING_UNITS = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS, Unit.SAME_DAY})


class StartRule(StrEnum):
    """When counting begins.

    SAME_MOMENT: at the moment itself (calendar days: on the next day, as Bộ luật Dân sự 2015,
    Điều 147 khoản 2 does not count the first one). NEXT_WORKING_DAY: when the next working day
    opens.
    """

    SAME_MOMENT = "same_moment"
    NEXT_WORKING_DAY = "next_working_day"


class DueConvention(StrEnum):
    """END_OF_DAY counts whole working days; SAME_HOUR counts from the hour. Hours ignore it."""

    END_OF_DAY = "end_of_day"
    SAME_HOUR = "same_hour"


@dataclass(frozen=True, slots=True)
class Term:
    """One time limit.

    `amount` counts `unit`s (0 for SAME_DAY and FIXED_DAY); `day` belongs to FIXED_DAY only. After
    `cutoff` counting waits for the next working day. `source` is the article or decision.
    """

    amount: int
    unit: Unit
    start_rule: StartRule = StartRule.NEXT_WORKING_DAY
    cutoff: time | None = None
    due_convention: DueConvention = DueConvention.END_OF_DAY
    source: str = ""
    day: date | None = None

    def __post_init__(self) -> None:
        without_amount = self.unit in {Unit.SAME_DAY, Unit.FIXED_DAY}
        if without_amount and self.amount != 0:
            raise ClockError(f"A term of {self.unit} has no amount")
        if not without_amount and self.amount < 1:
            raise ClockError("A term lasts at least one unit")
        if (self.day is not None) != (self.unit is Unit.FIXED_DAY):
            raise ClockError("A day belongs to a term of a fixed day, and to no other")


def working_days(amount: int, source: str = "") -> Term:
    """Whole working days from the next one to the end of the last: the usual promise."""
    return Term(amount, Unit.WORKING_DAYS, source=source)


def working_hours(amount: int, source: str = "", cutoff: time | None = None) -> Term:
    """Working hours from the moment itself."""
    return Term(
        amount,
        Unit.WORKING_HOURS,
        start_rule=StartRule.SAME_MOMENT,
        cutoff=cutoff,
        due_convention=DueConvention.SAME_HOUR,
        source=source,
    )


def same_day(source: str = "", cutoff: time | None = USUAL_CUTOFF) -> Term:
    """By the end of the same working day, or of the next one when received after the cut-off."""
    rule = StartRule.SAME_MOMENT
    return Term(0, Unit.SAME_DAY, start_rule=rule, cutoff=cutoff, source=source)


def calendar_days(amount: int, source: str = "") -> Term:
    """Days of the calendar from the next day; a last day of rest rolls to the next working day."""
    rule = StartRule.SAME_MOMENT
    return Term(amount, Unit.CALENDAR_DAYS, start_rule=rule, source=source)


def months(amount: int, source: str = "") -> Term:
    """Months to the corresponding day, or to the last day of a month that lacks it."""
    return Term(amount, Unit.MONTHS, start_rule=StartRule.SAME_MOMENT, source=source)


def fixed_day(day: date, source: str = "") -> Term:
    """Until the end of a given day, whatever pauses; a day of rest rolls forward."""
    return Term(0, Unit.FIXED_DAY, start_rule=StartRule.SAME_MOMENT, source=source, day=day)


def add_months(day: date, amount: int) -> date:
    """The corresponding day `amount` months later, or the last day of that month.

    Bộ luật Dân sự 2015, Điều 148 khoản 3.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
