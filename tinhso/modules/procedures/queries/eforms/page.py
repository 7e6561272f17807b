"""One step of a form as accessible HTML: works without a script, quicker with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict, ErrorList
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from tinhso.kernel import numerals
from tinhso.modules.identity import public as identity
from tinhso.modules.procedures.definitions.form import (
    Declaration,
    FormDefinition,
    Group,
    Heading,
    Item,
    Question,
    Say,
    Step,
    questions_of,
)
from tinhso.modules.procedures.queries.eforms.binding import (
    BoundForm,
    entries_of,
    is_required,
    suggested_value,
)
from tinhso.modules.procedures.queries.eforms.reading import answer_text, day_text
from tinhso.modules.procedures.rules.conditions import fields_of
from tinhso.ui.widgets import ComboInput, DateInput, Option, UnitInput

_RADIOS_UP_TO = 6


class AnswersForm(forms.Form):
    """The controls of a step. It validates nothing: errors come from the bound form."""

    def __init__(self, data: MultiValueDict[str, Any], errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__(data)
        self._errors = ErrorDict(
            {name: ErrorList(texts, renderer=self.renderer) for name, texts in errors.items()},
            renderer=self.renderer,
        )


class CommuneInput(ComboInput):
    """Type-ahead of communes that also says what the page showed."""

    template_name = "procedures/eform/commune.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = context["widget"]["text"] if value else ""
        return context

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ANN401
        name: str,
    ) -> tuple[str, str]:
        return str(data.get(name) or ""), str(data.get(f"{name}_text") or "")


@dataclass(frozen=True, slots=True)
class Known:
    """One thing shown instead of asked."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One visible part of a step, for the template. `kind` names the part."""

    kind: str
    text: str = ""
    tone: str = ""
    hint: str = ""
    field: BoundField | None = None
    decides: bool = False
    uncertain: bool = False
    group: Group | None = None
    entries: tuple[tuple[str, tuple[BoundField, ...]], ...] = ()
    can_add: bool = False


@dataclass(frozen=True, slots=True)
class StepPage:
    """A step ready to show. `form` is for `{% error_summary form %}` and the page's title."""

    step: Step
    index: int
    number: int
    total: int
    titles: tuple[str, ...]
    form: AnswersForm
    known: tuple[Known, ...]
    known_source: str
    parts: tuple[Part, ...]
    html: SafeString


def step_page(
    bound: BoundForm, index: int, *, shows_errors: bool = True, shows_marks: bool = False
) -> StepPage:
    """One step of a bound form as HTML (`.html`, without <form> and buttons). No query.

    `shows_marks` marks wording that is not official, for administrators. An index outside the
    visible steps gives the nearest one before.
    """
    visible = bound.visible_steps()
    places = [place for place, _step in visible]
    place = max((found for found in places if found <= index), default=places[0])
    step = bound.form.steps[place]
    form = _controls(bound, step, shows_errors=shows_errors)
    known = tuple(_known(bound, step))
    parts = tuple(_part(bound, form, item) for item in step.items if _is_asked(bound, item))
    context = {
        "parts": parts,
        "known": known,
        "known_source": bound.profile.source,
        "known_at": bound.profile.at,
        "shows_marks": shows_marks,
    }
    return StepPage(
        step=step,
        index=place,
        number=places.index(place) + 1,
        total=len(places),
        titles=tuple(shown.title for _place, shown in visible),
        form=form,
        known=known,
        known_source=bound.profile.source,
        parts=parts,
        html=render_to_string("procedures/eform/step.html", context),
    )


def _is_asked(bound: BoundForm, item: Item) -> bool:
    known = isinstance(item, Question) and item.ask in bound.known
    return bound.shows(item) and not known


def _known(bound: BoundForm, step: Step) -> list[Known]:
    found = []
    for question in questions_of(step):
        if question.ask not in bound.known:
            continue
        value = bound.known[question.ask]
        text = answer_text(question, value, bound.place_names)
        if question.kind == "personal_number":
            text = identity.masked(str(value))
        found.append(Known(question.label, text))
    return found


