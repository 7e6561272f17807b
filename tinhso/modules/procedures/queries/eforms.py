"""E-forms bound to answers: what is asked, what was understood, what is wrong, how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tinhso.kernel.numerals import money, number, short_date
from tinhso.modules.directory import public as directory
from tinhso.modules.procedures.definitions.form import (
    Declaration,
    FormDefinition,
    Heading,
    LegalForm,
    Question,
    Say,
    Step,
)
from tinhso.modules.procedures.queries import catalogue
from tinhso.modules.procedures.queries.cards import PaperCard, VersionCard
from tinhso.modules.procedures.rules import answers as reading
from tinhso.modules.procedures.rules.conditions import holds

FOLDER = Path(__file__).parents[1] / "forms"


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of the person who applies, by source name (`account.full_name` …)."""

    values: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(slots=True)
class Shown:
    """One item of a step as it is drawn."""

    kind: str
    name: str = ""
    label: str = ""
    hint: str = ""
    value: Any = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    required: bool = False
    width: str = ""
    known: bool = False
    unit: str = ""
    tone: str = ""


@dataclass(slots=True)
class BoundForm:
    """A form with answers. `errors` by field, of the chosen step or of all; `cleaned` is JSON."""

    form: FormDefinition
    steps: list[tuple[Step, list[Shown]]]
    errors: dict[str, list[str]]
    cleaned: dict[str, Any]
    source: str = ""

    def as_html(self, step: int) -> SafeString:
        """The questions of the step (1 …) as accessible HTML, with errors at their fields."""
        definition, shown = self.steps[step - 1]
        return render_to_string(
            "procedures/eform_step.html",
            {"step": definition, "items": shown, "source": self.source},
        )


def form_for(version_id: int) -> FormDefinition:
    """The form of a version: the one written for its procedure, else the generic one."""
    version = catalogue.version_card(version_id)
    return _written().get(version.code) or generic_form(version)


@lru_cache(maxsize=1)
def _written() -> dict[str, FormDefinition]:
    found: dict[str, FormDefinition] = {}
    for path in sorted(FOLDER.glob("[a-z]*.yaml")):
        form = FormDefinition.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        found |= {code: form for code in form.procedures}
    return found


def generic_form(version: VersionCard) -> FormDefinition:
    """A correct form for a procedure without one: who applies, what for, and its list of papers."""
    who = Step(
        code="applicant",
        title="Người nộp hồ sơ",
        items=(
            Question(ask="applicant_name", kind="name", label="Họ, chữ đệm và tên", required=True,
                     prefill="account.full_name", personal=True),
            Question(ask="applicant_number", kind="personal_number", label="Số định danh cá nhân",
                     required=True, prefill="account.personal_number", personal=True),
            Question(ask="applicant_phone", kind="phone", label="Điện thoại", required=True,
                     prefill="account.phone", prefill_as="suggested", personal=True),
            Question(ask="applicant_address", label="Nơi cư trú", required=True,
                     prefill="account.address", prefill_as="suggested", personal=True, width="l"),
        ),
    )
    what = Step(
        code="request",
        title="Nội dung đề nghị",
        items=(
            Question(ask="request", kind="long_text", label="Nội dung đề nghị giải quyết",
                     hint="Viết ngắn gọn việc cần giải quyết", required=True,
                     limits={"maxLength": 2000}),
            Question(ask="note", kind="long_text", label="Điều cần nói thêm"),
            Declaration(declare="truthful",
                        text="Tôi cam đoan những điều khai trên đây là đúng sự thật"),
        ),
    )
    return FormDefinition(
        code="chung",
        title=version.public_name[:300],
        legal_form=LegalForm(name="Biểu mẫu chung", source="", wording="uncertain"),
        is_complete=False,
        steps=(who, what),
        replaces_papers=False,
    )


def bind(
    form: FormDefinition,
    answers: Mapping[str, Any],
    *,
    on: date,
    step: int | None = None,
    profile: Profile | None = None,
) -> BoundForm:
    """Read the answers. Whatever is sent gives errors or cleaned values, never an exception.

    With `step` only that step's errors are told; what the profile knows stands in for answers.
    """
    known = profile or Profile()
    given = {**_from_profile(form, known), **{str(k): v for k, v in answers.items()}}
    cleaned, errors = _read_all(form, given, on)
    steps = [(part, _shown(part, given, cleaned, errors, known, on)) for part in form.steps]
    if step is not None and 1 <= step <= len(form.steps):
        names = {item.name for item in steps[step - 1][1]}
        errors = {name: texts for name, texts in errors.items() if name in names}
    return BoundForm(form, steps, errors, cleaned, known.source)


def _from_profile(form: FormDefinition, profile: Profile) -> dict[str, Any]:
    return {
        question.ask: profile.values[question.prefill]
        for question in form.questions()
        if profile.values.get(question.prefill)
    }


