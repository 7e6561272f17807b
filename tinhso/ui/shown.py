"""What components show: small frozen shapes a view fills and a template hands to its component."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise
DueState = Literal["late", "soon", "plain", "held", "done"]


@dataclass(frozen=True, slots=True)
class Due:
    """A due chip: what it says ("Còn 4 giờ 50") and the moment behind it, for the tooltip."""

    state: DueState
    words: Text
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of one list, with its address; zero stays visible. `tone`: "", "soon" or "late"."""

    title: Text
    address: str
    count: int | str | None = None
    is_current: bool = False
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One place on the way here; the last one has no address."""

    title: Text
    address: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a form; a finished one may be gone back to."""

    title: Text
    address: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A cell of the facts strip or a line of a definition list."""

    name: Text
    value: Text
    note: Text = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A step of the citizen's timeline. `state`: done, pause, now, todo or stop."""

    state: Literal["done", "pause", "now", "todo", "stop"]
    title: Text
    when: Text = ""
    body: Text = ""
    link_text: Text = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the history: what happened, when, by whom; newest first."""

    title: Text
    at: datetime
    actor: Text = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """A step of the process strip. `state`: done, now or todo; `note`: holder and date."""

    name: Text
    state: Literal["done", "now", "todo"]
    note: Text = ""


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the why panel. `kind`: count, pause, holiday, off (weekend), received or end."""

    day: date
    kind: Literal["count", "pause", "holiday", "off", "received", "end"]
    words: Text = ""
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class ClockMeter:
    """A clock: its name, its chip, how much of the limit is used (0–100), the line below."""

    name: Text
    due: Due | None = None
    used_percent: float | None = None
    limit: Text = ""
    value: Text = ""
    link_text: Text = ""
    link: str = ""

    @property
    def meter_kind(self) -> str:
        """The meter takes the colour of the chip."""
        state = self.due.state if self.due else "plain"
        return {"late": "late", "soon": "warn", "held": "held"}.get(state, "")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure (KPI): equals the count of the list it leads to. `trend`: "", better or worse."""

    name: Text
    value: Text
    address: str = ""
    unit: Text = ""
    change: Text = ""
    trend: Literal["", "better", "worse"] = ""
    series: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile of the wall. `state`: "", warn or alarm; `status` only when not normal."""

    title: Text
    value: Text
    unit: Text = ""
    line: Text = ""
    source: Text = ""
    at: datetime | None = None
    state: Literal["", "warn", "alarm"] = ""
    status: Text = ""
    series: Sequence[float] = ()
    chart: Literal["line", "bars"] = "line"


@dataclass(frozen=True, slots=True)
class PaperAct:
    """An act of an attachment row: a link when it has an address, else a button of the form."""

    title: Text
    address: str = ""
    name: str = ""
    value: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """An attachment row, named after the paper, not the file.

    `state`: empty, vault (taken from a source), uploading, checked or refused.
    """

    name: Text
    state: Literal["empty", "vault", "uploading", "checked", "refused"]
    note: Text = ""
    percent: int | None = None
    acts: Sequence[PaperAct] = field(default_factory=tuple)
    anchor: str = ""
