"""Edits of a form definition as plain data: each gives a new definition. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

Plain = dict[str, Any]


class NoSuchPlaceError(LookupError):
    """The definition has no such step or item."""


def item_at(definition: Mapping[str, Any], step: int, place: int) -> Plain:
    """One item. Raises NoSuchPlaceError."""
    return dict(_items(definition, step)[_within(_items(definition, step), place)])


def move_item(definition: Mapping[str, Any], step: int, place: int, *, up: bool) -> Plain:
    """Move an item one place; from the edge of a step into the step beside it."""
    new = deepcopy(dict(definition))
    items = _items(new, step)
    item = items.pop(_within(items, place))
    target = place + (-1 if up else 1)
    if 0 <= target <= len(items):
        items.insert(target, item)
        return new
    other = step + (-1 if up else 1)
    if not 0 <= other < len(new["steps"]):
        items.insert(place, item)
        return new
    beside = _items(new, other)
    beside.insert(len(beside) if up else 0, item)
    return _without_empty_steps(new)


def remove_item(definition: Mapping[str, Any], step: int, place: int) -> Plain:
    """The definition without an item; a step that becomes empty goes too."""
    new = deepcopy(dict(definition))
    items = _items(new, step)
    items.pop(_within(items, place))
    return _without_empty_steps(new)


def put_item(
    definition: Mapping[str, Any], step: int, item: Mapping[str, Any], place: int | None = None
) -> Plain:
    """Replace the item at a place, or add one at the end of the step (place None)."""
    new = deepcopy(dict(definition))
    items = _items(new, step)
    if place is None:
        items.append(dict(item))
    else:
        items[_within(items, place)] = dict(item)
    return new


def add_step(definition: Mapping[str, Any], code: str, title: str) -> Plain:
    """A new step before the last, with a heading that is to be replaced by questions."""
    new = deepcopy(dict(definition))
    step = {"code": code, "title": title, "items": [{"heading": title}]}
    new["steps"].insert(max(len(new["steps"]) - 1, 0), step)
    return new


def _items(definition: Mapping[str, Any], step: int) -> list[Any]:
    steps = definition.get("steps") or []
    if not 0 <= step < len(steps):
        raise NoSuchPlaceError(f"step {step}")
    items: list[Any] = steps[step]["items"]
    return items


def _within(items: list[Any], place: int) -> int:
    if not 0 <= place < len(items):
        raise NoSuchPlaceError(f"item {place}")
    return place


def _without_empty_steps(definition: Plain) -> Plain:
    kept = [step for step in definition["steps"] if step["items"]]
    return {**definition, "steps": kept or definition["steps"]}