def _read_all(
    form: FormDefinition, given: Mapping[str, Any], on: date
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    cleaned: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for part in form.steps:
        if not holds(part.show_if, cleaned, on):
            continue
        for question in _questions(part):
            if holds(question.show_if, cleaned, on):
                _read_one(question, given, cleaned, errors, on)
    for check in form.checks:
        if not errors.get(check.at) and not holds(check.holds, cleaned, on):
            errors.setdefault(check.at, []).append(check.message)
    return cleaned, errors


def _questions(part: Step) -> list[Question]:
    found = []
    for item in part.items:
        if isinstance(item, Question):
            found.append(item)
        elif isinstance(item, Declaration):
            found.append(
                Question(ask=item.declare, kind="check", label=item.text[:300], required=True,
                         show_if=item.show_if)
            )
    return found


def _read_one(
    question: Question,
    given: Mapping[str, Any],
    cleaned: dict[str, Any],
    errors: dict[str, list[str]],
    on: date,
) -> None:
    asked = reading.Asked(
        kind=question.kind,
        values=tuple(option.value for option in _options(question)),
        longest=int(question.limits.get("maxLength", 0)),
    )
    try:
        value = reading.read(asked, given.get(question.ask))
    except reading.UnfitError as unfit:
        errors[question.ask] = [_sentence(question, unfit.rule)]
        return
    needed = question.required or (
        question.require_if is not None and holds(question.require_if, cleaned, on)
    )
    if value in (None, False, "") and needed:
        errors[question.ask] = [_sentence(question, "required")]
    elif value is not None:
        problem = _bound_problem(question, value, on)
        if problem:
            errors[question.ask] = [problem]
        else:
            cleaned[question.ask] = value


def _bound_problem(question: Question, value: object, on: date) -> str:
    if question.past and isinstance(value, str) and value > on.isoformat():
        return _sentence(question, "past")
    if question.future and isinstance(value, str) and value < on.isoformat():
        return _sentence(question, "future")
    return ""


_SENTENCES = {
    "required": _("Nhập %(label)s"),
    "format": _("%(what)s chưa đúng dạng"),
    "past": _("%(what)s phải là một ngày đã qua, ví dụ 18/11/2026"),
    "future": _("%(what)s phải là một ngày sắp tới"),
}


def _sentence(question: Question, rule: str) -> str:
    if rule in question.messages:
        return question.messages[rule]
    if rule == "required" and question.kind == "check":
        return _("Đánh dấu ô “%(what)s”") % {"what": question.label}
    text = _SENTENCES.get(rule, _SENTENCES["format"])
    label = question.label
    lowered = label[0].lower() + label[1:] if label[1:2].islower() else label
    return text % {"label": lowered, "what": label}


def _options(question: Question) -> list[Any]:
    return list(question.options)


def _shown(
    part: Step,
    given: Mapping[str, Any],
    cleaned: Mapping[str, Any],
    errors: Mapping[str, list[str]],
    profile: Profile,
    on: date,
) -> list[Shown]:
    items: list[Shown] = []
    for item in part.items:
        if isinstance(item, Heading):
            items.append(Shown("heading", label=item.heading))
        elif isinstance(item, Say):
            items.append(Shown("say", label=item.say, tone=item.tone))
        elif isinstance(item, Question) and holds(item.show_if, cleaned, on):
            items.append(_shown_question(item, given, cleaned, errors, profile))
        elif isinstance(item, Declaration):
            items.append(
                Shown("check", item.declare, item.text, value=bool(cleaned.get(item.declare)),
                      errors=list(errors.get(item.declare, ())), required=True)
            )
    return items


def _shown_question(
    question: Question,
    given: Mapping[str, Any],
    cleaned: Mapping[str, Any],
    errors: Mapping[str, list[str]],
    profile: Profile,
) -> Shown:
    raw = given.get(question.ask, "")
    value = cleaned.get(question.ask, raw if isinstance(raw, str | bool) else "")
    is_known = question.prefill_as == "known" and bool(profile.values.get(question.prefill))
    return Shown(
        kind=question.kind,
        name=question.ask,
        label=question.label,
        hint=question.hint,
        value=text_of(question, value) if question.kind != "check" else bool(value),
        options=[(option.value, option.label) for option in question.options],
        errors=list(errors.get(question.ask, ())),
        required=question.required,
        width=question.width,
        known=is_known and not errors.get(question.ask),
        unit=question.unit,
    )


def text_of(question: Question, value: object) -> str:
    """An answer as a person reads it."""
    if value in (None, ""):
        return ""
    if question.kind in ("date",) and isinstance(value, str) and value[:4].isdigit():
        return short_date(date.fromisoformat(value))
    if question.kind == "money" and isinstance(value, int):
        return money(value)
    if question.kind == "number" and isinstance(value, int | float):
        return number(value)
    if question.kind in ("choice", "choices"):
        labels = {option.value: option.label for option in question.options}
        values = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(one), str(one)) for one in values)
    if question.kind == "yes_no":
        return _("Có") if value is True else _("Không")
    if question.kind == "commune" and isinstance(value, int):
        cards = directory.area_cards([value], date.today())  # noqa: DTZ011 - a name for reading
        return cards[value].full_name if value in cards else ""
    return str(value)


def summary(form: FormDefinition, answers: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Sections of (label, text) for reading and printing; empty answers are left out."""
    sections = []
    for part in form.steps:
        lines = [
            (question.label, text_of(question, answers.get(question.ask)))
            for question in _questions(part)
            if question.kind != "check" and answers.get(question.ask) not in (None, "")
        ]
        if lines:
            sections.append((part.title, lines))
    return sections


def required_papers(version_id: int, answers: Mapping[str, Any]) -> list[PaperCard]:
    """Papers to attach for these answers; the application itself is the form."""
    version = catalogue.version_card(version_id)
    form = _written().get(version.code)
    if form is not None and form.replaces_papers:
        return [
            PaperCard(
                code=paper.code, name=paper.name, originals=paper.originals, copies=paper.copies,
                required=paper.required, component_code=paper.component_code,
                form_code=paper.form_code, detail=paper.hint,
            )
            for paper in form.papers
        ]
    return [
        paper for paper in version.papers if not paper.is_application and not paper.shown_only
    ]
