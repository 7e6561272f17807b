"""A new key, and everything sealed again under it: in batches, resumable, while people work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.audit import AuditLine, record
from tinhso.kernel.crypto import keyring as keys
from tinhso.kernel.crypto.fields import EncryptedTextField
from tinhso.kernel.crypto.sealing import FORMAT, reseal

permissions.declare({"kernel.rotate_keys": _("Đổi khóa mã hóa dữ liệu")})

Progress = Callable[[str, int], None]
Reencryption = Callable[[int], int]
"""Seals up to so many rows again in one transaction and returns how many it did; 0 ends it."""

_others: dict[str, Reencryption] = {}


@dataclass(frozen=True, slots=True)
class RotationReport:
    """What a rotation did: rows sealed again by place ("identity_account.personal_number")."""

    active: str
    resumed: bool
    rows: dict[str, int] = field(default_factory=dict)


def reencrypts(place: str) -> Callable[[Reencryption], Reencryption]:
    """Register a place that keeps sealed texts outside an EncryptedTextField."""

    def register(function: Reencryption) -> Reencryption:
        _others[place] = function
        return function

    return register


def rotate(
    *, by: Actor, at: datetime, progress: Progress | None = None, batch: int = 500
) -> RotationReport:
    """Make a new key and seal every encrypted field again; go on where a killed run stopped.

    Old texts stay readable all the while, and old keys stay in the keyring for old backups. Not one
    transaction but one for each batch, hence not a @command: it leaves two audit lines of its own.
    Look-up hashes keep their key. Raises PermissionMissing.
    """
    permissions.require(by, "kernel.rotate_keys")
    resumed = keys.keyring().unfinished
    ring = keys.start_rotation(at)
    record(_line(by, at, "started", {"active": ring.active, "resumed": resumed}))
    report = RotationReport(ring.active, resumed)
    for place, step in _places():
        done = 0
        while count := step(batch):
            done += count
            if progress:
                progress(place, done)
        report.rows[place] = done
    keys.finish_rotation()
    record(_line(by, at, "done", {"active": ring.active, "rows": report.rows}))
    return report


def _places() -> Iterator[tuple[str, Reencryption]]:
    for model in apps.get_models():
        for column in model._meta.local_concrete_fields:
            if isinstance(column, EncryptedTextField) and model._meta.managed:
                yield f"{model._meta.db_table}.{column.column}", _of_field(model, column)
    yield from _others.items()


def _of_field(model: type[models.Model], column: EncryptedTextField) -> Reencryption:
    def step(batch: int) -> int:
        return _seal_again(model._meta.db_table, str(model._meta.pk.column), column, batch)

    return step


def _seal_again(table: str, key: str, column: EncryptedTextField, batch: int) -> int:
    """One batch. What a person changes meanwhile is sealed with the new key by that change."""
    quote = connection.ops.quote_name
    where, name, pk = quote(table), quote(str(column.column)), quote(key)
    current = f"{FORMAT}.{keys.keyring().active}.%"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {pk}, {name} FROM {where} WHERE {name} <> '' AND {name} NOT LIKE %s"  # noqa: S608 - names are ours
            f" LIMIT %s FOR UPDATE",
            [current, batch],
        )
        rows = [(row[0], reseal(row[1], column.purpose)) for row in cursor.fetchall()]
        cursor.executemany(
            f"UPDATE {where} SET {name} = %s WHERE {pk} = %s",  # noqa: S608
            [(sealed, row_id) for row_id, sealed in rows],
        )
    return len(rows)


def _line(by: Actor, at: datetime, outcome: str, facts: dict[str, object]) -> AuditLine:
    return AuditLine(
        at=at,
        actor_kind=by.kind,
        actor_name=by.name,
        account_id=by.account_id,
        officer_id=by.officer_id,
        organisation_id=by.organisation_id,
        position_title=by.position_title,
        address=by.address,
        action="kernel.rotate_keys",
        subject="keyring",
        outcome=outcome,
        code="",
        facts=facts,
    )
