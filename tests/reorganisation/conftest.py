"""A province of the structure before 1/7/2025, and the people of the journeys in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import as_, people
from tests.journeys.province import Province, running_province

__all__ = ["as_", "people"]


@pytest.fixture(scope="package")
def province() -> Iterator[Province]:
    """The running product, loaded as the province stood on the last day of the districts."""
    with running_province(until="2025-06-30") as province:
        yield province
