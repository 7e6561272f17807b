"""Numbers without gaps: a series per office, kind and period."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import Conflict
from tinhso.kernel.models import NumberSeries


class SeriesClosed(Conflict):
    """The series ended, for example with its office."""

    code = "series_closed"
    message = _("Dãy số %(key)s đã khóa, không cấp số mới.")


def next_number(key: str, *, first: int = 1) -> int:
    """The next number of the series, from `first` upwards.

    Must run inside the transaction that uses the number: the row stays locked until it ends, so a
    rollback gives the number back and there is no gap. Raises SeriesClosed.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("next_number needs a transaction")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_numberseries (key, last, is_closed) VALUES (%s, %s, false)"
            " ON CONFLICT (key) DO UPDATE SET last = kernel_numberseries.last + 1"
            " WHERE NOT kernel_numberseries.is_closed RETURNING last",
            [key, first],
        )
        row = cursor.fetchone()
    if row is None:
        raise SeriesClosed(key=key)
    return int(row[0])


def close_series(prefix: str) -> int:
    """Close every series whose key starts with the prefix; return how many."""
    return NumberSeries.objects.filter(key__startswith=prefix, is_closed=False).update(
        is_closed=True
    )


def last_number(key: str) -> int:
    """The last number given, 0 when none."""
    return NumberSeries.objects.filter(key=key).values_list("last", flat=True).first() or 0
