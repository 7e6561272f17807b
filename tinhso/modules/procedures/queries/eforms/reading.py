"""Answers as text: for reading, printing, and the officer's screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tinhso.kernel import numerals
from tinhso.modules.procedures.definitions.form import (
    Declaration,
    FormDefinition,
    Group,
    Heading,
    Question,
    Step,
)
from tinhso.modules.procedures.queries.eforms.places import commune_names
from tinhso.modules.procedures.rules.conditions import holds


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: the label and what was said. `is_personal`: mask it where not needed."""

    label: str
    text: str
    name: str = ""
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Answers that stand together under a title."""

    title: str
    lines: tuple[Line, ...]


def summary(
    form: FormDefinition, answers: Mapping[str, Any], on: date | None = None
) -> list[Section]:
    """The answers in the order of the form, in words. One query when a commune is among them.

    `on` names communes as of that day (their ids stay readable after they end).
    """
    places = _places(form, answers, on)
    day = on or date.max
    sections: list[Section] = []
    for step in form.steps:
        if holds(step.show_if, answers, day):
            sections += _sections(step, answers, day, places)
    return [section for section in sections if section.lines]


def _sections(
    step: Step, answers: Mapping[str, Any], on: date, places: Mapping[int, str]
) -> list[Section]:
    found: list[tuple[str, list[Line]]] = [(step.title, [])]
    for item in step.items:
        if not holds(item.show_if, answers, on):
            continue
        if isinstance(item, Heading):
            found.append((item.heading, []))
        elif isinstance(item, Question) and answers.get(item.ask) not in (None, "", []):
            found[-1][1].append(_line(item, answers[item.ask], places))
        elif isinstance(item, Declaration) and answers.get(item.declare):
            found[-1][1].append(Line(item.text, _("Đã xác nhận"), item.declare))
        elif isinstance(item, Group):
            found += _entries(item, answers.get(item.group), places)
            found.append((step.title, []))
    return [Section(title, tuple(lines)) for title, lines in found]


def _entries(
    group: Group, entries: object, places: Mapping[int, str]
) -> list[tuple[str, list[Line]]]:
    if not isinstance(entries, list):
        return []
    return [
        (
            f"{group.title} {number}" if len(entries) > 1 else group.title,
            [
                _line(question, entry[question.ask], places)
                for question in group.items
                if entry.get(question.ask) not in (None, "", [])
            ],
        )
        for number, entry in enumerate(entries, start=1)
        if isinstance(entry, Mapping)
    ]


def _line(question: Question, value: object, places: Mapping[int, str]) -> Line:
    return Line(
        question.label, answer_text(question, value, places), question.ask, question.personal
    )


def answer_text(question: Question, value: object, places: Mapping[int, str]) -> str:
    """One answer in words."""
    labels = {option.value: option.label for option in question.options}
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, list):
        return "; ".join(labels.get(str(item), str(item)) for item in value)
    if question.kind == "choice":
        return labels.get(str(value), str(value))
    writer = _WRITERS.get(question.kind)
    if writer is not None:
        return writer(question, value)
    if question.kind == "commune" and isinstance(value, int):
        return places.get(value, str(value))
    return str(value)


def _number_text(question: Question, value: object) -> str:
    if not isinstance(value, int | float):
        return str(value)
    if question.kind == "money":
        return numerals.money(int(value))
    return numerals.with_unit(value, question.unit) if question.unit else numerals.number(value)


def day_text(value: str) -> str:
    """ "2026-11-18" → "18/11/2026", "1990-05" → "05/1990", "1990" as it is."""
    return "/".join(reversed(value.split("-")))


def _day_text(_question: Question, value: object) -> str:
    return day_text(str(value))


def _phone_text(_question: Question, value: object) -> str:
    return numerals.phone(str(value))


_WRITERS: Mapping[str, Callable[[Question, object], str]] = {
    "date": _day_text,
    "date_or_year": _day_text,
    "number": _number_text,
    "money": _number_text,
    "phone": _phone_text,
}


def _places(form: FormDefinition, answers: Mapping[str, Any], on: date | None) -> dict[int, str]:
    ids = {
        answers[question.ask]
        for question in form.questions()
        if question.kind == "commune" and isinstance(answers.get(question.ask), int)
    }
    if not ids or on is None:
        return {}
    return commune_names(ids, on)
