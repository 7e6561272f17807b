"""What the home page shows, asked of the modules below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache

from tinhso.modules.cases import public as cases
from tinhso.modules.procedures import public as procedures

DAYS = timedelta(days=30)
KEPT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """Figures of the thirty days to `cut_off`; shares from 0 to 1, None when there is nothing."""

    cut_off: datetime
    received: int
    done: int
    on_time_share: float | None
    online_share: float | None
    running: int
    running_late: int


def home_figures(now: datetime) -> HomeFigures:
    """Figures of the whole province; asked of the database every five minutes at most."""
    kept = cache.get("portal.home_figures")
    if isinstance(kept, HomeFigures):
        return kept
    found = cases.public_figures(start=now - DAYS, end=now)
    figures = HomeFigures(
        cut_off=now,
        received=found.received,
        done=found.done,
        on_time_share=found.on_time_share,
        online_share=found.online / found.received if found.received else None,
        running=found.running,
        running_late=found.running_late,
    )
    cache.set("portal.home_figures", figures, KEPT_SECONDS)
    return figures


def home_procedures(on: date) -> list[procedures.ProcedureCard]:
    """The procedures most used; two queries."""
    return procedures.most_used(on, limit=5)


@dataclass(frozen=True, slots=True)
class LifeEventTile:
    """One tile of the home page."""

    title: str
    about: str
    icon: str
    address: str


TILES = 8
# Icons of the look for those the catalogue names otherwise.
ICONS = {"house": "home", "vehicle": "pin", "leaf": "sprout", "scales": "shield"}


def life_event_tiles(on: date) -> list[LifeEventTile]:
    """The tiles “Theo việc trong đời”. Two queries."""
    return [
        LifeEventTile(
            event.name,
            event.note,
            ICONS.get(event.icon, event.icon or "list"),
            f"/thu-tuc/?viec={event.code}",
        )
        for event in procedures.life_event_cards(on)[:TILES]
    ]
