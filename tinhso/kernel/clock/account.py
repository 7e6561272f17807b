"""The account of a due moment: every stretch of time, whether it counted, and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tinhso.kernel.clock.moments import (
    NOTHING,
    ClockError,
    from_iso_duration,
    local,
    to_iso_duration,
)
from tinhso.kernel.clock.reasons import Reason

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of time.

    `amount` is the working time in it, or its whole days where a term in calendar days or months
    runs. It was taken from the term only if `counted`; so the line of a pause says what the pause
    withheld. `entry` names the calendar entry, `source` the decision or
    article, `event` the key of the event. Nights and lunch hours have no line.
    """

    start: datetime
    end: datetime
    amount: timedelta
    reason: Reason
    entry: str = ""
    source: str = ""
    event: str = ""

    @property
    def counted(self) -> bool:
        """Whether the amount was taken from the term."""
        return self.reason.counts


@dataclass(frozen=True, slots=True)
class Account:
    """The lines in order of time, up to the due moment, with what they must add up to."""

    lines: tuple[Line, ...]
    total: timedelta
    due: datetime
    firm: bool
    term_source: str
    calendar_name: str
    calendar_version: str

    @property
    def counted(self) -> timedelta:
        """What the counted lines add up to; equal to `total`."""
        return sum((line.amount for line in self.lines if line.counted), NOTHING)

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; moments with +07:00, amounts as ISO 8601 durations."""
        return {
            "format": _FORMAT,
            "total": to_iso_duration(self.total),
            "due": self.due.isoformat(),
            "firm": self.firm,
            "term_source": self.term_source,
            "calendar": {"name": self.calendar_name, "version": self.calendar_version},
            "lines": [_line_to_json(line) for line in self.lines],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Account":
        """The account written by `to_json`. Raises ClockError for another format."""
        if data.get("format") != _FORMAT:
            raise ClockError(f"Unknown format of account: {data.get('format')}")
        return cls(
            lines=tuple(_line_from_json(line) for line in data["lines"]),
            total=from_iso_duration(data["total"]),
            due=_moment(data["due"]),
            firm=data["firm"],
            term_source=data["term_source"],
            calendar_name=data["calendar"]["name"],
            calendar_version=data["calendar"]["version"],
        )


def due_from_account(account: Account) -> datetime:
    """The due moment, computed again from the lines alone.

    The due moment ends the line in which the counted parts reach the total, or the rolled lines
    that follow it. Raises ClockError when lines overlap or do not add up.
    """
    reached, due, previous = NOTHING, None, None
    for line in account.lines:
        if line.end < line.start or (previous is not None and line.start < previous):
            raise ClockError("The lines of the account are not in order")
        previous = line.end
        if due is not None and reached == account.total and line.reason is not Reason.ROLLED:
            continue
        reached += line.amount if line.counted else NOTHING
        due = line.end if line.counted or line.reason is Reason.ROLLED else due
    if due is None or reached != account.total or account.counted != account.total:
        raise ClockError("The counted lines of the account do not add up to its term")
    return due


def _line_to_json(line: Line) -> dict[str, Any]:
    values: dict[str, Any] = {
        "from": line.start.isoformat(),
        "to": line.end.isoformat(),
        "counted": line.counted,
        "amount": to_iso_duration(line.amount),
        "reason": line.reason.value,
    }
    named = {"entry": line.entry, "source": line.source, "event": line.event}
    return values | {name: text for name, text in named.items() if text}


def _line_from_json(data: dict[str, Any]) -> Line:
    return Line(
        start=_moment(data["from"]),
        end=_moment(data["to"]),
        amount=from_iso_duration(data["amount"]),
        reason=Reason(data["reason"]),
        entry=data.get("entry", ""),
        source=data.get("source", ""),
        event=data.get("event", ""),
    )


def _moment(text: str) -> datetime:
    return local(datetime.fromisoformat(text))
