"""Data folders for tests that run a server of their own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tinhso.config.postgres.embedded import EmbeddedServer


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A folder that the server's system user can reach; pytest's own is closed to it."""
    folder = Path(tempfile.mkdtemp(prefix="tinhso "))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """`reachable_folder` for one test."""
    with reachable_folder() as folder:
        yield folder


@pytest.fixture
def home(open_folder: Path) -> Iterator[Path]:
    """A data folder with a space and Vietnamese letters in its path; its server stops after."""
    home = open_folder / "Dữ liệu tỉnh Thanh Hóa"
    yield home
    EmbeddedServer(home).stop()


@pytest.fixture
def server(home: Path) -> EmbeddedServer:
    """A running server of its own."""
    server = EmbeddedServer(home, durable=False)
    server.start()
    return server
