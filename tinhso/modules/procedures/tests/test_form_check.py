"""The check report: every shipped form passes; a form that asks what is known does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tinhso.kernel.actor import Actor
from tinhso.modules.procedures import public
from tinhso.modules.procedures.commands import eforms
from tinhso.modules.procedures.errors import DefinitionInvalid, SecondPersonNeeded
from tinhso.modules.procedures.queries.eforms import files
from tinhso.modules.procedures.queries.eforms.check import check, errors_of, parsed
from tinhso.modules.procedures.tests.conftest import BIRTH, TODAY

FORMS = sorted(files.shipped())
NEXT_MONTH = date(2026, 12, 1)


def plain(code: str = "khai-sinh") -> dict[str, Any]:
    return files.shipped()[code].model_dump(mode="json", exclude_defaults=True)


def found(raw: dict[str, Any]) -> set[tuple[str, str]]:
    definition, wrong = parsed(raw)
    findings = check(definition) if definition else wrong
    return {(finding.rule, finding.where) for finding in findings if finding.level == "error"}


@pytest.mark.parametrize("code", FORMS)
def test_a_shipped_form_has_no_error_and_no_warning(code: str) -> None:
    findings = check(files.shipped()[code])

    assert [finding for finding in findings if finding.level != "note"] == []


def test_twelve_common_procedures_have_complete_forms() -> None:
    codes = {code for form in files.shipped().values() for code in form.procedures}

    assert codes >= {
        "1.001193",
        "1.000894",
        "1.000656",
        "1.004873",
        "2.000635",
        "2.000815",
        "1.001612",
        "1.013225",
        "1.013855",
        "1.001776",
        "1.001699",
        "1.115493",
    }


@pytest.mark.req("ARC-10")
def test_asking_what_the_account_knows_is_an_error() -> None:
    raw = plain()
    raw["steps"][0]["items"] = [
        {"ask": "requester_full_name", "kind": "name", "label": "Họ tên người yêu cầu"},
        {"ask": "tel", "kind": "phone", "label": "Điện thoại của bạn"},
        {"ask": "requester_relation", "kind": "text", "label": "Quan hệ"},
    ]

    wrong = {where for rule, where in found(raw) if rule == "asked_again"}

    assert wrong == {"requester_full_name", "tel"}


@pytest.mark.req("ARC-10")
@pytest.mark.parametrize("code", FORMS)
def test_no_shipped_form_asks_a_full_profile_for_what_it_says(code: str) -> None:
    profile = public.Profile(
        full_name="Lê Thị Hương",
        personal_number="038196001217",
        birth_date=date(1996, 5, 4),
        sex="nu",
        ethnicity="Kinh",
        nationality="Việt Nam",
        address="Phường Hạc Thành",
        phone="0912345678",
        email="huong@example.vn",
    )
    form = files.expand(files.shipped()[code])

    bound = public.bind(form, {}, step=0, prefill=profile, on=TODAY)

    assert not [name for name in bound.errors if name in bound.known]
    assert len(bound.known) >= 3


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda raw: raw["steps"][1]["items"].append({"block": "nobody", "name": "x"}), "part"),
        (
            lambda raw: raw["steps"][0]["items"].append(
                {"ask": "requester_relation", "label": "Lại"}
            ),
            "name_twice",
        ),
        (
            lambda raw: raw["steps"][1].update(show_if={"equals": ["no_such_field", True]}),
            "condition",
        ),
        (lambda raw: raw["steps"][1].update(show_if={"exec": "rm"}), "condition"),
        (
            lambda raw: raw["steps"][1]["items"].append(
                {"ask": "x", "label": "X", "kind": "choice"}
            ),
            "options",
        ),
        (
            lambda raw: raw["steps"][1]["items"].append(
                {"ask": "x", "label": "X", "limits": {"pattern": "("}}
            ),
            "limits",
        ),
        (lambda raw: raw["steps"][1]["items"].append({"say": "Chào {nobody}"}), "say"),
        (lambda raw: raw.update(surprise=1), "shape"),
    ],
)
def test_a_spoiled_form_says_what_is_wrong(
    spoil: Callable[[dict[str, Any]], object], rule: str
) -> None:
    raw = plain()
    spoil(raw)

    assert rule in {name for name, _where in found(raw)}


def test_wording_we_have_not_seen_is_marked() -> None:
    notes = [f for f in check(files.shipped()["cap-lai-giay-chung-nhan-dat"]) if f.level == "note"]

    assert all(finding.text.startswith("[?]") for finding in notes)
    assert len(notes) >= 4


@pytest.mark.req("TTHC-05")
@pytest.mark.django_db
def test_a_form_has_versions_that_hold_from_a_day(
    catalogue: None, writer: Actor, approver: Actor, now: datetime
) -> None:
    version_id = public.version_in_force(BIRTH, TODAY).id
    raw = {**plain(), "title": "Tờ khai khai sinh bản mới"}
    draft = eforms.draft_form(raw, NEXT_MONTH, by=writer, at=now)

    with pytest.raises(SecondPersonNeeded):
        eforms.approve_form(draft.pk, by=writer, at=now)
    eforms.approve_form(draft.pk, by=approver, at=now)

    assert public.form_for(version_id, TODAY).title == "Tờ khai đăng ký khai sinh"
    assert public.form_for(version_id, NEXT_MONTH).title == "Tờ khai khai sinh bản mới"
    later = eforms.draft_form({**raw, "title": "Bản ba"}, date(2027, 1, 1), by=writer, at=now)
    eforms.approve_form(later.pk, by=approver, at=now)
    assert public.form_for(version_id, date(2026, 12, 31)).title == "Tờ khai khai sinh bản mới"
    assert public.form_for(version_id, date(2027, 1, 1)).title == "Bản ba"


@pytest.mark.django_db
def test_a_form_with_errors_may_be_kept_but_not_approved(
    db: None, writer: Actor, approver: Actor, now: datetime
) -> None:
    raw = plain()
    raw["steps"][1]["show_if"] = {"equals": ["nothing", 1]}
    draft = eforms.draft_form(raw, NEXT_MONTH, by=writer, at=now)

    with pytest.raises(DefinitionInvalid):
        eforms.approve_form(draft.pk, by=approver, at=now)

    draft.refresh_from_db()
    assert draft.state == "draft"
    assert errors_of(parsed(draft.definition)[0])  # type: ignore[arg-type]
