"""A form with answers: what they are, what is wrong with them, what may be seen. Never raises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from tinhso.modules.procedures.definitions.form import (
    Declaration,
    FormDefinition,
    Group,
    Item,
    PaperRule,
    Question,
    Step,
    questions_of,
)
from tinhso.modules.procedures.queries.eforms.places import (
    FoundPlace,
    commune_names,
    find_communes,
    the_one,
)
from tinhso.modules.procedures.queries.eforms.profile import Profile
from tinhso.modules.procedures.queries.eforms.schema import broken_rules
from tinhso.modules.procedures.queries.eforms.sentences import SENTENCES, sentence
from tinhso.modules.procedures.rules.answers import Asked, UnfitError, as_text, read
from tinhso.modules.procedures.rules.conditions import holds

_ATTACH = _("Đính kèm %(what)s")


@dataclass(slots=True)
class BoundForm:
    """A form, its answers and their errors.

    `errors` maps a field ("child_name", "members.0.full_name", "papers") to sentences; `cleaned`
    holds the answers of visible questions as JSON values; `known` those taken from the profile.
    """

    form: FormDefinition
    on: date
    step: int | None
    profile: Profile
    raw: Mapping[str, Any]
    cleaned: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    places: dict[str, list[FoundPlace]] = field(default_factory=dict)
    place_names: dict[int, str] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong with the answers looked at."""
        return not self.errors

    def shows(self, part: Step | Item | PaperRule) -> bool:
        """Whether the answers so far make it visible."""
        return holds(part.show_if, self.cleaned, self.on)

    def visible_steps(self) -> list[tuple[int, Step]]:
        """(index, step) of the steps that apply to these answers."""
        return [(place, step) for place, step in enumerate(self.form.steps) if self.shows(step)]

    def first_wrong_step(self) -> int | None:
        """The first step with an error; None when there is none."""
        for place, step in self.visible_steps():
            names = names_in(step)
            if any(error.split(".")[0] in names for error in self.errors):
                return place
        return None


def names_in(step: Step) -> set[str]:
    """Names of the answers a step asks for."""
    names = {question.ask for question in questions_of(step)}
    return names | {item.group for item in step.items if isinstance(item, Group)}


def bind(
    form: FormDefinition,
    answers: object,
    files: Mapping[str, object] | None = None,
    *,
    step: int | None = None,
    prefill: Profile | None = None,
    on: date,
) -> BoundForm:
    """Read the answers of a form: raw as posted or cleaned before, both are understood.

    With `step` only that step's answers are complained about. `files` maps paper codes to what was
    attached (truthy = there); None leaves papers out of it. One query for communes, at most.
    """
    raw = answers if isinstance(answers, Mapping) else {}
    bound = BoundForm(form, on, step, prefill or Profile(), raw)
    values, problems = _read_all(bound)
    _resolve_communes(bound, values, problems)
    _keep_visible(bound, values)
    for place, shown in bound.visible_steps():
        if step is None or place == step:
            _check_step(bound, shown, problems)
    _check_across(bound)
    if files is not None and step is None:
        _check_papers(bound, files)
    return bound


# -- reading -------------------------------------------------------------------------------------


def asked_of(question: Question) -> Asked:
    """What reading needs to know of the question."""
    return Asked(
        question.kind,
        tuple(option.value for option in question.options),
        whole=bool(question.limits.get("whole")),
        longest=_longest(question),
    )


def _longest(question: Question) -> int:
    wanted = question.limits.get("maxLength")
    return wanted if isinstance(wanted, int) and wanted > 0 else 0


