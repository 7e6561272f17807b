"""The page of background jobs: how often each is tried, and which run by themselves."""

from __future__ import annotations

from tinhso.config.schedule import SCHEDULE
from tinhso.kernel.jobs import Job, registry
from tools.reference.source import place_of, shipped
from tools.reference.table import code, first_sentence, page, table

_ABOUT = (
    "Jobs run in the background process (`tinhso worker`, started by `tinhso run`). Each may run"
    " again after a kill. The times are cron fields in UTC; Việt Nam is seven hours ahead."
)


def jobs_page() -> str:
    """Every registered job."""
    when = {entry.job_name: entry.cron for entry in SCHEDULE}
    rows = [
        _row(found, when.get(name, ""))
        for name, found in sorted(registry.items())
        if shipped(found.function)
    ]
    headings = ("Job", "What it does", "Queue", "Tries", "By itself", "File")
    return page("Background jobs", _ABOUT, table(headings, rows))


def _row(found: Job[...], cron: str) -> tuple[object, ...]:
    return (
        code(found.name),
        first_sentence(found.function.__doc__),
        found.queue,
        found.retry.attempts,
        code(cron),
        code(place_of(found.function)),
    )
