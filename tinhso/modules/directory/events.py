"""Facts the directory announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tinhso.kernel.events import Event


@dataclass(frozen=True)
class PostBegan(Event):
    """An officer holds a position from that day."""

    officer_id: int
    position_id: int
    organisation_id: int
    on: date


@dataclass(frozen=True)
class PostEnded(Event):
    """An officer no longer holds a position from that day."""

    officer_id: int
    position_id: int
    organisation_id: int
    on: date


@dataclass(frozen=True)
class OrganisationsReorganised(Event):
    """A reorganisation was executed: (before, after) ids of organisations."""

    reorganisation_id: int
    on: date
    pairs: tuple[tuple[int, int], ...]
