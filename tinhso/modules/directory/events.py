"""Facts the directory announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tinhso.kernel.events import Event


@dataclass(frozen=True)
class PostBegan(Event):
    """An officer holds a position from that day; told on that day, not before."""

    officer_id: int
    position_id: int
    organisation_id: int
    on: date


@dataclass(frozen=True)
class PostEnded(Event):
    """An officer no longer holds a position from that day; told on that day, not before."""

    officer_id: int
    position_id: int
    organisation_id: int
    on: date


@dataclass(frozen=True)
class OrganisationTreeChanged(Event):
    """An organisation came, went or moved: what is kept of the tree is no longer true."""

    organisation_id: int
    on: date


@dataclass(frozen=True)
class OrganisationsReorganised(Event):
    """A reorganisation was executed: (before, after) ids of organisations, the default one each."""

    reorganisation_id: int
    on: date
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class CalendarChanged(Event):
    """Working hours or special days changed; None: of the whole province. Due days may move."""

    organisation_id: int | None
    first: date
    last: date | None
