"""The JSON Schema of a form's answers (draft 2020-12), made from its definition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

from tinhso.modules.procedures.definitions.form import FormDefinition, Group, Question
from tinhso.modules.procedures.rules.answers import LONGEST

_TYPES: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string", "maxLength": LONGEST["text"]},
    "long_text": {"type": "string", "maxLength": LONGEST["long_text"]},
    "name": {"type": "string", "minLength": 2, "maxLength": LONGEST["name"]},
    "date": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "date_or_year": {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$"},
    "year": {"type": "integer", "minimum": 1800, "maximum": 2199},
    "time": {"type": "string", "pattern": r"^\d{2}:\d{2}$"},
    "number": {"type": "number"},
    "money": {"type": "integer", "minimum": 0},
    "choice": {"type": "string"},
    "choices": {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
    "yes_no": {"type": "boolean"},
    "check": {"const": True},
    "phone": {"type": "string", "pattern": r"^0\d{9,10}$"},
    "email": {"type": "string", "maxLength": LONGEST["email"]},
    "personal_number": {"type": "string", "pattern": r"^\d{12}$"},
    "tax_number": {"type": "string", "pattern": r"^\d{10}(-?\d{3})?$|^\d{12}$"},
    "commune": {"type": "integer", "minimum": 1},
}
# Keywords of JSON Schema a definition may set on an answer.
LIMITS = frozenset(
    {
        "minLength",
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
    }
)


def schema_of(question: Question) -> dict[str, Any]:
    """The schema of one answer."""
    made: dict[str, Any] = {"title": question.label, **_TYPES[question.kind]}
    if question.kind == "choice":
        made["enum"] = [option.value for option in question.options]
    if question.kind == "choices":
        made["items"] = {"enum": [option.value for option in question.options]}
    if question.limits.get("whole"):
        made["type"] = "integer"
    return made | {key: value for key, value in question.limits.items() if key in LIMITS}


def json_schema(form: FormDefinition) -> dict[str, Any]:
    """The schema of the answers of an expanded form; what is required depends on conditions.

    Only questions required whatever was answered are in `required`.
    """
    properties: dict[str, Any] = {}
    required: list[str] = []
    for step in form.steps:
        for item in step.items:
            if isinstance(item, Group):
                properties[item.group] = _group_schema(item)
    for question in form.questions():
        properties[question.ask] = schema_of(question)
    for step in form.steps:
        if step.show_if is not None:
            continue
        required += [
            item.ask
            for item in step.items
            if isinstance(item, Question) and item.required and item.show_if is None
        ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:tinhso:form:{form.code}",
        "title": form.title,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _group_schema(group: Group) -> dict[str, Any]:
    return {
        "title": group.title,
        "type": "array",
        "minItems": group.at_least,
        "maxItems": group.at_most,
        "items": {
            "type": "object",
            "properties": {question.ask: schema_of(question) for question in group.items},
            "required": [question.ask for question in group.items if question.required],
            "additionalProperties": False,
        },
    }


def broken_rules(question: Question, value: object) -> list[tuple[str, object]]:
    """(keyword, its bound) of each rule of the answer's schema that the value breaks."""
    validator = validator_of(question)
    return [(error.validator, error.validator_value) for error in validator.iter_errors(value)]


def validator_of(question: Question) -> Draft202012Validator:
    """The compiled validator of one question, kept."""
    key = id(question)
    kept = _kept.get(key)
    if kept is None or kept[0] is not question:
        if len(_kept) > 5_000:
            _kept.clear()
        kept = _kept[key] = (question, Draft202012Validator(schema_of(question)))
    return kept[1]


_kept: dict[int, tuple[Question, Draft202012Validator]] = {}