def _read_all(bound: BoundForm) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Every answer read, whether visible or not, and the sentences about unreadable ones."""
    values: dict[str, Any] = {}
    problems: dict[str, list[str]] = {}
    for question in bound.form.questions():
        known = known_value(question, bound.profile)
        if known is not None:
            values[question.ask] = bound.known[question.ask] = known
            continue
        _read_one(question, bound.raw.get(question.ask), question.ask, values, problems)
    for step in bound.form.steps:
        for item in step.items:
            if isinstance(item, Group):
                values[item.group] = _read_group(bound, item, problems)
    return values, problems


def known_value(question: Question, profile: Profile) -> Any:  # noqa: ANN401 - a JSON value
    """What the profile knows of a question that is then not asked; None when it must be asked."""
    if not question.prefill or question.prefill_as != "known":
        return None
    return _profile_value(question, profile)


def suggested_value(question: Question, profile: Profile) -> Any:  # noqa: ANN401
    """What the profile puts into the field of a question that may be changed."""
    if not question.prefill or question.prefill_as != "suggested":
        return None
    return _profile_value(question, profile)


def _profile_value(question: Question, profile: Profile) -> Any:  # noqa: ANN401
    found = profile.value(question.prefill)
    if found is None:
        return None
    plain = found.isoformat() if isinstance(found, date) else found
    try:
        return read(asked_of(question), plain)
    except UnfitError:
        return None


def _read_one(
    question: Question,
    raw: object,
    name: str,
    values: dict[str, Any],
    problems: dict[str, list[str]],
) -> None:
    """Read one answer into values, or say why not."""
    key = name.rsplit(".", 1)[-1]
    try:
        value = read(asked_of(question), raw)
    except UnfitError as unfit:
        if question.kind == "commune" and unfit.rule == "commune":
            values[key] = _Typed(as_text(raw) or "")
            return
        problems[name] = [sentence(question, unfit.rule, **unfit.facts)]
        return
    if value is not None:
        values[key] = value


class _Typed(str):
    """The name of a commune as typed, to be looked up."""

    __slots__ = ()


def _read_group(
    bound: BoundForm, group: Group, problems: dict[str, list[str]]
) -> list[dict[str, Any]]:
    """The entries of a group; entries left wholly empty are dropped."""
    entries: list[dict[str, Any]] = []
    for raw in entries_of(bound.raw.get(group.group))[: group.at_most + 1]:
        values: dict[str, Any] = {}
        wrong: dict[str, list[str]] = {}
        prefix = f"{group.group}.{len(entries)}"
        for question in group.items:
            name = f"{prefix}.{question.ask}"
            _read_one(question, raw.get(question.ask), name, values, wrong)
            if isinstance(values.get(question.ask), _Typed):
                del values[question.ask]
                wrong[name] = [sentence(question, "commune")]
        if values or wrong:
            entries.append(values)
            problems.update(wrong)
    return entries


def entries_of(raw: object) -> list[Mapping[str, Any]]:
    """The entries of a group as posted or stored: a list, or a mapping of numbers."""
    if isinstance(raw, Mapping):
        numbered = [(str(key), value) for key, value in raw.items() if str(key).isdecimal()]
        raw = [value for _key, value in sorted(numbered, key=lambda pair: int(pair[0][:9]))]
    if not isinstance(raw, list | tuple):
        return []
    return [entry for entry in raw if isinstance(entry, Mapping)]


# -- communes ------------------------------------------------------------------------------------


def _resolve_communes(
    bound: BoundForm, values: dict[str, Any], problems: dict[str, list[str]]
) -> None:
    """Names typed become areas where one fits; ids must be communes of that day."""
    ids: set[int] = set()
    questions = [question for question in bound.form.questions() if question.kind == "commune"]
    for question in questions:
        value = values.get(question.ask)
        if isinstance(value, _Typed):
            _look_up(bound, question, str(value), values, problems)
        if isinstance(values.get(question.ask), int):
            ids.add(values[question.ask])
    if not ids:
        return
    bound.place_names |= commune_names(ids, bound.on)
    for question in questions:
        value = values.get(question.ask)
        if isinstance(value, int) and value not in bound.place_names:
            del values[question.ask]
            problems[question.ask] = [sentence(question, "commune")]


def _look_up(
    bound: BoundForm,
    question: Question,
    typed: str,
    values: dict[str, Any],
    problems: dict[str, list[str]],
) -> None:
    found = find_communes(typed, bound.on)
    meant = the_one(found, typed)
    del values[question.ask]
    if meant is not None:
        values[question.ask] = meant.id
        return
    bound.places[question.ask] = found
    rule = "commune_several" if found else "commune_none"
    problems[question.ask] = [sentence(question, rule, typed=typed[:60], count=len(found))]


# -- what may be seen ----------------------------------------------------------------------------


def _keep_visible(bound: BoundForm, values: Mapping[str, Any]) -> None:
    """Answers of visible questions only: hidden ones do not count, nor decide what is visible."""
    bound.cleaned = {name: value for name, value in values.items() if value not in (None, [])}
    for _round in range(12):
        visible = _visible_names(bound)
        kept = {name: value for name, value in bound.cleaned.items() if name in visible}
        if kept == bound.cleaned:
            break
        bound.cleaned = kept
    bound.known = {name: value for name, value in bound.known.items() if name in bound.cleaned}


def _visible_names(bound: BoundForm) -> set[str]:
    names: set[str] = set()
    for step in bound.form.steps:
        if not bound.shows(step):
            continue
        for item in step.items:
            if not bound.shows(item):
                continue
            if isinstance(item, Question):
                names.add(item.ask)
            elif isinstance(item, Declaration):
                names.add(item.declare)
            elif isinstance(item, Group):
                names.add(item.group)
    return names


# -- what is wrong -------------------------------------------------------------------------------


def _check_step(bound: BoundForm, step: Step, problems: Mapping[str, list[str]]) -> None:
    for question in questions_of(step):
        if bound.shows(question):
            _check_one(bound, question, question.ask, bound.cleaned, problems)
    for item in step.items:
        if isinstance(item, Group) and bound.shows(item):
            _check_group(bound, item, problems)


def _check_one(
    bound: BoundForm,
    question: Question,
    name: str,
    answers: Mapping[str, Any],
    problems: Mapping[str, list[str]],
) -> None:
    """The first rule the answer breaks; one sentence is enough."""
    if name in problems:
        bound.errors[name] = list(problems[name])
        return
    value = answers.get(question.ask)
    if value is None:
        if is_required(question, {**bound.cleaned, **answers}, bound.on):
            bound.errors[name] = [sentence(question, "required")]
        return
    if question.kind in {"date", "date_or_year"} and (
        wrong := _wrong_side(question, value, bound.on)
    ):
        bound.errors[name] = [sentence(question, wrong)]
        return
    for rule, limit in broken_rules(question, value)[:1]:
        shown = limit if isinstance(limit, int | float | str) else ""
        bound.errors[name] = [sentence(question, rule, bound=shown)]


def is_required(question: Question, answers: Mapping[str, Any], on: date) -> bool:
    """Whether an answer must be given, given the others."""
    if question.require_if is not None and holds(question.require_if, answers, on):
        return True
    return question.required


def _wrong_side(question: Question, value: str, on: date) -> str:
    """Which rule a date breaks by being on the wrong side of today."""
    today = on.isoformat()[: len(value)]
    if question.past and value > today:
        return "past"
    return "future" if question.future and value < today else ""


def _check_group(bound: BoundForm, group: Group, problems: Mapping[str, list[str]]) -> None:
    entries = bound.cleaned.get(group.group, [])
    for place, entry in enumerate(entries):
        for question in group.items:
            if holds(question.show_if, {**bound.cleaned, **entry}, bound.on):
                name = f"{group.group}.{place}.{question.ask}"
                _check_one(bound, question, name, entry, problems)
    for wrong, rule, limit in (
        (len(entries) < group.at_least, "group_least", group.at_least),
        (len(entries) > group.at_most, "group_most", group.at_most),
    ):
        if wrong:
            text = str(SENTENCES[rule])
            bound.errors[group.group] = [text % {"what": group.title, "bound": limit}]


def _check_across(bound: BoundForm) -> None:
    """Rules across fields, at the field they concern; not on top of another error there."""
    looked_at = _looked_at(bound)
    for check in bound.form.checks:
        if check.at not in looked_at or check.at in bound.errors or check.at not in bound.cleaned:
            continue
        if not holds(check.holds, bound.cleaned, bound.on):
            bound.errors[check.at] = [check.message]


def _looked_at(bound: BoundForm) -> set[str]:
    steps: Iterable[tuple[int, Step]] = bound.visible_steps()
    return {
        name
        for place, step in steps
        if bound.step is None or place == bound.step
        for name in names_in(step)
    }


def _check_papers(bound: BoundForm, files: Mapping[str, object]) -> None:
    missing = [
        rule.name
        for rule in visible_papers(bound.form, bound.cleaned, bound.on)
        if paper_required(rule, bound.cleaned, bound.on) and not files.get(rule.code)
    ]
    if missing:
        bound.errors["papers"] = [str(_ATTACH) % {"what": name} for name in missing]


def visible_papers(
    form: FormDefinition, answers: Mapping[str, Any], on: date
) -> Sequence[PaperRule]:
    """The papers these answers call for."""
    return [rule for rule in form.papers if holds(rule.show_if, answers, on)]


def paper_required(rule: PaperRule, answers: Mapping[str, Any], on: date) -> bool:
    """Whether a paper must be there."""
    if rule.require_if is not None:
        return holds(rule.require_if, answers, on)
    return rule.required
