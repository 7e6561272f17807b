"""Which form a procedure has, and which papers its answers call for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL

from tinhso.modules.procedures.definitions.form import FormDefinition, PaperRule
from tinhso.modules.procedures.errors import FormNotFound
from tinhso.modules.procedures.models import FormVersion
from tinhso.modules.procedures.queries import catalogue
from tinhso.modules.procedures.queries.cards import PaperCard, VersionCard
from tinhso.modules.procedures.queries.eforms import files
from tinhso.modules.procedures.queries.eforms.binding import (
    bind,
    paper_required,
    visible_papers,
)
from tinhso.modules.procedures.queries.eforms.generic import generic_form

_TODAY = "(now() at time zone 'Asia/Ho_Chi_Minh')::date"


def form_for(version_id: int, on: date | None = None) -> FormDefinition:
    """The form of a procedure version, blocks expanded: its own one, else the generic one.

    `on` chooses the version of the form (today when left out). Two queries. Raises VersionNotFound.
    """
    return form_of_version(catalogue.version_card(version_id), on)


def form_of_version(version: VersionCard, on: date | None = None) -> FormDefinition:
    """The same, from a card at hand. One query."""
    edited = _edited(version.code, on)
    if edited is not None:
        return edited
    return shipped_for(version.code) or files.expand(generic_form(version))


def _edited(code: str, on: date | None) -> FormDefinition | None:
    """An approved definition that was edited here and holds on the day."""
    day: Any = on if on is not None else RawSQL(_TODAY, ())  # noqa: S611 - a constant
    row = (
        FormVersion.objects.filter(
            Q(procedure_codes__contains=[code]),
            state=FormVersion.State.APPROVED,
            recorded__upper_inf=True,
            validity__contains=day,
        )
        .order_by("-number")
        .first()
    )
    return expanded_row(row) if row else None


def expanded_row(row: FormVersion) -> FormDefinition:
    """The definition of a stored version, blocks expanded."""
    return _expanded_row(row.pk, row.content_hash, _Unhashed(row.definition))


class _Unhashed:
    """Carries a value past the cache's key; equal to every other one."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.value = value

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Unhashed)


@lru_cache(maxsize=200)
def _expanded_row(pk: int, content_hash: str, definition: _Unhashed) -> FormDefinition:
    return files.expand(FormDefinition.model_validate(definition.value))


@lru_cache(maxsize=500)
def shipped_for(code: str) -> FormDefinition | None:
    """The shipped form of a procedure, blocks expanded."""
    for definition in files.shipped().values():
        if code in definition.procedures:
            return files.expand(definition)
    return None


def has_own_form(code: str) -> bool:
    """Whether a shipped form stands for the procedure. No query."""
    return shipped_for(code) is not None


def shipped_form(form_code: str) -> FormDefinition:
    """A shipped definition by its code, as written. Raises FormNotFound."""
    found = files.shipped().get(form_code)
    if found is None:
        raise FormNotFound
    return found


def required_papers(version_id: int, answers: Mapping[str, Any], on: date) -> list[PaperCard]:
    """The papers these answers call for; `required` says which must be there.

    Papers that are the application itself are left out: the e-form, or the form filled in at the
    counter, stands for them. Two queries. Raises VersionNotFound.
    """
    version = catalogue.version_card(version_id)
    form = form_of_version(version, on)
    known = bind(form, answers, on=on).cleaned
    by_code = {paper.code: paper for paper in version.papers}
    cards = [_card(rule, form, known, on, by_code) for rule in visible_papers(form, known, on)]
    if form.is_complete and not form.replaces_papers:
        listed = {card.component_code for card in cards}
        cards += [paper for paper in version.papers if paper.component_code not in listed]
    return [card for card in cards if not card.is_application]


def _card(
    rule: PaperRule,
    form: FormDefinition,
    answers: Mapping[str, Any],
    on: date,
    by_code: Mapping[str, PaperCard],
) -> PaperCard:
    """A rule's paper; the generic form's rules keep what the catalogue says of the paper."""
    required = paper_required(rule, answers, on)
    listed = by_code.get(rule.code)
    if listed is not None and not form.is_complete:
        return replace(listed, required=required)
    return PaperCard(
        code=rule.code,
        name=rule.name,
        originals=rule.originals,
        copies=rule.copies,
        required=required,
        component_code=rule.component_code,
        form_code=rule.form_code,
        detail=rule.hint,
    )
