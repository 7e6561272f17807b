"""What happened to the thing the clock measures, and the pauses this makes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.kernel.clock.moments import ClockError, local
from tinhso.kernel.clock.term import Term


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a moment; only the kinds below mean anything to the clock."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Received(Event):
    """The moment the term's rule speaks of: reception, payment or complete papers."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class Paused(Event):
    """The clock stops: a supplement, a fee, a suspension, an outage.

    With `restarts` the term begins again from zero when the pause ends; otherwise it continues.
    `key` pairs the pause with its end; several may be open at once.
    """

    reason: str = ""
    source: str = ""
    key: str = ""
    restarts: bool = False


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    """The pause with the same key ends."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class Extended(Event):
    """More time: an amount counted on from the old due moment, or a new fixed day."""

    term: Term
    source: str = ""
    key: str = ""


class Outcome(StrEnum):
    """How it ended. Only DONE is judged against the due moment."""

    DONE = "done"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Finished(Event):
    """The clock stops for good."""

    outcome: Outcome = Outcome.DONE


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause with both ends; `end` None is still open."""

    start: datetime
    end: datetime | None
    reason: str
    source: str
    key: str
    restarts: bool


@dataclass(frozen=True, slots=True)
class History:
    """The events in order, sorted by what they do to the clock."""

    received: Received
    pauses: tuple[Pause, ...]
    extensions: tuple[Extended, ...]
    finished: Finished | None


def read_history(events: Iterable[Event]) -> History:
    """Pair pauses with their ends.

    Raises ClockError when reception is missing or doubled, when a pause ends that is not open,
    opens twice, or ends before it begins.
    """
    # Stable: events of one moment keep the order in which they were given.
    ordered = sorted(events, key=lambda event: local(event.at))
    received = [event for event in ordered if isinstance(event, Received)]
    if len(received) != 1:
        raise ClockError("A clock starts once")
    finished = [event for event in ordered if isinstance(event, Finished)]
    return History(
        received=received[0],
        pauses=_pair_pauses(ordered),
        extensions=tuple(event for event in ordered if isinstance(event, Extended)),
        finished=finished[0] if finished else None,
    )


def _pair_pauses(ordered: list[Event]) -> tuple[Pause, ...]:
    waiting: dict[str, Paused] = {}
    pauses: list[Pause] = []
    for event in ordered:
        if isinstance(event, Paused):
            if event.key in waiting:
                raise ClockError(f"Pause '{event.key}' is already open")
            waiting[event.key] = event
        elif isinstance(event, Resumed):
            begun = waiting.pop(event.key, None)
            if begun is None:
                raise ClockError(f"Pause '{event.key}' is not open")
            pauses.append(_pause(begun, local(event.at)))
    pauses.extend(_pause(begun, None) for begun in waiting.values())
    return tuple(sorted(pauses, key=lambda pause: pause.start))


def _pause(begun: Paused, end: datetime | None) -> Pause:
    return Pause(local(begun.at), end, begun.reason, begun.source, begun.key, begun.restarts)
