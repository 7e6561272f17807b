"""Where arriving bytes wait: on the same disk as the store, hashed and counted while they come."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from django.conf import settings

from tinhso.kernel.files.errors import FileEmpty, FileTooLarge
from tinhso.kernel.files.folders import private_folder
from tinhso.kernel.files.names import size_text

PIECE = 256 * 1024


class Readable(Protocol):
    """Anything with `read(size)`: an open file, an UploadedFile, a BytesIO."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Spooled:
    """Bytes that arrived whole: their file, SHA-256 and size."""

    path: Path
    stream: BinaryIO
    sha256: str
    size: int


@contextmanager
def spooled(source: Readable, *, name: str, max_bytes: int) -> Iterator[Spooled]:
    """Copy the source to a private temporary file, stopping at the limit; gone afterwards.

    Raises FileTooLarge, FileEmpty with `name` in the sentence.
    """
    known = getattr(source, "size", None)
    if isinstance(known, int) and known > max_bytes:
        raise _too_large(name, size_text(known), max_bytes)
    folder = incoming_folder()
    with tempfile.NamedTemporaryFile(dir=folder, prefix="in-", delete=False) as file:
        path = Path(file.name)
        try:
            digest, size = _copy(source, file.file, name, max_bytes)
            if size == 0:
                raise FileEmpty(name=name)
            file.flush()
            os.fsync(file.fileno())
            with path.open("rb") as stream:
                yield Spooled(path, stream, digest, size)
        finally:
            path.unlink(missing_ok=True)


def incoming_folder() -> Path:
    """The folder of arriving files (mode 0700)."""
    return private_folder(Path(settings.HOME) / "files" / "incoming")


def _copy(source: Readable, target: IO[bytes], name: str, max_bytes: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        size += len(piece)
        if size > max_bytes:
            raise _too_large(name, f"> {size_text(max_bytes)}", max_bytes)
        digest.update(piece)
        target.write(piece)
    return digest.hexdigest(), size


def _too_large(name: str, size: str, max_bytes: int) -> FileTooLarge:
    return FileTooLarge(name=name, size=size, limit=size_text(max_bytes))
