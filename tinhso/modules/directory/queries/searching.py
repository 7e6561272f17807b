"""Search by words, with or without diacritics, over the folded column of a table."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet

from tinhso.kernel.text import tsquery

Q = TypeVar("Q", bound="QuerySet")  # type: ignore[type-arg]


def worded(rows: Q, text: str) -> Q:
    """Rows whose `search` column has every word typed, the last one perhaps half typed.

    Nothing typed finds nothing.
    """
    query = tsquery(text)
    if not query:
        return rows.none()
    found: Q = rows.annotate(words=SearchVector("search", config="simple")).filter(
        words=SearchQuery(query, config="simple", search_type="raw")
    )
    return found
