"""What the kernel's tests share: a data folder of their own, people who act."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tinhso.kernel.actor import Actor


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """A fresh data folder with the local content store and no scanner."""
    settings.HOME = tmp_path
    settings.FILE_STORE = "disk"
    settings.VIRUS_SCANNER = "none"
    settings.RELEASE_UNSCANNED_FILES = None
    return tmp_path


@pytest.fixture
def clerk() -> Actor:
    """A counter clerk who may nothing in particular."""
    return Actor(
        kind="officer",
        name="Trần Thị Hoa",
        account_id=41,
        officer_id=7,
        position_title="Công chức một cửa",
        organisation_id=3,
        assurance=2,
        address="127.0.0.1",
    )
