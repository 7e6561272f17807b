"""What a later change of the calendar may do to a promise already printed."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.clock.moments import local
from tinhso.kernel.clock.reckoning import Reckoning


@dataclass(frozen=True, slots=True)
class Amendment:
    """One promise under an amended calendar.

    `due` is the one to keep. `needs_confirmation` says that the amended calendar gives an earlier
    moment, which only a person may adopt.
    """

    promised: datetime
    recomputed: datetime
    due: datetime
    needs_confirmation: bool

    @property
    def changes(self) -> bool:
        """Whether the promise moves, and the citizen must hear of it."""
        return self.due != self.promised


def amend(promised: datetime, recomputed: Reckoning, *, confirmed: bool = False) -> Amendment:
    """Weigh a printed promise against the reckoning under the amended calendar.

    Finished things keep their promise. A later moment is adopted; an earlier one only when a
    person `confirmed` it.
    """
    promised = local(promised)
    fresh = recomputed.due
    if not recomputed.state.is_open or fresh == promised:
        return Amendment(promised, fresh, promised, needs_confirmation=False)
    if fresh > promised or confirmed:
        return Amendment(promised, fresh, fresh, needs_confirmation=False)
    return Amendment(promised, fresh, promised, needs_confirmation=True)
