"""E-forms edited here: drafted by one person, checked, approved by another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Max

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.events import announce
from tinhso.modules.procedures.commands.versions import require_second_person
from tinhso.modules.procedures.definitions.form import FormDefinition
from tinhso.modules.procedures.errors import DefinitionInvalid, FormNotFound, NotADraft
from tinhso.modules.procedures.events import FormApproved
from tinhso.modules.procedures.models import EForm, FormVersion
from tinhso.modules.procedures.queries.eforms.check import errors_of, parsed


@command(permission="procedures.draft_form", audits=("valid_from",))
def draft_form(
    definition: Mapping[str, Any], valid_from: date, *, by: Actor, at: datetime
) -> FormVersion:
    """Keep a definition as a draft, as it is: its shape must hold. Raises DefinitionInvalid."""
    form = _shaped(definition)
    identity, _made = EForm.objects.get_or_create(code=form.code)
    row = FormVersion(form=identity, number=_next_number(identity))
    _fill(row, form, valid_from, by, at)
    row.save()
    note(subject=f"form:{identity.code}", version=row.number)
    return row


@command(permission="procedures.draft_form", audits=("version_id", "valid_from"))
def revise_form(
    version_id: int,
    definition: Mapping[str, Any],
    valid_from: date,
    *,
    by: Actor,
    at: datetime,
) -> FormVersion:
    """Change a draft; whoever changes it last counts as its writer. Raises NotADraft."""
    row = _draft(version_id)
    form = _shaped(definition)
    if form.code != row.form.code:
        raise DefinitionInvalid(fields={"definition": ["Mã biểu mẫu của bản thảo không đổi được"]})
    _fill(row, form, valid_from, by, at)
    row.save()
    note(subject=f"form:{row.form.code}", version=row.number)
    return row


@command(permission="procedures.draft_form", audits=("version_id",))
def discard_form(version_id: int, *, by: Actor, at: datetime) -> None:
    """Put a draft aside; it stays readable. Raises NotADraft."""
    row = _draft(version_id)
    row.state = FormVersion.State.DISCARDED
    row.recorded = DateTimeTZRange(row.recorded.lower, at)
    row.save(update_fields=["state", "recorded"])
    note(subject=f"form:{row.form.code}", version=row.number)


@command(permission="procedures.approve_form", audits=("version_id",))
def approve_form(version_id: int, *, by: Actor, at: datetime) -> FormVersion:
    """Use a draft from its day; what was used before ends there, answers given stay as they are.

    Raises NotADraft, SecondPersonNeeded, DefinitionInvalid with what the check finds.
    """
    row = _draft(version_id)
    require_second_person(row.written_by_account, by)
    wrong = errors_of(_shaped(row.definition))
    if wrong:
        texts = [f"{finding.where}: {finding.text}" for finding in wrong]
        raise DefinitionInvalid(fields={"definition": texts})
    _end_earlier(row, at)
    row.state, row.approved_at, row.approved_by = "approved", at, by.name
    row.save(update_fields=["state", "approved_at", "approved_by"])
    note(subject=f"form:{row.form.code}", version=row.number)
    announce(FormApproved(row.form_id, row.form.code), subject=f"form:{row.form.code}")
    return row


def _shaped(definition: Mapping[str, Any]) -> FormDefinition:
    form, wrong = parsed(definition)
    if form is None:
        texts = [f"{finding.where}: {finding.text}" for finding in wrong]
        raise DefinitionInvalid(fields={"definition": texts})
    return form


def _draft(version_id: int) -> FormVersion:
    row = (
        FormVersion.objects.select_for_update(of=("self",))
        .select_related("form")
        .filter(pk=version_id)
        .first()
    )
    if row is None:
        raise FormNotFound
    if row.state != FormVersion.State.DRAFT:
        raise NotADraft
    return row


def _next_number(form: EForm) -> int:
    last = FormVersion.objects.filter(form=form).aggregate(last=Max("number"))["last"]
    # Number 1 is the definition shipped with the product.
    return (last or 1) + 1


def _fill(
    row: FormVersion, form: FormDefinition, valid_from: date, by: Actor, at: datetime
) -> None:
    plain = form.model_dump(mode="json", exclude_defaults=True)
    row.definition = plain
    row.title, row.procedure_codes = form.title, list(form.procedures)
    row.validity, row.recorded = DateRange(valid_from, None), DateTimeTZRange(at, None)
    row.content_hash = hashlib.sha256(
        json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()
    row.written_at, row.written_by, row.written_by_account = at, by.name, by.account_id


def _end_earlier(row: FormVersion, at: datetime) -> None:
    """What was approved for days from the new one's first is known no longer for these days."""
    first = row.validity.lower
    overlapping = FormVersion.objects.select_for_update().filter(
        form_id=row.form_id,
        state=FormVersion.State.APPROVED,
        recorded__upper_inf=True,
        validity__overlap=row.validity,
    )
    for old in overlapping:
        if old.validity.lower is not None and old.validity.lower >= first:
            old.recorded = DateTimeTZRange(old.recorded.lower, at)
        else:
            old.validity = DateRange(old.validity.lower, first)
        old.save(update_fields=["recorded", "validity"])
