"""Texts with named places, and which ways a message goes. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

# {case_code}: a name in single braces. Nothing else of Python's format language is understood, so a
# text kept in the database can never reach into an object.
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_STRAY = re.compile(r"[{}]")

INBOX = "inbox"
EMAIL = "email"


def places_of(text: str) -> frozenset[str]:
    """Names of the places in the text."""
    return frozenset(_PLACE.findall(text))


def problems_of(text: str, known: Collection[str]) -> tuple[str, ...]:
    """What is wrong with a text: names nobody fills (as `{name}`), braces that are no place."""
    unknown = sorted(places_of(text) - set(known))
    stray = _STRAY.findall(_PLACE.sub("", text))
    return (*(f"{{{name}}}" for name in unknown), *dict.fromkeys(stray))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled. Raises KeyError for a place without a value."""
    return _PLACE.sub(lambda place: values[place.group(1)], text)


def channels_for(
    *,
    offered: Iterable[str],
    switched_off: Collection[str],
    has_account: bool,
    has_email: bool,
    is_mandatory: bool,
) -> tuple[str, ...]:
    """The ways a message goes, in the order offered.

    The inbox cannot be switched off; other ways can, unless the message must arrive by law.
    """
    reachable = {INBOX: has_account, EMAIL: has_email}
    return tuple(
        way
        for way in offered
        if reachable.get(way, False) and (way == INBOX or is_mandatory or way not in switched_off)
    )
