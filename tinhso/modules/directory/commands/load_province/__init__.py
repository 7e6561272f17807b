"""Loads the province that ships: areas of both structures, organisations, posts, calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.directory.commands.load_province import areas, calendar, organisations, people
from tinhso.modules.directory.models import Area, DirectoryStamp

Progress = Callable[[int, int], None]


@command(permission="directory.load_province", audits=("code",))
def load_province(
    code: str = "38",
    *,
    progress: Progress | None = None,
    by: Actor,
    at: datetime,
    until: date | None = None,
) -> bool:
    """Load everything once; a second call changes nothing and answers False.

    `until` leaves out what took effect after that day: the province as it stood then.
    """
    if Area.objects.exists():
        return False
    tell = progress or (lambda done, total: None)
    DirectoryStamp.objects.get_or_create(id=1, defaults={"calendars": 1, "tree": 1})
    made = areas.load(code, until=until, by=by, at=at)
    tell(1, 4)
    offices = organisations.load(code, made, until=until, by=by, at=at)
    tell(2, 4)
    people.load(offices, until=until, by=by, at=at)
    tell(3, 4)
    calendar.load(by=by, at=at)
    tell(4, 4)
    note(subject=f"province:{code}", areas=len(made.by_key))
    return True
