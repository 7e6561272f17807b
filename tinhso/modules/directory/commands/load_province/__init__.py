"""Loads the province that ships: areas of both structures, organisations, posts, calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.temporal import Stamp
from tinhso.modules.directory.commands.load_province import (
    areas,
    calendar,
    code_lists,
    organisations,
    people,
)
from tinhso.modules.directory.commands.stamps import move_calendars, move_tree
from tinhso.modules.directory.models import Area

Progress = Callable[[int, int], None]
STEPS = 5


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


@command(permission="directory.load_province", audits=("code", "until"))
def load_province(
    code: str = "38",
    *,
    progress: Progress | None = None,
    by: Actor,
    at: datetime,
    until: date | None = None,
) -> bool:
    """Load everything once; a second call changes nothing and answers False.

    `until` leaves out whatever took effect after that day: the province as it stood then, with
    people of that structure, on which the reorganisation of 1/7/2025 can be carried out.
    """
    if Area.objects.exists():
        return False
    tell = progress or _silent
    stamp = Stamp(by, at)
    tell(0, STEPS)
    made = areas.load(until=until, stamp=stamp)
    tell(1, STEPS)
    offices = organisations.load(code, made, until=until, stamp=stamp)
    tell(2, STEPS)
    officers = people.load(offices, until=until, stamp=stamp)
    tell(3, STEPS)
    days = calendar.load(stamp)
    lists = code_lists.load(stamp)
    tell(4, STEPS)
    move_calendars()
    move_tree()
    tell(STEPS, STEPS)
    note(
        subject=f"province:{code}",
        areas=len(made.ids),
        organisations=len(offices.ids),
        officers=officers,
        days=days,
        code_lists=lists,
    )
    return True
