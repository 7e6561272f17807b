"""The working-time clock: deadlines that explain themselves. Pure; standard library only.

reckon(term, events, calendar, now) gives the due moment, the state, the working time used and
left, and the account of why. No module subtracts dates to know a deadline; it asks this clock.
"""

from tinhso.kernel.clock.account import Account, Line, due_from_account
from tinhso.kernel.clock.amendment import Amendment, amend
from tinhso.kernel.clock.calendar import (
    USUAL_HOURS,
    Day,
    DayChange,
    DayKind,
    DayRule,
    Season,
    TimeRange,
    WorkCalendar,
    WorkingHours,
    changed_days,
    working_time_between,
)
from tinhso.kernel.clock.events import (
    Event,
    Extended,
    Finished,
    Outcome,
    Paused,
    Received,
    Resumed,
)
from tinhso.kernel.clock.moments import ZONE, ClockError, local
from tinhso.kernel.clock.national import day_rules
from tinhso.kernel.clock.reasons import REASON_TEXT, Reason
from tinhso.kernel.clock.reckoning import Reckoning, State, reckon
from tinhso.kernel.clock.term import (
    USUAL_CUTOFF,
    DueConvention,
    StartRule,
    Term,
    Unit,
    add_months,
    calendar_days,
    fixed_day,
    months,
    same_day,
    working_days,
    working_hours,
)

__all__ = [
    "REASON_TEXT",
    "USUAL_CUTOFF",
    "USUAL_HOURS",
    "ZONE",
    "Account",
    "Amendment",
    "ClockError",
    "Day",
    "DayChange",
    "DayKind",
    "DayRule",
    "DueConvention",
    "Event",
    "Extended",
    "Finished",
    "Line",
    "Outcome",
    "Paused",
    "Reason",
    "Received",
    "Reckoning",
    "Resumed",
    "Season",
    "StartRule",
    "State",
    "Term",
    "TimeRange",
    "Unit",
    "WorkCalendar",
    "WorkingHours",
    "add_months",
    "amend",
    "calendar_days",
    "changed_days",
    "day_rules",
    "due_from_account",
    "fixed_day",
    "local",
    "months",
    "reckon",
    "same_day",
    "working_days",
    "working_hours",
    "working_time_between",
]
