"""When versions are in force: putting one in force, ending others, in both times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tinhso.modules.procedures.models import ProcedureVersion, VersionPeriod


def end_periods(
    periods: Iterable[VersionPeriod], day: date | None, *, at: datetime, reason: str
) -> None:
    """Let periods end on the day: the old rows are closed in record time, shorter ones written."""
    shorter: list[VersionPeriod] = []
    closed: list[VersionPeriod] = []
    for period in periods:
        closed.append(period)
        lower = period.validity.lower
        if day is not None and (lower is None or lower < day):
            shorter.append(
                VersionPeriod(
                    procedure_id=period.procedure_id,
                    version_id=period.version_id,
                    validity=DateRange(lower, day),
                    recorded=DateTimeTZRange(at, None),
                    reason=reason[:300],
                )
            )
        period.recorded = DateTimeTZRange(period.recorded.lower, at)
    VersionPeriod.objects.bulk_update(closed, ["recorded"], batch_size=1_000)
    VersionPeriod.objects.bulk_create(shorter, batch_size=1_000)


def put_in_force(
    version: ProcedureVersion,
    first: date | None,
    last: date | None = None,
    *,
    at: datetime,
    reason: str,
) -> None:
    """Put the version in force on [first, last): what held in that time ends before it.

    What held beyond `last` goes on after it.
    """
    current = list(
        VersionPeriod.objects.select_for_update().filter(
            procedure_id=version.procedure_id,
            recorded__upper_inf=True,
            validity__overlap=DateRange(first, last),
        )
    )
    after = [
        VersionPeriod(
            procedure_id=period.procedure_id,
            version_id=period.version_id,
            validity=DateRange(last, period.validity.upper),
            recorded=DateTimeTZRange(at, None),
            reason=reason[:300],
        )
        for period in current
        if last is not None and (period.validity.upper is None or period.validity.upper > last)
    ]
    end_periods(current, first, at=at, reason=reason)
    VersionPeriod.objects.bulk_create(after)
    VersionPeriod.objects.create(
        procedure_id=version.procedure_id,
        version=version,
        validity=DateRange(first, last),
        recorded=DateTimeTZRange(at, None),
        reason=reason[:300],
    )
