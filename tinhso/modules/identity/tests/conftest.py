"""What the tests of the module share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tinhso.modules.identity.queries import rights


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Counters and rights that a process keeps must not reach the next test."""
    cache.clear()
    rights.forget()
    yield
    cache.clear()
    rights.forget()
