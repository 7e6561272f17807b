"""The search columns of a version, made in Python when it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tinhso.kernel.text import fold, sort_key
from tinhso.modules.procedures.queries import data_files
from tinhso.modules.procedures.rules import names


def search_columns(
    *,
    code: str,
    name: str,
    short_name: str,
    field_name: str,
    agency: str,
    results: Sequence[str],
    life_events: Sequence[str],
) -> dict[str, Any]:
    """Folded words by weight: name and everyday words first, then field, results, agency."""
    everyday = data_files.everyday_words().get(code, ())
    event_names = {row["code"]: row["name"] for row in data_files.csv_rows("life_events.csv")}
    more = [field_name, *results, *(event_names.get(event, "") for event in life_events), agency]
    initials = names.initials_of(short_name, names.public_name(name), field_name)
    return {
        "sort_key": sort_key(names.public_name(name))[:400],
        "search_name": fold(" . ".join([name, short_name, *everyday])),
        "search_more": fold(" . ".join(more))[:8_000],
        "search_joined": " ".join(names.joined(text) for text in (name, short_name, *everyday)),
        "search_initials": f" {' '.join(initials)} "[:300],
    }
