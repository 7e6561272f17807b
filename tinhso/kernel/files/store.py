"""The content store: bytes under their SHA-256, on the local disk or in an S3-compatible store.

One setting chooses (FILE_STORE): `disk`, or `s3://bucket/prefix?endpoint=https://…&region=…` with
the credentials in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from tinhso.kernel.files.errors import FileDamaged
from tinhso.kernel.files.folders import private_folder, sync_folder

PIECE = 1024 * 1024


class Store(Protocol):
    """Keeps contents. Putting the same content twice is the same as once."""

    def put(self, source: Path, sha256: str) -> None:
        """Take the bytes of `source` (which may be moved away) durably, before returning."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """The bytes as a seekable stream, their hash already checked. Raises FileDamaged."""
        ...

    def delete(self, sha256: str) -> None:
        """Forget the bytes; nothing when they are not there."""
        ...

    def contents(self) -> Iterator[tuple[str, datetime]]:
        """Every hash held, with the moment it was last put."""
        ...


class LocalStore:
    """A folder: ab/cd/abcd….  A name appears only when all its bytes are on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, source: Path, sha256: str) -> None:
        target = self.path(sha256)
        private_folder(target.parent)
        # Also when the name is taken: the same bytes again heal a content that was damaged.
        source.chmod(0o400)
        source.replace(target)
        sync_folder(target.parent)
        sync_folder(target.parent.parent)

    def open(self, sha256: str) -> BinaryIO:
        try:
            stream = self.path(sha256).open("rb")
        except FileNotFoundError:
            raise FileDamaged(sha256=sha256) from None
        if hash_of(stream) != sha256:
            stream.close()
            raise FileDamaged(sha256=sha256)
        stream.seek(0)
        return stream

    def delete(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)

    def contents(self) -> Iterator[tuple[str, datetime]]:
        for path in self.folder.glob("??/??/*"):
            yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def path(self, sha256: str) -> Path:
        """Where the content lies; also when it does not exist."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256


def hash_of(stream: BinaryIO) -> str:
    """SHA-256 of a stream from where it stands to its end."""
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def store() -> Store:
    """The store of this installation."""
    return _made(settings.FILE_STORE, Path(settings.HOME))


@cache
def _made(setting: str, home: Path) -> Store:
    if setting == "disk":
        return LocalStore(home / "files" / "content")
    if urlsplit(setting).scheme == "s3":
        # boto3 is an optional part of the installation, so only this branch may need it.
        made: Store = import_string("tinhso.kernel.files.s3.from_address")(setting)
        return made
    raise ImproperlyConfigured(f"TINHSO_FILE_STORE={setting}: chỉ nhận disk hoặc s3://…")
