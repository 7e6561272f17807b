"""When versions are in force: putting one in force, ending others, in both times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import F, Func, Value

from tinhso.kernel.temporal import Span, Stamp, Timeline, date_range, span_of
from tinhso.kernel.temporal.timeline import RecordedLater
from tinhso.modules.procedures.models import ProcedureVersion, VersionPeriod


def end_periods(periods: Iterable[VersionPeriod], day: date | None, stamp: Stamp) -> None:
    """Let many periods end on the day (wholly, when None): closed, and written anew shorter.

    Three statements, whatever their number. Raises RecordedLater.
    """
    closed = list(periods)
    if any(period.recorded.lower > stamp.at for period in closed):
        raise RecordedLater
    VersionPeriod.objects.filter(pk__in=[period.pk for period in closed]).update(
        recorded=Func(
            Func(F("recorded"), function="lower"),
            Value(stamp.at),
            function="tstzrange",
            output_field=DateTimeRangeField(),
        )
    )
    VersionPeriod.objects.bulk_create(
        [
            VersionPeriod(
                procedure_id=period.procedure_id,
                version_id=period.version_id,
                validity=date_range(Span(period.valid_from, day)),
                recorded=stamp.recorded,
                recorded_by=stamp.by.name,
                decision=period.decision,
                end_decision=stamp.decision,
            )
            for period in closed
            if day is not None and (period.valid_from is None or period.valid_from < day)
        ],
        batch_size=1_000,
    )


def put_in_force(version: ProcedureVersion, span: Span, stamp: Stamp) -> None:
    """Put the version in force on every day of the span, whatever was in force there before."""
    Timeline(VersionPeriod, procedure_id=version.procedure_id).replace(
        span, {"version_id": version.pk}, stamp
    )


def known_periods(procedure_id: int) -> list[tuple[Span, VersionPeriod]]:
    """The current periods of a procedure with their versions and those they are based on."""
    periods = (
        VersionPeriod.objects.current()
        .filter(procedure_id=procedure_id)
        .select_related("version__based_on")
        .order_by("validity")
    )
    return [(span_of(period.validity), period) for period in periods]
