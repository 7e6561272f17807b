"""Counts for lists and menus: bounded, many in one query, or as PostgreSQL expects them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet


def counts_up_to(sources: Sequence[QuerySet[Any]], most: int) -> list[int]:
    """Counts of several query sets, each up to a bound, in ONE query."""
    counted: list[tuple[int, str, tuple[Any, ...]]] = []
    results = [0] * len(sources)
    for place, source in enumerate(sources):
        try:
            statement, values = source.order_by().values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        counted.append((place, statement, values))
    if not counted:
        return results
    parts = ", ".join(
        f"(SELECT count(*) FROM ({sql}) counted_{place})"  # noqa: S608 - compiled by the ORM
        for place, sql, _values in counted
    )
    everything = [value for _place, _sql, values in counted for value in values]
    with connections[sources[0].db].cursor() as cursor:
        cursor.execute(f"SELECT {parts}", everything)
        found = cursor.fetchone()
    for (place, _sql, _values), number in zip(counted, found, strict=True):
        results[place] = int(number)
    return results


def expected_count(source: QuerySet[Any]) -> int:
    """How many rows PostgreSQL's planner expects, from its statistics; nothing is counted."""
    try:
        statement, values = source.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connections[source.db].cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", values)
        found = cursor.fetchone()[0]
    plan = json.loads(found) if isinstance(found, str) else found
    return int(plan[0]["Plan"]["Plan Rows"])
