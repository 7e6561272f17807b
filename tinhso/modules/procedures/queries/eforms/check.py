"""The check report of a form: what is wrong, what is doubtful, and what is asked although known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from tinhso.kernel.text import fold
from tinhso.modules.procedures.definitions.form import (
    SOURCES,
    Block,
    Condition,
    Declaration,
    FormDefinition,
    Group,
    Item,
    Question,
    Say,
    Step,
    questions_of,
)
from tinhso.modules.procedures.queries.eforms import files
from tinhso.modules.procedures.queries.eforms.schema import LIMITS
from tinhso.modules.procedures.rules.conditions import problems

MOST_QUESTIONS = 7
_CHOICES = frozenset({"choice", "choices"})
_OWN_LIMITS = LIMITS | {"whole"}
_MARK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# The names by which forms call the person who applies, folded.
_APPLICANT = re.compile(
    r"^(applicant|requester|owner)_(?!own_)|"
    r"\b(nguoi yeu cau|nguoi nop|nguoi khai|nguoi de nghi|cua ban|chu dau tu|chu ho)\b"
)
# What a question is about, by the end of its name or the words of its label.
_ABOUT: tuple[tuple[str, str], ...] = (
    ("full_name", "account.full_name"),
    ("personal_number", "account.personal_number"),
    ("birth_date", "account.birth_date"),
    ("residence", "account.address"),
    ("phone", "account.phone"),
    ("email", "account.email"),
    ("sex", "account.sex"),
    ("ethnicity", "account.ethnicity"),
    ("nationality", "account.nationality"),
)
_WORDS: tuple[tuple[str, str], ...] = (
    ("ho chu dem", "account.full_name"),
    ("ho va ten", "account.full_name"),
    ("ho ten", "account.full_name"),
    ("so dinh danh", "account.personal_number"),
    ("so can cuoc", "account.personal_number"),
    ("ngai sinh", "account.birth_date"),
    ("noi cu tru", "account.address"),
    ("noi thuong tru", "account.address"),
    ("dien thoai", "account.phone"),
    ("thu dien tu", "account.email"),
    ("email", "account.email"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. An `error` keeps the form from being approved."""

    level: Literal["error", "warning", "note"]
    rule: str
    where: str
    text: str


def parsed(raw: object) -> tuple[FormDefinition | None, list[Finding]]:
    """A definition from plain data, or what is wrong with its shape."""
    try:
        return FormDefinition.model_validate(raw), []
    except ValidationError as wrong:
        return None, [
            Finding("error", "shape", ".".join(str(part) for part in error["loc"]), error["msg"])
            for error in wrong.errors()[:50]
        ]


def check(definition: FormDefinition) -> list[Finding]:
    """Everything found about a definition, errors first."""
    try:
        expanded = files.expand(definition)
    except (files.UnknownPartError, ValidationError) as wrong:
        return [Finding("error", "part", definition.code, str(wrong)[:300])]
    findings = [*_names(expanded), *_questions(expanded), *_conditions(expanded)]
    findings += [*_steps(expanded), *_known(expanded), *_wording(expanded), *_papers(expanded)]
    order = {"error": 0, "warning": 1, "note": 2}
    return sorted(findings, key=lambda finding: order[finding.level])


def errors_of(definition: FormDefinition) -> list[Finding]:
    """Only what keeps it from being used."""
    return [finding for finding in check(definition) if finding.level == "error"]


def _names(form: FormDefinition) -> Iterator[Finding]:
    seen: set[str] = set()
    for step in form.steps:
        for item in step.items:
            name = _name_of(item)
            if name and name in seen:
                yield Finding("error", "name_twice", name, f"Tên trường “{name}” dùng hai lần")
            seen.add(name)
    codes = [step.code for step in form.steps]
    for code in {code for code in codes if codes.count(code) > 1}:
        yield Finding("error", "name_twice", code, f"Hai bước cùng mã “{code}”")


def _name_of(item: Item) -> str:
    for attribute in ("ask", "group", "declare"):
        if hasattr(item, attribute):
            return str(getattr(item, attribute))
    return ""


def _all_questions(form: FormDefinition) -> Iterator[tuple[str, Question]]:
    for question in form.questions():
        yield question.ask, question
    for step in form.steps:
        for item in step.items:
            if isinstance(item, Group):
                for question in item.items:
                    yield f"{item.group}.{question.ask}", question


def _questions(form: FormDefinition) -> Iterator[Finding]:
    for where, question in _all_questions(form):
        if question.kind in _CHOICES and not question.options:
            yield Finding("error", "options", where, "Câu hỏi lựa chọn chưa có phương án")
        values = [option.value for option in question.options]
        if len(values) != len(set(values)):
            yield Finding("error", "options", where, "Hai phương án cùng giá trị")
        if question.prefill and question.prefill not in SOURCES:
            yield Finding("error", "prefill", where, f"Không có nguồn “{question.prefill}”")
        if "." in where and (question.kind == "commune" or question.prefill):
            yield Finding("error", "group", where, "Trong nhóm lặp không chọn xã, không điền sẵn")
        yield from _limits(where, question)


def _limits(where: str, question: Question) -> Iterator[Finding]:
    for name, value in question.limits.items():
        if name not in _OWN_LIMITS:
            yield Finding("error", "limits", where, f"Không có giới hạn “{name}”")
        elif name == "pattern":
            try:
                re.compile(str(value))
            except re.error as wrong:
                yield Finding("error", "limits", where, f"Mẫu không đọc được: {wrong}")
            if "pattern" not in question.messages:
                yield Finding("warning", "message", where, "Có mẫu nhưng chưa có câu báo lỗi riêng")
        elif name != "whole" and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield Finding("error", "limits", where, f"Giới hạn “{name}” cần một số")


