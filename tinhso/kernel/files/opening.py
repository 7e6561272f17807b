"""Handing a file's bytes out: whole, checked, and only when they may go."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Self
from uuid import UUID

from tinhso.kernel.files.cards import StoredFileCard, file_card
from tinhso.kernel.files.errors import FileNotScanned, FileQuarantined
from tinhso.kernel.files.store import store
from tinhso.kernel.models import StoredFile


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A card and its bytes as a seekable stream; close it, or use it in a `with`."""

    card: StoredFileCard
    stream: BinaryIO

    def read(self) -> bytes:
        """All bytes from where the stream stands."""
        return self.stream.read()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stream.close()


def open_file(file_id: int | UUID) -> OpenedFile:
    """Open a file by its id or public uuid; the hash of all its bytes is checked before the first
    one is handed out.

    Whoever calls has decided that the reader may see it. Raises StoredFileNotFound,
    FileQuarantined, FileNotScanned, FileDamaged, FileStoreAway.
    """
    card = file_card(file_id)
    if card.state == StoredFile.State.INFECTED:
        raise FileQuarantined(name=card.name, signature=card.signature)
    if not card.is_released:
        raise FileNotScanned(name=card.name)
    return OpenedFile(card, store().open(card.sha256))
