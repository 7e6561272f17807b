"""The search columns of a version, made in Python when it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    more: Sequence[str],
) -> dict[str, Any]:
    """Folded words by weight: name and everyday words first, then field, more, agency.

    `more` are results and life events.
    """
    everyday = data_files.everyday_words().get(code, ())
    initials = names.initials_of(short_name, names.public_name(name), field_name)
    return {
        "sort_key": sort_key(names.public_name(name))[:400],
        "search_name": fold(" . ".join([name, short_name, *everyday])),
        "search_more": fold(" . ".join([field_name, *more, agency]))[:8_000],
        "search_joined": " ".join(names.joined(text) for text in (name, short_name, *everyday)),
        "search_initials": f" {' '.join(initials)} "[:300],
    }


def more_words(content: Mapping[str, Any], life_events: Sequence[str]) -> list[str]:
    """Names of results and life events."""
    names_of_events = data_files.life_event_names()
    return [result["name"] for result in content["results"]] + [
        names_of_events.get(event, "") for event in life_events
    ]
