"""“Vì sao hẹn ngày này?”: the stored account of a clock as days a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tinhso.kernel.clock import REASON_TEXT, ZONE, Account
from tinhso.modules.cases.models import Case, CaseClock


@dataclass(frozen=True, slots=True)
class WhyDay:
    """One day of the panel: kind is counted, paused, rest, holiday, today or due."""

    day: date
    kind: str
    counted_minutes: int
    reason: str
    entry: str
    source: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class Why:
    """A due moment with everything that made it."""

    due_at: datetime
    is_firm: bool
    total: timedelta
    term_source: str
    calendar_name: str
    calendar_version: str
    days: tuple[WhyDay, ...]
    account: Account


def why_due(case: Case, kind: str = CaseClock.Kind.STATUTORY) -> Why | None:
    """The panel of the newest clock of that kind; None before the clock started. One query."""
    clock = case.clocks.filter(kind=kind).order_by("-id").first()
    if clock is None or not clock.account:
        return None
    account = Account.from_json(clock.account)
    return Why(
        due_at=account.due,
        is_firm=account.firm,
        total=account.total,
        term_source=account.term_source,
        calendar_name=account.calendar_name,
        calendar_version=account.calendar_version,
        days=_days(account),
        account=account,
    )


def _days(account: Account) -> tuple[WhyDay, ...]:
    """One row for each day, a day with several lines told by the line that weighs most."""
    rows: dict[date, WhyDay] = {}
    for line in account.lines:
        day, last = line.start.astimezone(ZONE).date(), line.end.astimezone(ZONE)
        while datetime.combine(day, datetime.min.time(), ZONE) < last or day == line.start.date():
            minutes = int(line.amount.total_seconds() // 60) if line.counted else 0
            known = rows.get(day)
            if known is None or minutes > known.counted_minutes:
                rows[day] = WhyDay(
                    day=day,
                    kind=_kind(line.reason.value, counted=line.counted),
                    counted_minutes=minutes,
                    reason=str(REASON_TEXT[line.reason]),
                    entry=line.entry,
                    source=line.source,
                    is_due=day == account.due.astimezone(ZONE).date(),
                )
            day += timedelta(days=1)
    return tuple(rows[day] for day in sorted(rows))


def _kind(reason: str, *, counted: bool) -> str:
    if counted:
        return "counted"
    if reason in {"paused", "restarted"}:
        return "paused"
    if reason == "weekly_rest":
        return "rest"
    return "holiday" if "holiday" in reason or "swap" in reason or "lieu" in reason else "off"
