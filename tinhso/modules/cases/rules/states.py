"""The ten national states of a dossier, and which may follow which.

Codes and names: national portal (handbook 1.3). Business, finance, delivery and synchronisation
states are kept apart (TT 11/2025/TT-BKHCN, function 04): money that is owed or a result that has
not reached its owner never changes what was decided.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class State(IntEnum):
    """National state codes."""

    REGISTERED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    PROCESSING = 4
    SUPPLEMENT_ASKED = 5
    FEE_ASKED = 6
    WITHDRAWN = 7
    STOPPED = 8
    FINISHED = 9
    RETURNED = 10


class Finance(StrEnum):
    """What is owed and paid."""

    NONE = "none"
    OWED = "owed"
    PAID = "paid"
    REFUND_DUE = "refund_due"


class DeliveryState(StrEnum):
    """Where the result is; sent is not delivered."""

    NONE = "none"
    READY = "ready"
    SENT = "sent"
    DELIVERED = "delivered"


class Sync(StrEnum):
    """Whether the national portal knows the present state."""

    LOCAL = "local"
    PENDING = "pending"
    SYNCED = "synced"
    FAILED = "failed"


_NEXT: dict[State, frozenset[State]] = {
    State.REGISTERED: frozenset(
        {State.ACCEPTED, State.NOT_ACCEPTED, State.SUPPLEMENT_ASKED, State.WITHDRAWN}
    ),
    State.ACCEPTED: frozenset({State.PROCESSING, State.WITHDRAWN, State.STOPPED}),
    State.PROCESSING: frozenset(
        {
            State.SUPPLEMENT_ASKED,
            State.FEE_ASKED,
            State.WITHDRAWN,
            State.STOPPED,
            State.FINISHED,
        }
    ),
    State.SUPPLEMENT_ASKED: frozenset(
        {State.REGISTERED, State.PROCESSING, State.STOPPED, State.WITHDRAWN, State.NOT_ACCEPTED}
    ),
    State.FEE_ASKED: frozenset({State.PROCESSING, State.STOPPED, State.WITHDRAWN}),
    State.FINISHED: frozenset({State.RETURNED, State.PROCESSING}),
    State.NOT_ACCEPTED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.STOPPED: frozenset(),
    State.RETURNED: frozenset(),
}

OPEN = frozenset(
    {
        State.REGISTERED,
        State.ACCEPTED,
        State.PROCESSING,
        State.SUPPLEMENT_ASKED,
        State.FEE_ASKED,
    }
)
CLOCK_RUNS = frozenset({State.ACCEPTED, State.PROCESSING})
WAITS_FOR_APPLICANT = frozenset({State.SUPPLEMENT_ASKED, State.FEE_ASKED})
ENDED = frozenset(set(State) - OPEN)


def may_follow(now: State, then: State) -> bool:
    """Whether a dossier may go from one national state to the other."""
    return then in _NEXT[now]


def next_states(now: State) -> frozenset[State]:
    """The national states that may follow."""
    return _NEXT[now]
