"""Which procedures there are, and which version of each is in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from tinhso.modules.procedures.errors import ProcedureNotFound, VersionNotFound
from tinhso.modules.procedures.models import (
    LifeEvent,
    Procedure,
    ProcedureVersion,
    ServiceField,
    VersionPeriod,
)
from tinhso.modules.procedures.queries import cards
from tinhso.modules.procedures.queries.cards import ProcedureCard, VersionCard


def in_force(on: date) -> QuerySet[ProcedureVersion]:
    """Versions in force on the day, as known now; with their procedures."""
    return ProcedureVersion.objects.filter(
        periods__validity__contains=on, periods__recorded__upper_inf=True
    ).select_related("procedure")


def version_in_force(code: str, on: date) -> VersionCard:
    """The version of a procedure in force on the day. One query. Raises ProcedureNotFound."""
    periods = VersionPeriod.objects.filter(
        procedure__code=code, validity__contains=on, recorded__upper_inf=True
    ).select_related("version__procedure")
    # No order: the database lets one period be in force on a day, and sorting invites poor plans.
    period = next(iter(periods), None)
    if period is None:
        raise ProcedureNotFound
    return cards.version_card(period.version, period)


def version_card(version_id: int) -> VersionCard:
    """A version by id, whatever its state. One query. Raises VersionNotFound."""
    found = version_cards([version_id])
    if version_id not in found:
        raise VersionNotFound
    return found[version_id]


def version_cards(version_ids: Iterable[int]) -> dict[int, VersionCard]:
    """Versions by id; unknown ids are left out. One query."""
    versions = ProcedureVersion.objects.filter(pk__in=set(version_ids)).select_related("procedure")
    return {version.pk: cards.version_card(version) for version in versions}


def procedure_cards(codes: Iterable[str], on: date) -> dict[str, ProcedureCard]:
    """Procedures by code as of the day; those not in force are left out. One query."""
    versions = in_force(on).filter(procedure__code__in=set(codes))
    return {version.procedure.code: cards.procedure_card(version) for version in versions}


def procedure(code: str) -> Procedure:
    """The identity by code. One query. Raises ProcedureNotFound."""
    found = Procedure.objects.filter(code=code).first()
    if found is None:
        raise ProcedureNotFound
    return found


def periods_of(code: str) -> list[VersionPeriod]:
    """Every current period of a procedure, the latest first. One query."""
    return list(
        VersionPeriod.objects.filter(procedure__code=code, recorded__upper_inf=True)
        .select_related("version")
        .defer("version__content")
        .order_by("-validity")
    )


def most_used(on: date, limit: int = 5) -> list[ProcedureCard]:
    """The procedures most used, the commonest first. One query."""
    versions = in_force(on).filter(procedure__weight__gt=0).order_by("-procedure__weight", "pk")
    return [cards.procedure_card(version) for version in versions[:limit]]


def life_events(on: date) -> list[tuple[LifeEvent, int]]:
    """Life events with the number of procedures under each. Two queries."""
    counts: dict[str, int] = {}
    for events in in_force(on).values_list("life_events", flat=True):
        for event in events:
            counts[event] = counts.get(event, 0) + 1
    return [(event, counts.get(event.code, 0)) for event in LifeEvent.objects.all()]


def fields(on: date) -> list[tuple[ServiceField, int]]:
    """Fields with the number of procedures in force in each, without empty ones. Two queries."""
    counts = dict(
        in_force(on)
        .order_by()
        .values_list("field_code")
        .annotate(number=Count("pk", distinct=True))
    )
    return [(row, counts[row.code]) for row in ServiceField.objects.all() if row.code in counts]


def count_in_force(on: date, *, where: Q | None = None) -> int:
    """How many procedures are in force on the day. One query."""
    return in_force(on).filter(where or Q()).count()
