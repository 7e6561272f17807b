"""Keeps on one worker of pytest-xdist what shares a costly start: made once, one at a time.

`--dist loadgroup` is meant for this, but xdist 3.8 writes the group to `_nodeid`, which pytest 9.2
no longer reads: the groups are lost without a word. This hook asks for the folder or file instead.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

# Each of these groups starts a province, or loads one, in a fixture of its session or its files.
TOGETHER = (
    ("tests/journeys/", "tests/reorganisation/"),
    ("tests/identity/",),  # one npm install
    ("tests/config/test_launch.py",),
    ("tests/config/test_backup_drill.py",),
    (
        "tinhso/modules/directory/tests/test_reorganisation.py",
        "tinhso/modules/directory/tests/test_loaded_areas.py",
        "tinhso/modules/directory/tests/test_calendars.py",
        "tinhso/modules/directory/tests/test_api.py",
        "tests/directory/",
    ),
)


class StartsTogether(LoadScopeScheduling):  # type: ignore[misc]
    """Every test goes where there is room; those with one start go together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group[0] for group in TOGETHER if nodeid.startswith(group)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> StartsTogether:
    """The scheduler of every run with workers."""
    return StartsTogether(config, log)