# -- controls ------------------------------------------------------------------------------------


def _controls(bound: BoundForm, step: Step, *, shows_errors: bool) -> AnswersForm:
    data: MultiValueDict[str, Any] = MultiValueDict()
    fields: dict[str, forms.Field] = {}
    for question in questions_of(step):
        if question.ask in bound.known or not bound.shows(question):
            continue
        raw = bound.raw.get(question.ask)
        if question.ask not in bound.raw:
            raw = suggested_value(question, bound.profile)
        fields[question.ask] = _field(bound, question, question.ask, bound.cleaned)
        _fill(bound, data, question, question.ask, raw)
    for item in step.items:
        if isinstance(item, Group) and bound.shows(item):
            _group_controls(bound, item, fields, data)
    errors = {name: texts for name, texts in bound.errors.items() if name in fields}
    errors |= _errors_of_groups(bound, step)
    form = AnswersForm(data, errors if shows_errors else {})
    form.fields.update(fields)
    return form


def _errors_of_groups(bound: BoundForm, step: Step) -> dict[str, list[str]]:
    """What is wrong with a whole group stands above the form."""
    wrong = [
        text
        for item in step.items
        if isinstance(item, Group)
        for text in bound.errors.get(item.group, [])
    ]
    return {"__all__": wrong} if wrong else {}


def _group_controls(
    bound: BoundForm,
    group: Group,
    fields: dict[str, forms.Field],
    data: MultiValueDict[str, Any],
) -> None:
    for place, entry in enumerate(shown_entries(bound, group)):
        for question in group.items:
            name = f"{group.group}.{place}.{question.ask}"
            fields[name] = _field(bound, question, name, {**bound.cleaned, **entry})
            _fill(bound, data, question, name, entry.get(question.ask))


def shown_entries(bound: BoundForm, group: Group) -> list[Mapping[str, Any]]:
    """The entries a page shows: those given, at least as many as must be, at least one."""
    entries = entries_of(bound.raw.get(group.group))[: group.at_most]
    return entries + [{}] * (max(group.at_least, 1) - len(entries))


def _field(
    bound: BoundForm, question: Question, name: str, answers: Mapping[str, Any]
) -> forms.Field:
    required = is_required(question, answers, bound.on)
    options: dict[str, Any] = {
        "label": question.label,
        "help_text": question.hint,
        "required": required,
        "widget": _widget(bound, question, name),
    }
    if question.kind in {"choice", "choices", "yes_no"}:
        kind = forms.MultipleChoiceField if question.kind == "choices" else forms.ChoiceField
        return kind(choices=_choices(question, required=required), **options)
    if question.kind == "check":
        return forms.BooleanField(**options)
    return forms.CharField(**options)


def _choices(question: Question, *, required: bool) -> list[tuple[str, str]]:
    if question.kind == "yes_no":
        return [("yes", "Có"), ("no", "Không")]
    choices = [(option.value, option.label) for option in question.options]
    as_select = question.kind == "choice" and len(choices) > _RADIOS_UP_TO
    return [("", "Chọn…" if required else ""), *choices] if as_select else choices


_WIDTHS = {"xs": "w-xs", "s": "w-s", "m": "w-m"}


def _widget(bound: BoundForm, question: Question, name: str) -> forms.Widget:  # noqa: C901
    attrs: dict[str, Any] = {"class": _WIDTHS.get(question.width, ""), "autocomplete": "off"}
    match question.kind:
        case "long_text":
            return forms.Textarea({**attrs, "rows": 4})
        case "date" | "date_or_year":
            return DateInput()
        case "number" | "money":
            return UnitInput(question.unit or ("đ" if question.kind == "money" else ""))
        case "choice":
            few = len(question.options) <= _RADIOS_UP_TO
            return forms.RadioSelect({"class": ""}) if few else forms.Select(attrs)
        case "choices":
            return forms.CheckboxSelectMultiple()
        case "yes_no":
            return forms.RadioSelect({"class": "inline"})
        case "check":
            return forms.CheckboxInput()
        case "commune":
            return _commune_widget(bound, name)
        case "phone" | "personal_number" | "tax_number" | "year" | "time":
            return forms.TextInput({**attrs, "class": "num w-s", "inputmode": "numeric"})
        case "email":
            return forms.EmailInput(attrs)
    return forms.TextInput(attrs)


