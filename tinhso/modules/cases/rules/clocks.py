"""The clocks of a case: their stored form, and the rules of supplements, extensions, lateness.

All reckoning is the kernel's clock; here stands what the law adds. Sources: NĐ 118/2025/NĐ-CP as
amended by NĐ 309/2026/NĐ-CP, NĐ 61/2018/NĐ-CP Đ17–19 (rules that sector texts still follow),
QĐ 766/QĐ-TTg for the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from tinhso.kernel.clock import (
    ZONE,
    DueConvention,
    Event,
    Extended,
    Finished,
    Outcome,
    Paused,
    Received,
    Reckoning,
    Resumed,
    StartRule,
    Term,
    Unit,
    WorkCalendar,
    fixed_day,
    reckon,
    working_days,
)

# A supplement may be asked once the papers are in only within this time (NĐ 61/2018 Đ19.4).
SUPPLEMENT_WINDOW_DAYS = 3
SUPPLEMENT_WINDOW_SOURCE = "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 4"
# How often a promised date may be moved with an apology (NĐ 61/2018 Đ19.9).
EXTENSIONS_ALLOWED = 1
PLAIN = dict[str, Any]


def term_to_plain(term: Term) -> PLAIN:
    """JSON form of a term."""
    return {
        "amount": term.amount,
        "unit": term.unit.value,
        "start_rule": term.start_rule.value,
        "cutoff": term.cutoff.isoformat("minutes") if term.cutoff else None,
        "due_convention": term.due_convention.value,
        "source": term.source,
        "day": term.day.isoformat() if term.day else None,
    }


def term_from_plain(plain: Mapping[str, Any]) -> Term:
    """The term of its JSON form. Raises ValueError or ClockError when it is none."""
    cutoff, day = plain.get("cutoff"), plain.get("day")
    return Term(
        amount=int(plain["amount"]),
        unit=Unit(plain["unit"]),
        start_rule=StartRule(plain.get("start_rule", StartRule.NEXT_WORKING_DAY)),
        cutoff=time.fromisoformat(cutoff) if cutoff else None,
        due_convention=DueConvention(plain.get("due_convention", DueConvention.END_OF_DAY)),
        source=str(plain.get("source", "")),
        day=date.fromisoformat(day) if day else None,
    )


def event_to_plain(event: Event) -> PLAIN:
    """JSON form of one event of a clock."""
    at = event.at.astimezone(ZONE).isoformat()
    match event:
        case Received():
            return {"kind": "received", "at": at, "key": event.key}
        case Paused():
            return {
                "kind": "paused",
                "at": at,
                "key": event.key,
                "reason": event.reason,
                "source": event.source,
                "restarts": event.restarts,
            }
        case Resumed():
            return {"kind": "resumed", "at": at, "key": event.key}
        case Extended():
            return {
                "kind": "extended",
                "at": at,
                "key": event.key,
                "source": event.source,
                "term": term_to_plain(event.term),
            }
        case Finished():
            return {"kind": "finished", "at": at, "outcome": event.outcome.value}
        case _:
            raise TypeError(event)


def event_from_plain(plain: Mapping[str, Any]) -> Event:
    """The event of its JSON form. Raises KeyError or ValueError when it is none."""
    at = datetime.fromisoformat(plain["at"])
    match plain["kind"]:
        case "received":
            return Received(at, plain.get("key", ""))
        case "paused":
            return Paused(
                at,
                reason=plain.get("reason", ""),
                source=plain.get("source", ""),
                key=plain.get("key", ""),
                restarts=bool(plain.get("restarts", False)),
            )
        case "resumed":
            return Resumed(at, plain.get("key", ""))
        case "extended":
            return Extended(
                at,
                term_from_plain(plain["term"]),
                source=plain.get("source", ""),
                key=plain.get("key", ""),
            )
        case "finished":
            return Finished(at, Outcome(plain.get("outcome", Outcome.DONE)))
        case other:
            raise ValueError(f"unknown clock event {other}")


def reckon_plain(
    term: Mapping[str, Any],
    events: Iterable[Mapping[str, Any]],
    calendar: WorkCalendar,
    now: datetime,
) -> Reckoning:
    """Reckon a stored clock."""
    return reckon(term_from_plain(term), map(event_from_plain, events), calendar, now)


def extension_to(day: date, source: str) -> Term:
    """The term of an extension to a new promised day."""
    return fixed_day(day, source=source)


def last_moment_for_supplement(accepted_at: datetime, calendar: WorkCalendar) -> datetime:
    """Until when a supplement may be asked; after it the right to ask is gone."""
    term = working_days(SUPPLEMENT_WINDOW_DAYS, source=SUPPLEMENT_WINDOW_SOURCE)
    return reckon(term, [Received(accepted_at)], calendar, accepted_at).due


def open_pause_keys(events: Sequence[Mapping[str, Any]]) -> list[str]:
    """Keys of the pauses that have not ended."""
    keys: list[str] = []
    for event in events:
        if event["kind"] == "paused":
            keys.append(event.get("key", ""))
        elif event["kind"] == "resumed" and event.get("key", "") in keys:
            keys.remove(event.get("key", ""))
    return keys


@dataclass(frozen=True, slots=True)
class IndexVerdict:
    """How the index of QĐ 766/QĐ-TTg counts a dossier, apart from its due date."""

    on_time: bool
    reason: str


def index_verdict(
    *, finished_at: datetime, due_at: datetime, supplement_requests: int
) -> IndexVerdict:
    """On time for the index: finished by the due moment and at most one supplement request.

    The time of the one supplement is already outside the clock; a second request makes the dossier
    late, whatever its due date says.
    """
    if supplement_requests > 1:
        return IndexVerdict(on_time=False, reason="second_supplement")
    if finished_at > due_at:
        return IndexVerdict(on_time=False, reason="after_due")
    return IndexVerdict(on_time=True, reason="by_due")
