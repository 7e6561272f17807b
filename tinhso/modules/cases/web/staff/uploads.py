"""Files that officers attach: checked and kept before the command that uses them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from tinhso.kernel.actor import Actor
from tinhso.kernel.files import FileRules, StoredFileCard, content, store_file

PAPER_RULES = FileRules()
PDF_RULES = FileRules(media_types=frozenset({content.PDF}))


def stored(
    files: Iterable[UploadedFile], *, by: Actor, at: datetime, rules: FileRules = PAPER_RULES
) -> list[StoredFileCard]:
    """Keep the files; raises what `store_file` raises, naming the file."""
    return [
        store_file(file, name=file.name or "tep", allowed=rules, by=by, at=at) for file in files
    ]
