"""The words of each kind of message: the product's, or the province's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tinhso.modules.notifications import definitions
from tinhso.modules.notifications.errors import KindNotFound
from tinhso.modules.notifications.models import KindText


@dataclass(frozen=True, slots=True)
class Words:
    """Heading and text of a kind, in force now."""

    code: str
    title: str
    heading: str
    text: str
    places: dict[str, str]
    changed_at: datetime | None = None
    changed_by_name: str = ""

    @property
    def is_changed(self) -> bool:
        return self.changed_at is not None


def kind_of(code: str) -> definitions.MessageKind:
    """The declared kind. Raises KindNotFound."""
    kind = definitions.kinds().get(code)
    if kind is None:
        raise KindNotFound
    return kind


def words_of(code: str) -> Words:
    """The words in force. Raises KindNotFound. One query."""
    return _words(kind_of(code), KindText.objects.filter(kind=code).first())


def all_words() -> list[Words]:
    """The words of every kind, by title. One query."""
    changed = {row.kind: row for row in KindText.objects.all()}
    found = [_words(kind, changed.get(code)) for code, kind in definitions.kinds().items()]
    return sorted(found, key=lambda words: words.title)


def _words(kind: definitions.MessageKind, row: KindText | None) -> Words:
    return Words(
        code=kind.code,
        title=str(kind.title),
        heading=row.heading if row else str(kind.heading),
        text=row.text if row else str(kind.text),
        places={name: str(meaning) for name, meaning in kind.places.items()},
        changed_at=row.changed_at if row else None,
        changed_by_name=row.changed_by_name if row else "",
    )
