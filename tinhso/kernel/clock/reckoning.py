"""The clock itself: one pure function from term, events, calendar and now to a reckoning."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from tinhso.kernel.clock.account import Account
from tinhso.kernel.clock.calendar import WorkCalendar
from tinhso.kernel.clock.events import Event, History, Outcome, read_history
from tinhso.kernel.clock.ledger import write_account
from tinhso.kernel.clock.moments import NOTHING, local
from tinhso.kernel.clock.plan import Plan, make_plan, running_time
from tinhso.kernel.clock.term import Term


class State(StrEnum):
    """RUNNING, PAUSED, LATE are open; MET, MISSED, STOPPED (withdrawn, discontinued) are over."""

    RUNNING = "running"
    PAUSED = "paused"
    LATE = "late"
    MET = "met"
    MISSED = "missed"
    STOPPED = "stopped"

    @property
    def is_open(self) -> bool:
        """Whether the due moment can still change."""
        return self in {State.RUNNING, State.PAUSED, State.LATE}


@dataclass(frozen=True)
class Reckoning:
    """Where a clock stands.

    `due` is provisional while `firm` is false: an open pause moves it, and it is what it would be
    if the pause ended now. `used`, `remaining` and `late_by` are working time at `now`, or at the
    end of the thing once finished; `used + remaining` is all the working time of the promise.
    """

    term: Term
    due: datetime
    firm: bool
    state: State
    counts_from: datetime
    paused_since: datetime | None
    used: timedelta
    remaining: timedelta
    late_by: timedelta
    plan: Plan = field(repr=False)
    calendar: WorkCalendar = field(repr=False)

    @cached_property
    def account(self) -> Account:
        """Why it is due then; written when first asked for, since lists do not need it."""
        return write_account(self.plan, self.calendar)


def reckon(term: Term, events: Iterable[Event], calendar: WorkCalendar, now: datetime) -> Reckoning:
    """Reckon the due moment and where the clock stands at `now`.

    `events` hold exactly one Received; all are taken as facts, also those later than `now`.
    Raises ClockError for events that contradict each other or a calendar without working time.
    """
    history = read_history(events)
    at = _judged_at(history, local(now))
    plan = make_plan(term, history, calendar, at)
    paused_since = _paused_since(history, at)
    used = _progress(plan, calendar, at)
    return Reckoning(
        term=term,
        due=plan.due,
        firm=plan.firm,
        state=_state(history, plan, at, paused=paused_since is not None),
        counts_from=plan.counts_from,
        paused_since=paused_since,
        used=used,
        remaining=_progress(plan, calendar, plan.due) - used,
        late_by=calendar.working_time(plan.due, at) if at > plan.due else NOTHING,
        plan=plan,
        calendar=calendar,
    )


def _judged_at(history: History, now: datetime) -> datetime:
    """Now, or the end of the thing if that came first."""
    return min(now, local(history.finished.at)) if history.finished else now


def _paused_since(history: History, at: datetime) -> datetime | None:
    """When the unbroken pause that covers the moment began."""
    since: datetime | None = None
    reached: datetime | None = None
    for pause in history.pauses:
        if pause.start > at:
            break
        if since is None or (reached is not None and pause.start > reached):
            since, reached = pause.start, pause.end
        elif reached is not None:
            reached = None if pause.end is None else max(reached, pause.end)
    return since if since is not None and (reached is None or at < reached) else None


def _state(history: History, plan: Plan, at: datetime, *, paused: bool) -> State:
    over = history.finished
    if over and local(over.at) <= at:
        if over.outcome is not Outcome.DONE:
            return State.STOPPED
        return State.MET if at <= plan.due else State.MISSED
    if at > plan.due:
        return State.LATE
    return State.PAUSED if paused else State.RUNNING


def _progress(plan: Plan, calendar: WorkCalendar, until: datetime) -> timedelta:
    """Working time of the promise that has run by the moment."""
    return sum(
        (
            running_time(calendar, leg.stops_among(plan.stops), leg.start, min(leg.due, until))
            for leg in plan.legs
        ),
        NOTHING,
    )
