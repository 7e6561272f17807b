"""What every test stands on: a migrated database per worker, the real roles, fixed moments."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connections
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from tests import database

pytest_plugins = [
    "tests.plugins.conformance",
    "tests.plugins.province",
    "tests.plugins.browser",
    "tests.plugins.one_worker",
]

# A shared machine may be slow at any moment; a deadline would fail tests that found nothing.
hypothesis_settings.register_profile("tinhso", deadline=None)
hypothesis_settings.load_profile("tinhso")

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def _use(name: str) -> None:
    connections["default"].close()
    connections.databases["default"]["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Clone the migrated template for this worker; tests connect with the runtime role."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    name = f"tinhso_test_{os.getpid()}_{worker}"
    with django_db_blocker.unblock():
        connections.databases["default"].update(database.clone_template(name))
        settings.DATABASES["default"].update(connections.databases["default"])
        connections["default"].settings_dict.update(connections.databases["default"])
        _use(name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        database.drop(name)


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of its own, for tests in which transactions really commit; gone afterwards."""
    before = str(connections["default"].settings_dict["NAME"])
    name = f"{before}_{os.urandom(3).hex()}"
    with django_db_blocker.unblock():
        database.clone_template(name)
        _use(name)
        try:
            yield name
        finally:
            connections.close_all()
            _use(before)
            database.drop(name)


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning in working time: 24/11/2026 is a holiday, so the week before."""
    return datetime(2026, 11, 17, 9, 0, tzinfo=VIETNAM)
