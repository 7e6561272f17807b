"""What a province needs before the first visitor: the steps of loading it, in order.

Imported after Django is ready, in a process of the runtime role. Each step may run at every start:
it changes nothing when its work is done, and says so quickly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int], None]
"""`progress(done, total)`: call it as often as you like; total 0 means it is not known."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what a person reads while it runs, and the function that does it."""

    vietnamese: str
    english: str
    load: Callable[[Progress], None]


STEPS: tuple[Step, ...] = ()
