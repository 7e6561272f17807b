"""Facts: announced by commands, kept in the outbox, heard by reactions after the commit.

    @dataclass(frozen=True)
    class CaseClosed(Event):
        case_id: int
        late: bool

    announce(CaseClosed(case_id=7, late=False), subject="case:7")

    @reacts_to(CaseClosed)
    def tell_the_applicant(event: CaseClosed, *, at: datetime) -> None: ...

The event and one delivery for each reaction are rows of the announcing transaction: a kill after
the commit loses nothing, a rollback announces nothing. See `tinhso.kernel.delivery`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from django.db import connection, transaction
from django.utils import timezone
from pydantic import TypeAdapter

from tinhso.kernel.models import EventDelivery, OutboxEvent


@dataclass(frozen=True)
class Event:
    """Base of all facts: frozen, past tense, ids and values only."""


E = TypeVar("E", bound=Event)


class Reaction(Protocol):
    """What a module does when it hears a fact; runs in a transaction of its own."""

    __module__: str
    __name__: str

    def __call__(self, event: Event, *, at: datetime) -> None: ...


_reactions: dict[str, list[str]] = {}
_functions: dict[str, Reaction] = {}
_adapters: dict[str, TypeAdapter[Event]] = {}
_classes: dict[str, type[Event]] = {}


def name_of(kind: type[Event]) -> str:
    """Stable name of an event: "cases.CaseClosed"."""
    parts = kind.__module__.split(".")
    module = (
        parts[2] if len(parts) > 2 and parts[1] == "modules" else parts[1 if len(parts) > 1 else 0]
    )
    return f"{module}.{kind.__name__}"


def reacts_to(kind: type[E]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a reaction: called at least once for each event, in order for each subject.

    Its effects on the database and the mark "done" are one transaction, so they happen exactly
    once; effects outside (mail, calls) must be enqueued as jobs there, not done in place.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        name = name_of(kind)
        key = f"{function.__module__}.{function.__name__}"
        _classes[name] = kind
        _functions[key] = function
        heard = _reactions.setdefault(name, [])
        if key not in heard:
            heard.append(key)
        return function

    return register


def reactions() -> dict[str, list[str]]:
    """Event names with the reactions that hear them; for the reference page and tests."""
    return {name: list(keys) for name, keys in sorted(_reactions.items())}


def reaction(key: str) -> Reaction:
    """The function registered under the key. Raises KeyError when it no longer exists."""
    return _functions[key]


def announce(event: Event, *, subject: str) -> None:
    """Keep the fact in the outbox of the running transaction.

    `subject` names the thing the fact is about ("case:7"): deliveries for one subject and one
    reaction keep their order, because the announcing command holds that thing's row lock.
    """
    announce_all([(event, subject)])


def announce_all(facts: Iterable[tuple[Event, str]]) -> None:
    """Keep many facts, each with its subject, in their order; two statements, not two for each."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("announce needs a transaction")
    now = timezone.now()
    rows = OutboxEvent.objects.bulk_create(
        (_row(event, subject, now) for event, subject in facts), batch_size=1_000
    )
    EventDelivery.objects.bulk_create(
        (
            EventDelivery(event=row, reaction=key, subject=row.subject, due_at=now)
            for row in rows
            for key in _reactions.get(row.name, [])
        ),
        batch_size=1_000,
    )


def _row(event: Event, subject: str, now: datetime) -> OutboxEvent:
    kind = type(event)
    name = name_of(kind)
    _classes.setdefault(name, kind)
    return OutboxEvent(
        name=name,
        subject=subject,
        payload=_adapter(kind).dump_python(event, mode="json"),
        announced_at=now,
    )


def revive(row: OutboxEvent) -> Event:
    """The event as its class. Raises KeyError when the class no longer exists."""
    return _adapter(_classes[row.name]).validate_python(row.payload)


def _adapter(kind: type[Event]) -> TypeAdapter[Event]:
    name = name_of(kind)
    if name not in _adapters:
        _adapters[name] = TypeAdapter(kind)
    return _adapters[name]
