"""Keeps the journeys on one worker of pytest-xdist, so that their province is started once.

`--dist loadgroup` is meant for this, but xdist 3.8 writes the group to `_nodeid`, which pytest 9.2
no longer reads: the groups are lost without a word. This hook asks for the folder instead.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

JOURNEYS = "tests/journeys/"


class JourneysTogether(LoadScopeScheduling):  # type: ignore[misc]
    """Every test goes where there is room; the journeys go together."""

    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith(JOURNEYS) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> JourneysTogether:
    """The scheduler of every run with workers."""
    return JourneysTogether(config, log)
