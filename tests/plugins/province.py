"""Thanh Hóa as it ships, loaded once for a test run; what a test changes there is rolled back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connections, transaction
from pytest_django.plugin import DjangoDbBlocker

from tests import database

LOADED_AT = datetime(2026, 1, 5, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)


def _use(name: str) -> None:
    connections["default"].close()
    connections.databases["default"]["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def loaded(
    blocker: DjangoDbBlocker,
    until: date | None,
    mark: str,
    then: Callable[[], object] | None = None,
) -> Iterator[str]:
    """A database with the province, after `then` was done there; dropped at the end."""
    # Django must be ready before the module can be imported.
    from tinhso.kernel.actor import system_actor  # noqa: PLC0415
    from tinhso.modules.directory.public import load_province  # noqa: PLC0415

    before = str(connections["default"].settings_dict["NAME"])
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    name = f"tinhso_test_{os.getpid()}_{worker}_{mark}"
    with blocker.unblock():
        database.clone_template(name)
        _use(name)
        try:
            load_province("38", by=system_actor("kiểm thử"), at=LOADED_AT, until=until)
            if then is not None:
                then()
        finally:
            _use(before)
    yield name
    with blocker.unblock():
        database.drop(name)


@contextmanager
def inside(name: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Use that database in a transaction that is rolled back at the end."""
    before = str(connections["default"].settings_dict["NAME"])
    with blocker.unblock():
        _use(name)
        try:
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
        finally:
            _use(before)


@pytest.fixture(scope="session")
def loaded_today(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Name of the database that holds the province of today."""
    yield from loaded(django_db_blocker, None, "today")


@pytest.fixture(scope="session")
def loaded_before(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Name of the database that holds the province as it stood on 30/6/2025."""
    yield from loaded(django_db_blocker, LAST_DAY_OF_DISTRICTS, "before")


@pytest.fixture
def thanh_hoa(loaded_today: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The province of today: 166 communes; changes are undone after the test."""
    with inside(loaded_today, django_db_blocker):
        yield


@pytest.fixture
def thanh_hoa_before(loaded_before: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The province of 30/6/2025: 26 districts, 547 communes; changes are undone after the test."""
    with inside(loaded_before, django_db_blocker):
        yield
