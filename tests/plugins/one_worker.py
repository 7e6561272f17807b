"""Keeps what starts a province on one worker of pytest-xdist: each is started once, one at a time.

`--dist loadgroup` is meant for this, but xdist 3.8 writes the group to `_nodeid`, which pytest 9.2
no longer reads: the groups are lost without a word. This hook asks for the folder instead.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

PROVINCES = ("tests/journeys/", "tests/reorganisation/")


class ProvincesTogether(LoadScopeScheduling):  # type: ignore[misc]
    """Every test goes where there is room; those with a running province go together."""

    def _split_scope(self, nodeid: str) -> str:
        return PROVINCES[0] if nodeid.startswith(PROVINCES) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ProvincesTogether:
    """The scheduler of every run with workers."""
    return ProvincesTogether(config, log)
