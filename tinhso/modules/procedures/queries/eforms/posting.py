"""What a page of a form posted, as raw answers to keep and to bind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from tinhso.modules.procedures.definitions.form import (
    FormDefinition,
    Group,
    Question,
    Step,
    questions_of,
)

ADD, REMOVE, REFRESH = "_add", "_remove", "_refresh"
_ENTRY = re.compile(r"\.(\d{1,2})\.")


class Posted(Protocol):
    """What is needed of a QueryDict."""

    def getlist(self, key: str) -> list[str]: ...

    def get(self, key: str, default: str = "") -> Any: ...  # noqa: ANN401


def read_posted(
    form: FormDefinition, post: Posted | Mapping[str, Any], step: int
) -> dict[str, Any]:
    """Raw answers of one step: names the step asks for, nothing else.

    An answer emptied on the page comes as "" so that it replaces the old one. "_add" and "_remove"
    have been applied to the groups.
    """
    if not 0 <= step < len(form.steps):
        return {}
    shown = form.steps[step]
    found = {
        question.ask: _posted(post, question.ask, question) for question in questions_of(shown)
    }
    for item in shown.items:
        if isinstance(item, Group):
            found[item.group] = _entries(post, item)
    return found


def is_edit(post: Mapping[str, Any] | Posted) -> bool:
    """Whether the page only asks to add or remove an entry or to refresh, not to go on."""
    return any(post.get(name) for name in (ADD, REMOVE, REFRESH))


def _posted(post: Any, name: str, question: Question) -> Any:  # noqa: ANN401
    values = _list(post, name)
    if question.kind == "choices":
        return values
    if question.kind == "commune":
        return _commune(post, name, values)
    return values[-1] if values else ""


def _list(post: Any, name: str) -> list[Any]:  # noqa: ANN401
    if hasattr(post, "getlist"):
        return list(post.getlist(name))
    value = post.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _commune(post: Any, name: str, values: Sequence[Any]) -> Any:  # noqa: ANN401
    """A picked line first; then what a script chose; then the text, if a person changed it.

    The page also sends what it showed (`_was`, `_label`): without a script the hidden id stays the
    old one when the text is changed.
    """
    picked, chosen = _last(post, f"{name}_pick"), str(values[-1]) if values else ""
    if picked:
        return picked
    if f"{name}_text" not in post:
        return chosen
    typed = _last(post, f"{name}_text")
    if typed and chosen and chosen != _last(post, f"{name}_was"):
        return chosen
    return chosen if typed and typed == _last(post, f"{name}_label") else typed


def _last(post: Any, name: str) -> str:  # noqa: ANN401
    values = _list(post, name)
    return str(values[-1]).strip() if values else ""


def _entries(post: Any, group: Group) -> list[dict[str, Any]]:  # noqa: ANN401
    places = sorted({int(place) for place in _places(post, group)})[: group.at_most + 1]
    remove = str(post.get(REMOVE) or "")
    entries = [
        {
            question.ask: _posted(post, f"{group.group}.{place}.{question.ask}", question)
            for question in group.items
        }
        for place in places
        if remove != f"{group.group}.{place}"
    ]
    if str(post.get(ADD) or "") == group.group and len(entries) < group.at_most:
        entries.append({})
    return entries


def _places(post: Any, group: Group) -> list[str]:  # noqa: ANN401
    found = []
    for key in post:
        if isinstance(key, str) and key.startswith(f"{group.group}."):
            match = _ENTRY.search(key)
            if match:
                found.append(match.group(1))
    return found


def step_by_code(form: FormDefinition, code: str) -> tuple[int, Step] | None:
    """A step by its code."""
    return next(((place, step) for place, step in enumerate(form.steps) if step.code == code), None)
