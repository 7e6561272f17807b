"""What a province needs before the first visitor: the steps of loading it, in order.

Imported after Django is ready, in a process of the runtime role. A step may run again at any
start: it changes nothing when its work is done. `loaded` skips them all when nothing is new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from tinhso.kernel.actor import Actor, system_actor
from tinhso.modules.cases import public as cases
from tinhso.modules.directory import public as directory
from tinhso.modules.identity import public as identity
from tinhso.modules.procedures import public as procedures

Progress = Callable[[int, int], None]
"""`progress(done, total)`: call it as often as you like; total 0 means it is not known."""


class Loader(Protocol):
    """A command that a module offers for loading what it ships."""

    def __call__(self, *, progress: Progress, by: Actor, at: datetime) -> object:
        """Load, telling the progress; what it returns is not used."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what a person reads while it runs, and the function that does it."""

    vietnamese: str
    english: str
    loader: Loader

    def load(self, progress: Progress) -> None:
        """Run the loader now, as the launcher."""
        self.loader(progress=progress, by=system_actor("tinhso run"), at=timezone.now())


def steps() -> tuple[Step, ...]:
    """The steps of this installation; sample people only where the settings allow them."""
    always = (
        Step(
            "Địa bàn, cơ quan và cán bộ của tỉnh",
            "Areas, organisations and officers of the province",
            partial(directory.load_province, settings.PROVINCE, until=settings.PROVINCE_UNTIL),
        ),
        Step(
            "Danh mục thủ tục hành chính",
            "The catalogue of procedures",
            procedures.load_catalogue,
        ),
        Step("Quy trình giải quyết", "Processes", cases.load_processes),
    )
    if not settings.SAMPLE_ACCOUNTS:
        return always
    return (*always, Step("Người dùng mẫu", "Sample people", identity.load_sample_accounts))
