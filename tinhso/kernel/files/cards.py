"""What others may know of a stored file, without opening it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from tinhso.kernel.files.content import title_of
from tinhso.kernel.files.errors import StoredFileNotFound
from tinhso.kernel.files.names import size_text
from tinhso.kernel.models import StoredFile


@dataclass(frozen=True, slots=True)
class StoredFileCard:
    """A stored file: `state` is pending, clean, infected or unscanned; `size` is in bytes."""

    id: int
    uuid: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    uploaded_at: datetime
    uploaded_by_id: int | None
    state: str
    is_released: bool
    """Whether it may be handed out: scanned clean, or the policy lets unscanned files go."""
    signature: str = ""

    @property
    def size_text(self) -> str:
        return size_text(self.size)

    @property
    def type_title(self) -> str:
        return title_of(self.media_type)


def file_card(file_id: int | UUID) -> StoredFileCard:
    """The card of a file by its id or public uuid. Raises StoredFileNotFound. One query."""
    key = Q(uuid=file_id) if isinstance(file_id, UUID) else Q(id=file_id)
    row = StoredFile.objects.filter(key).first()
    if row is None:
        raise StoredFileNotFound
    return card_of(row)


def file_cards(ids: Iterable[int | None]) -> dict[int, StoredFileCard]:
    """Cards by id, in bulk; ids that do not exist are left out. One query."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    return {row.id: card_of(row) for row in StoredFile.objects.filter(id__in=wanted)}


def card_of(row: StoredFile) -> StoredFileCard:
    """The card of a row already read."""
    return StoredFileCard(
        id=row.id,
        uuid=row.uuid,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        uploaded_at=row.uploaded_at,
        uploaded_by_id=row.uploaded_by_id,
        state=row.state,
        is_released=_is_released(row.state),
        signature=row.signature,
    )


def _is_released(state: str) -> bool:
    if state == StoredFile.State.UNSCANNED:
        return unscanned_are_released()
    return state == StoredFile.State.CLEAN


def unscanned_are_released() -> bool:
    """The policy: what the setting says; when it says nothing, only where there is no scanner."""
    chosen: bool | None = settings.RELEASE_UNSCANNED_FILES
    return settings.VIRUS_SCANNER == "none" if chosen is None else chosen
