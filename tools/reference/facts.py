"""The page of events: facts, who announces them, who reacts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from tinhso.kernel import events
from tools.reference.source import place_of, shipped, speakers
from tools.reference.table import code, codes, first_sentence, page, table

_ABOUT = (
    "Facts are kept in the outbox within the announcing transaction and reach each reaction after"
    " the commit, in order for each subject. A reaction that keeps failing leaves a dead letter."
)


def events_page() -> str:
    """Every event class of the product."""
    heard = events.reactions()
    rows = [
        (
            code(events.name_of(kind)),
            _said(kind),
            codes(field.name for field in fields(kind)),
            codes(speakers().get(kind.__name__, [])) or "nobody yet",
            codes(_short(key) for key in heard.get(events.name_of(kind), [])) or "nobody yet",
        )
        for kind in sorted(_kinds(events.Event), key=events.name_of)
    ]
    headings = ("Event", "What happened", "Carries", "Announced in", "Reactions")
    places = sorted({place_of(kind) for kind in _kinds(events.Event)})
    return page("Events and reactions", _ABOUT, table(headings, rows), f"Files: {codes(places)}.")


def _kinds(parent: type[events.Event]) -> Iterator[type[events.Event]]:
    for kind in parent.__subclasses__():
        if shipped(kind):
            yield kind
        yield from _kinds(kind)


def _said(kind: type[events.Event]) -> str:
    """Its docstring; dataclasses make one up from the fields where there is none."""
    return (
        "" if (kind.__doc__ or "").startswith(f"{kind.__name__}(") else first_sentence(kind.__doc__)
    )


def _short(key: str) -> str:
    return key.removeprefix("tinhso.modules.").removeprefix("tinhso.")
