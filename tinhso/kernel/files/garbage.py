"""Deleting files that nothing refers to any more, and contents that no file needs.

A row that another table points to by a foreign key can never go: the keys are found in the models,
and the database refuses in the end. Ids kept elsewhere (inside JSON, say) are told by a function
registered with `register_references`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import Field

from tinhso.kernel.files.locks import may_collect
from tinhso.kernel.files.spool import incoming_folder
from tinhso.kernel.files.store import store
from tinhso.kernel.models import StoredFile

logger = logging.getLogger(__name__)

GRACE = timedelta(days=1)
_BATCH = 1_000

References = Callable[[Collection[int]], Collection[int]]
_references: dict[str, References] = {}


@dataclass(frozen=True, slots=True)
class Collected:
    """What a run deleted: rows, contents, and leftovers of interrupted uploads."""

    files: int
    contents: int
    leftovers: int


def register_references(name: str, used_among: References) -> None:
    """Plug in: `used_among(ids)` gives back those ids that the module still uses.

    Needed only for ids that are not foreign keys. Registering a name again replaces it.
    """
    _references[name] = used_among


def collect_garbage(*, now: datetime, grace: timedelta = GRACE) -> Collected:
    """Delete unreferenced files older than the grace, then contents without a file."""
    files = 0
    last = 0
    while ids := list(
        StoredFile.objects.filter(id__gt=last, uploaded_at__lt=now - grace)
        .order_by("id")
        .values_list("id", flat=True)[:_BATCH]
    ):
        files += _delete_unused(ids)
        last = ids[-1]
    contents = sum(
        _collect(sha256) for sha256, put_at in store().contents() if put_at < now - grace
    )
    return Collected(files, contents, _leftovers(now, grace))


def _delete_unused(ids: list[int]) -> int:
    with transaction.atomic():
        # Locking the rows makes a command that is about to refer to one wait, then fail on its key.
        locked = set(
            StoredFile.objects.select_for_update(skip_locked=True)
            .filter(id__in=ids)
            .values_list("id", flat=True)
        )
        unused = locked - _by_foreign_key(locked)
        for used_among in _references.values():
            unused -= set(used_among(unused))
        StoredFile.objects.filter(id__in=unused)._raw_delete("default")
    return len(unused)


def _by_foreign_key(ids: set[int]) -> set[int]:
    used: set[int] = set()
    for field in referring_fields():
        values = field.model._base_manager.filter(**{f"{field.name}__in": ids})
        used |= set(values.values_list(field.attname, flat=True))
    return used


def referring_fields() -> list[Field[object, object]]:
    """Every foreign key of the product that points to a stored file."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, Field)
        and field.remote_field is not None
        and field.related_model is StoredFile
        and field.concrete
        and not field.many_to_many
    ]


def _collect(sha256: str) -> bool:
    with transaction.atomic():
        if not may_collect(sha256) or StoredFile.objects.filter(sha256=sha256).exists():
            return False
        store().delete(sha256)
    return True


def _leftovers(now: datetime, grace: timedelta) -> int:
    """Remove what killed uploads left in the folder of arriving files."""
    limit = min(now.timestamp(), time.time()) - grace.total_seconds()
    old = [path for path in incoming_folder().iterdir() if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
