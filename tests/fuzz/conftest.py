"""One house of people and things for each file of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.fuzz.people import House, open_house


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """People and things that stay as they are: every request is undone."""
    with open_house(django_db_blocker) as made:
        yield made