def _commune_widget(bound: BoundForm, name: str) -> CommuneInput:
    widget = CommuneInput(reverse("procedures:communes"))
    widget.found = [
        Option(str(place.id), place.name, f"trước là {place.was}" if place.was else "")
        for place in bound.places.get(name, [])
    ]
    names = bound.place_names
    widget.label_of = lambda chosen: names.get(int(chosen), "") if str(chosen).isdecimal() else ""
    return widget


def _fill(
    bound: BoundForm, data: MultiValueDict[str, Any], question: Question, name: str, raw: object
) -> None:
    """Put an answer into the data of the page the way a person would have typed it."""
    if raw is None:
        return
    if question.kind == "choices":
        data.setlist(
            name, [str(item) for item in raw] if isinstance(raw, list | tuple) else [str(raw)]
        )
    elif question.kind == "commune":
        _fill_commune(bound, data, name, raw)
    elif question.kind == "check":
        if raw is True or str(raw).lower() in {"on", "yes", "true", "1"}:
            data[name] = "on"
    else:
        data[name] = _as_typed(question, raw)


def _fill_commune(bound: BoundForm, data: MultiValueDict[str, Any], name: str, raw: object) -> None:
    found = bound.cleaned.get(name)
    if isinstance(found, int):
        data[name], data[f"{name}_text"] = str(found), bound.place_names.get(found, "")
    else:
        data[name], data[f"{name}_text"] = "", str(raw)


def _as_typed(question: Question, raw: object) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, int | float) and question.kind in {"number", "money"}:
        return numerals.number(raw)
    text = str(raw)
    if question.kind in {"date", "date_or_year"} and text[:4].isdecimal() and "/" not in text:
        return day_text(text) if text.replace("-", "").isdecimal() else text
    return text


# -- parts ---------------------------------------------------------------------------------------


def _part(bound: BoundForm, form: AnswersForm, item: Item) -> Part:
    match item:
        case Heading():
            return Part("heading", text=item.heading)
        case Say():
            return Part("say", text=filled_text(item.say, bound), tone=item.tone)
        case Group():
            return _group_part(bound, form, item)
        case Declaration():
            decides = item.declare in deciding(bound.form)
            return Part(
                "field",
                field=form[item.declare],
                decides=decides,
                uncertain=item.wording == "uncertain",
            )
        case Question():
            return Part(
                "field",
                field=form[item.ask],
                decides=item.ask in deciding(bound.form),
                uncertain=item.wording == "uncertain",
            )
    raise TypeError(type(item).__name__)


def _group_part(bound: BoundForm, form: AnswersForm, group: Group) -> Part:
    entries = tuple(
        (
            f"{group.group}.{place}",
            tuple(form[f"{group.group}.{place}.{question.ask}"] for question in group.items),
        )
        for place in range(len(shown_entries(bound, group)))
    )
    return Part(
        "group",
        text=group.title,
        hint=group.hint,
        group=group,
        entries=entries,
        can_add=len(entries) < group.at_most,
        uncertain=group.wording == "uncertain",
    )


def filled_text(text: str, bound: BoundForm) -> str:
    """The text with `{field}` replaced by the answer, "…" where there is none."""
    for question in bound.form.questions():
        mark = "{" + question.ask + "}"
        if mark in text:
            value = bound.cleaned.get(question.ask)
            shown = "…" if value is None else answer_text(question, value, bound.place_names)
            text = text.replace(mark, shown)
    return text


def deciding(form: FormDefinition) -> frozenset[str]:
    """Names of answers on which something else in the form depends."""
    names: set[str] = set()
    for step in form.steps:
        names |= fields_of(step.show_if)
        for item in step.items:
            names |= fields_of(item.show_if)
            if isinstance(item, Question):
                names |= fields_of(item.require_if)
    return frozenset(names)
