"""The shape of an e-form definition: what a YAML file in forms/ may say.

A form has steps; a step has items: questions, blocks of questions used again (person, address,
business…), groups that repeat, headings, texts and declarations. Conditions are small
expressions (see rules/conditions.py): `{equals: [field, value]}`, `{all: […]}`,
`{is_minor: field}`…
The JSON Schema of the answers is made from the types and `limits` (see queries/json_schema.py).
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

Condition = dict[str, Any]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
Kind = Literal[
    "text",
    "long_text",
    "name",
    "date",
    "date_or_year",
    "year",
    "time",
    "number",
    "money",
    "choice",
    "choices",
    "yes_no",
    "phone",
    "email",
    "personal_number",
    "tax_number",
    "commune",
    "check",
]
# What an account (and, later, databases behind it) can tell of the person who applies.
SOURCES = (
    "account.full_name",
    "account.personal_number",
    "account.birth_date",
    "account.sex",
    "account.ethnicity",
    "account.nationality",
    "account.address",
    "account.commune",
    "account.phone",
    "account.email",
    "business.name",
    "business.number",
    "business.address",
    "business.commune",
    "business.representative",
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Part):
    value: str = Field(max_length=80)
    label: str = Field(max_length=300)
    note: str = ""


class Question(_Part):
    """One question. `limits` are JSON Schema keywords (maxLength, pattern, minimum…).

    `prefill` names a source; what the source knows is shown as text and not asked (`known`), or put
    into the field to be changed (`suggested`). `messages` replaces the sentence of a rule
    (required, format, past, future, and each keyword of `limits`). `wording: uncertain` marks a
    label whose official wording we have not seen; administrators see "[?]" there.
    """

    ask: Name
    kind: Kind = "text"
    label: str = Field(min_length=1, max_length=300)
    hint: str = Field(default="", max_length=500)
    required: bool = False
    show_if: Condition | None = None
    require_if: Condition | None = None
    options: tuple[Option, ...] = ()
    options_from: str = ""
    limits: dict[str, Any] = Field(default_factory=dict)
    past: bool = False
    future: bool = False
    unit: str = ""
    width: Literal["", "xs", "s", "m", "l"] = ""
    prefill: str = ""
    prefill_as: Literal["known", "suggested"] = "known"
    personal: bool = False
    messages: dict[str, str] = Field(default_factory=dict)
    wording: Literal["official", "uncertain"] = "official"


class Block(_Part):
    """Questions of forms/_blocks.yaml under names that begin with `name`."""

    block: Name
    name: Name
    title: str = ""
    of: str = Field(default="", max_length=120)
    """Whose data it is, put into the labels: "của mẹ"."""
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    prefill: Literal["", "account", "business"] = ""
    show_if: Condition | None = None
    wording: Literal["official", "uncertain"] = "official"


class Group(_Part):
    """Questions that may be answered several times (members, animals, lines of business)."""

    group: Name
    title: str
    hint: str = ""
    add_label: str = "Thêm"
    items: tuple[Question, ...] = Field(min_length=1, max_length=7)
    at_least: int = Field(default=0, ge=0, le=20)
    at_most: int = Field(default=10, ge=1, le=20)
    show_if: Condition | None = None
    wording: Literal["official", "uncertain"] = "official"


class Heading(_Part):
    heading: str = Field(max_length=200)
    show_if: Condition | None = None


class Say(_Part):
    """A text; `{field}` in it is replaced by the answer."""

    say: str = Field(max_length=1_000)
    tone: Literal["plain", "info", "warn"] = "plain"
    show_if: Condition | None = None


class Declaration(_Part):
    """A sentence the applicant must confirm."""

    declare: Name
    text: str = Field(max_length=1_000)
    show_if: Condition | None = None
    wording: Literal["official", "uncertain"] = "official"


def _fields_set(value: object) -> Container[str]:
    return value.model_fields_set if isinstance(value, BaseModel) else ()


def _kind_of_item(value: object) -> str:
    keys: Container[str] = value if isinstance(value, dict) else _fields_set(value)
    for key in ("ask", "block", "group", "heading", "say", "declare"):
        if key in keys:
            return key
    return "ask"


Item = Annotated[
    Annotated[Question, Tag("ask")]
    | Annotated[Block, Tag("block")]
    | Annotated[Group, Tag("group")]
    | Annotated[Heading, Tag("heading")]
    | Annotated[Say, Tag("say")]
    | Annotated[Declaration, Tag("declare")],
    Discriminator(_kind_of_item),
]


class Step(_Part):
    code: Name
    title: str = Field(min_length=1, max_length=120)
    lead: str = ""
    items: tuple[Item, ...] = Field(min_length=1)
    show_if: Condition | None = None


class PaperRule(_Part):
    """One paper this form asks for. `component_code` links it to the national component."""

    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-~]{0,79}$")
    name: str = Field(min_length=1, max_length=300)
    hint: str = ""
    component_code: str = ""
    form_code: str = ""
    originals: int = Field(default=1, ge=0)
    copies: int = Field(default=0, ge=0)
    required: bool = True
    show_if: Condition | None = None
    require_if: Condition | None = None
    wording: Literal["official", "uncertain"] = "official"


class Check(_Part):
    """A rule across fields: `holds` must be true; the message stands at the field `at`."""

    holds: Condition
    at: Name
    message: str


class LegalForm(_Part):
    """The official form this one follows."""

    name: str
    source: str
    wording: Literal["official", "uncertain"] = "official"
    note: str = ""


class FormDefinition(_Part):
    """A whole form."""

    code: str = Field(pattern=r"^[a-z][a-z0-9\-]{0,59}$")
    title: str = Field(max_length=300)
    procedures: tuple[str, ...] = ()
    legal_form: LegalForm
    minutes: int = Field(default=10, ge=1, le=180)
    is_complete: bool = True
    steps: tuple[Step, ...] = Field(min_length=1, max_length=12)
    papers: tuple[PaperRule, ...] = ()
    replaces_papers: bool = True
    """Whether `papers` stands for the catalogue's list; else that list is asked for."""
    checks: tuple[Check, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None

    def questions(self) -> Iterator[Question]:
        """Every question outside groups, declarations as questions too."""
        for step in self.steps:
            yield from questions_of(step)


def questions_of(step: Step) -> Iterator[Question]:
    """The questions of a step outside groups, with its declarations."""
    for item in step.items:
        if isinstance(item, Question):
            yield item
        elif isinstance(item, Declaration):
            yield Question(
                ask=item.declare,
                kind="check",
                label=item.text,
                required=True,
                show_if=item.show_if,
                wording=item.wording,
            )