def _conditions(form: FormDefinition) -> Iterator[Finding]:
    names = frozenset(question.ask for question in form.questions())
    for where, condition, extra in _all_conditions(form):
        for text in problems(condition, names | extra):
            yield Finding("error", "condition", where, text)


def _all_conditions(
    form: FormDefinition,
) -> Iterator[tuple[str, Condition | None, frozenset[str]]]:
    nothing: frozenset[str] = frozenset()
    for step in form.steps:
        yield step.code, step.show_if, nothing
        for item in step.items:
            yield _name_of(item) or step.code, item.show_if, nothing
            if isinstance(item, Question):
                yield item.ask, item.require_if, nothing
            if isinstance(item, Group):
                own = frozenset(question.ask for question in item.items)
                for question in item.items:
                    yield f"{item.group}.{question.ask}", question.show_if, own
                    yield f"{item.group}.{question.ask}", question.require_if, own
    for paper in form.papers:
        yield paper.code, paper.show_if, nothing
        yield paper.code, paper.require_if, nothing
    for rule in form.checks:
        yield rule.at, rule.holds, nothing


def _steps(form: FormDefinition) -> Iterator[Finding]:
    names = {question.ask for question in form.questions()}
    for step in form.steps:
        asked = [item for item in step.items if isinstance(item, Question | Group)]
        if len(asked) > MOST_QUESTIONS:
            text = f"{len(asked)} câu hỏi trong một bước, nhiều nhất {MOST_QUESTIONS}"
            yield Finding("warning", "too_many", step.code, text)
        for mark in sorted(_marks(step) - names):
            yield Finding("error", "say", step.code, f"Lời dẫn nhắc trường “{mark}” không có")
    for rule in form.checks:
        if rule.at not in names:
            yield Finding("error", "check", rule.at, f"Không có trường “{rule.at}”")
    last = form.steps[-1]
    if not any(isinstance(item, Declaration) for item in last.items):
        yield Finding("note", "declaration", last.code, "Bước cuối chưa có lời cam đoan")


def _marks(step: Step) -> set[str]:
    """Fields that the texts of a step repeat."""
    texts = [item.say for item in step.items if isinstance(item, Say)]
    return {mark for text in texts for mark in _MARK.findall(text)}


def _known(form: FormDefinition) -> Iterator[Finding]:
    """Declare once: what a source knows of the applicant is not asked again (ARC-10)."""
    for step in form.steps:
        for question in questions_of(step):
            source = source_that_knows(question)
            if source and question.prefill != source:
                text = f"Nguồn “{source}” đã có, không hỏi lại: đặt prefill: {source}"
                yield Finding("error", "asked_again", question.ask, text)


def source_that_knows(question: Question) -> str:
    """The source that can answer a question about the applicant; "" when none can."""
    if question.kind in _CHOICES and question.ask.endswith("relation"):
        return ""
    label = fold(question.label)
    if not _APPLICANT.search(question.ask) and not _APPLICANT.search(label):
        return ""
    for ending, source in _ABOUT:
        if question.ask.endswith(ending):
            return source
    for words, source in _WORDS:
        if label.startswith(words):
            return source
    return ""


def _wording(form: FormDefinition) -> Iterator[Finding]:
    if form.legal_form.wording == "uncertain":
        yield Finding("note", "wording", form.code, "[?] Chưa thấy mẫu chính thức của biểu mẫu")
    for where, question in _all_questions(form):
        if question.wording == "uncertain":
            yield Finding("note", "wording", where, f"[?] “{question.label[:80]}”")


def _papers(form: FormDefinition) -> Iterator[Finding]:
    codes = [paper.code for paper in form.papers]
    for code in {code for code in codes if codes.count(code) > 1}:
        yield Finding("error", "name_twice", code, f"Hai giấy tờ cùng mã “{code}”")
    for paper in form.papers:
        if paper.wording == "uncertain":
            yield Finding("note", "wording", paper.code, f"[?] “{paper.name[:80]}”")


def outline(definition: FormDefinition) -> list[Mapping[str, Any]]:
    """Steps and items as the designer lists them."""
    return [_outlined(place, step) for place, step in enumerate(definition.steps)]


def _outlined(place: int, step: Step) -> dict[str, Any]:
    items = [
        {
            "place": number,
            "kind": _kind_of(item),
            "name": _shown_name(item),
            "text": _shown_text(item),
        }
        for number, item in enumerate(step.items)
    ]
    return {"place": place, "code": step.code, "title": step.title, "items": items}


def _kind_of(item: Item) -> str:
    names = {"Question": "Câu hỏi", "Block": "Khối", "Group": "Nhóm lặp", "Heading": "Đề mục"}
    return {**names, "Say": "Lời dẫn", "Declaration": "Cam đoan"}[type(item).__name__]


def _shown_name(item: Item) -> str:
    return item.name if isinstance(item, Block) else _name_of(item)


def _shown_text(item: Item) -> str:
    if isinstance(item, Block):
        return f"{item.block} {item.of}".strip()
    for attribute in ("label", "title", "heading", "say", "text"):
        if hasattr(item, attribute):
            return str(getattr(item, attribute))
    return ""
