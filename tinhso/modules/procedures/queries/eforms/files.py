"""Form definitions shipped as YAML, the blocks they share, and code lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.modules.procedures.definitions.form import (
    Block,
    Condition,
    FormDefinition,
    Group,
    Heading,
    Item,
    Option,
    Question,
    Step,
)

FOLDER = Path(__file__).parents[2] / "forms"


class UnknownPartError(ValueError):
    """A definition names a block, a list or a question that does not exist."""


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, FormDefinition]:
    """Every shipped definition by code, as written (blocks not expanded)."""
    found = {}
    for path in sorted(FOLDER.glob("[a-z]*.yaml")):
        definition = FormDefinition.model_validate(yaml.safe_load(path.read_text("utf-8")))
        found[definition.code] = definition
    return found


@lru_cache(maxsize=1)
def blocks() -> Mapping[str, tuple[Question, ...]]:
    """The shared blocks of questions by name."""
    raw = yaml.safe_load((FOLDER / "_blocks.yaml").read_text("utf-8"))
    return {
        name: tuple(Question.model_validate(question) for question in questions)
        for name, questions in raw.items()
    }


@lru_cache(maxsize=1)
def lists() -> Mapping[str, tuple[Option, ...]]:
    """The code lists that `options_from` may name."""
    raw = yaml.safe_load((FOLDER / "_lists.yaml").read_text("utf-8"))
    return {name: tuple(_option(entry) for entry in entries) for name, entries in raw.items()}


def _option(entry: object) -> Option:
    """ "Kinh", {nam: Nam} or a full option."""
    if isinstance(entry, str):
        return Option(value=entry, label=entry)
    if isinstance(entry, Mapping) and len(entry) == 1:
        ((value, label),) = entry.items()
        return Option(value=str(value), label=str(label))
    return Option.model_validate(entry)


def expand(definition: FormDefinition) -> FormDefinition:
    """The definition with blocks as plain questions and lists as options.

    Raises UnknownPartError.
    """
    steps = tuple(
        step.model_copy(update={"items": tuple(_expanded(step.items))}) for step in definition.steps
    )
    return definition.model_copy(update={"steps": steps})


def _expanded(items: Iterable[Item]) -> Iterable[Item]:
    for item in items:
        if isinstance(item, Block):
            yield from _block(item)
        elif isinstance(item, Question):
            yield _with_options(item)
        elif isinstance(item, Group):
            inner = tuple(_with_options(question) for question in item.items)
            yield item.model_copy(update={"items": inner})
        else:
            yield item


def _with_options(question: Question) -> Question:
    if not question.options_from:
        return question
    if question.options_from not in lists():
        raise UnknownPartError(f"không có danh sách “{question.options_from}”")
    return question.model_copy(update={"options": lists()[question.options_from]})


def _block(block: Block) -> Iterable[Item]:
    if block.block not in blocks():
        raise UnknownPartError(f"không có khối “{block.block}”")
    questions = blocks()[block.block]
    names = {question.ask for question in questions}
    unknown = {*block.only, *block.without, *block.required} - names
    if unknown:
        raise UnknownPartError(f"khối “{block.block}” không có {', '.join(sorted(unknown))}")
    if block.title:
        yield Heading(heading=block.title, show_if=block.show_if)
    for question in questions:
        if (block.only and question.ask not in block.only) or question.ask in block.without:
            continue
        yield _with_options(_in_block(question, block, names))


def _in_block(question: Question, block: Block, names: set[str]) -> Question:
    prefill = question.prefill if question.prefill.startswith(f"{block.prefill}.") else ""
    own = renamed(question.show_if, names, block.name)
    return question.model_copy(
        update={
            "ask": f"{block.name}_{question.ask}",
            "label": question.label.replace("{of}", f" {block.of}" if block.of else ""),
            "messages": {
                rule: text.replace("{of}", f" {block.of}" if block.of else "")
                for rule, text in question.messages.items()
            },
            "required": question.required or question.ask in block.required,
            "prefill": prefill if block.prefill else "",
            "show_if": both(block.show_if, own),
            "require_if": renamed(question.require_if, names, block.name),
            "wording": "uncertain" if block.wording == "uncertain" else question.wording,
        }
    )


def both(first: Condition | None, second: Condition | None) -> Condition | None:
    """Both conditions at once."""
    if first is None or second is None:
        return first or second
    return {"all": [first, second]}


def renamed(condition: Any, names: set[str], prefix: str) -> Any:  # noqa: ANN401
    """The condition with the block's own names prefixed."""
    if isinstance(condition, Mapping):
        return {key: renamed(value, names, prefix) for key, value in condition.items()}
    if isinstance(condition, list | tuple):
        return [renamed(value, names, prefix) for value in condition]
    return (
        f"{prefix}_{condition}" if isinstance(condition, str) and condition in names else condition
    )


def question_names(step: Step) -> set[str]:
    """Names that a step's answers may have, groups included."""
    names: set[str] = set()
    for item in step.items:
        if isinstance(item, Question):
            names.add(item.ask)
        elif isinstance(item, Group):
            names.add(item.group)
        elif hasattr(item, "declare"):
            names.add(item.declare)
    return names
