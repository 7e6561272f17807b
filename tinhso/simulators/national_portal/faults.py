"""What may go wrong on the way, so that the receiver can be proven against it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares from 0 to 1 of messages with each fault; `seed` makes a run repeatable."""

    duplicate: float = 0.0
    reorder: float = 0.0
    wrong_signature: float = 0.0
    late_seconds: float = 0.0
    answer_500: float = 0.0
    seed: int = 1

    def dice(self) -> random.Random:
        """The run's own random numbers."""
        return random.Random(self.seed)  # noqa: S311 - faults of a test, not a secret


def disturbed(messages: Sequence[T], faults: Faults) -> list[T]:
    """The messages as the network brings them: some twice, some in another order."""
    dice = faults.dice()
    sent: list[T] = []
    for message in messages:
        sent.append(message)
        if dice.random() < faults.duplicate:
            sent.append(message)
    for place in range(len(sent) - 1):
        if dice.random() < faults.reorder:
            other = dice.randrange(place, min(place + 4, len(sent)))
            sent[place], sent[other] = sent[other], sent[place]
    return sent
