"""How the launcher shows what it does: live bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tinhso.config.console import say

Report = Callable[[int, int], None]
_PLAIN_EVERY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One row of the table: who, what they do, and how to sign in as them."""

    name: str
    role: str
    user_name: str
    how: str


def line(text: str) -> None:
    """One plain line on standard output, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def step(title: str) -> Iterator[Report]:
    """Show a step while it runs; the value reports progress as (done, total)."""
    shown = _live(title) if sys.stdout.isatty() else _plain(title)
    with shown as report:
        yield report


@contextmanager
def _live(title: str) -> Iterator[Report]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(), transient=True) as bars:
        task = bars.add_task(title, total=None)
        started = time.monotonic()
        yield lambda done, total: bars.update(task, completed=done, total=total or None)
    line(f"✓ {title} ({time.monotonic() - started:.1f} s)")


@contextmanager
def _plain(title: str) -> Iterator[Report]:
    started = said = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > _PLAIN_EVERY_SECONDS:
            said = time.monotonic()
            line(f"  {title}: {done}/{total or '?'}")

    yield report
    line(f"✓ {title} ({time.monotonic() - started:.1f} s)")


def people_table(people: Sequence[SamplePerson]) -> None:
    """The sample people, as a table on a terminal and as tab-separated lines elsewhere."""
    headings = (
        say("Người mẫu", "Sample person"),
        say("Vai trò", "Role"),
        say("Tên đăng nhập", "User name"),
        say("Mật khẩu", "Password"),
    )
    rows = [(person.name, person.role, person.user_name, person.how) for person in people]
    if not rows:
        return
    if not sys.stdout.isatty():
        for row in (headings, *rows):
            line("\t".join(row))
        return
    table = Table(*headings)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def people_as_text(people: Sequence[SamplePerson]) -> str:
    """The table's rows for the pipe between the loading process and the launcher."""
    return json.dumps(
        [[person.name, person.role, person.user_name, person.how] for person in people]
    )


def people_from_text(text: str) -> list[SamplePerson]:
    """The reverse of `people_as_text`."""
    return [SamplePerson(*row) for row in json.loads(text or "[]")]
