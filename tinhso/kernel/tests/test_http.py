"""How refusals become answers and form errors."""

from __future__ import annotations

import json

import pytest
from django import forms
from django.test import RequestFactory

from tinhso.kernel import errors, http
from tinhso.kernel.actor import ANONYMOUS, Actor


class AgeMissing(errors.Invalid):
    code = "age_missing"
    message = "Nhập tuổi của %(name)s."


class Form(forms.Form):
    age = forms.IntegerField(required=False)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.NotFound, 404),
        (errors.NotPermitted, 403),
        (errors.PermissionMissing, 403),
        (errors.Conflict, 409),
        (errors.Invalid, 422),
        (errors.Unavailable, 503),
        (errors.DomainError, 400),
    ],
)
def test_each_kind_has_its_status(kind: type[errors.DomainError], status: int) -> None:
    refusal = kind(permission="x") if kind is errors.PermissionMissing else kind()

    answer = http.problem(refusal)

    assert http.status_of(refusal) == answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content) == {
        "type": f"urn:tinhso:loi:{refusal.code}",
        "code": refusal.code,
        "title": refusal.sentence,
        "status": status,
    }


def test_a_problem_tells_its_fields() -> None:
    refusal = AgeMissing(fields={"age": ["Nhập tuổi"]}, name="Hoa")

    body = json.loads(http.problem(refusal).content)

    assert body["title"] == "Nhập tuổi của Hoa." == str(refusal)
    assert body["errors"] == {"age": ["Nhập tuổi"]}
    assert "errors" not in json.loads(http.problem(AgeMissing(name="Hoa")).content)


def form_after(refusal: errors.DomainError) -> Form:
    form = Form({})
    assert form.is_valid()
    with http.refusals_shown_on(form):
        raise refusal
    return form


def test_a_refusal_stands_at_its_field() -> None:
    refusal = AgeMissing(fields={"age": ["Nhập tuổi"], "other": ["Xem lại"]}, name="Hoa")

    form = form_after(refusal)

    assert form.errors == {"age": ["Nhập tuổi"], "__all__": ["Xem lại"]}


def test_a_refusal_without_fields_stands_above_the_form() -> None:
    assert form_after(AgeMissing(name="Hoa")).errors == {"__all__": ["Nhập tuổi của Hoa."]}
    assert form_after(errors.Conflict()).errors == {
        "__all__": ["Trạng thái hiện tại không cho phép việc này."]
    }


def test_what_is_not_found_is_a_page_and_surprises_go_on() -> None:
    form = Form({})
    for problem in (errors.NotFound(), ZeroDivisionError()):
        with pytest.raises(type(problem)), http.refusals_shown_on(form):
            raise problem


def test_a_form_without_a_refusal_has_no_errors() -> None:
    form = Form({})
    with http.refusals_shown_on(form):
        pass

    assert form.is_valid()


def test_who_asks_is_anonymous_until_identity_says_otherwise(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert http.actor_of(request) is ANONYMOUS

    request.actor = "somebody"  # type: ignore[attr-defined]
    assert http.actor_of(request) is ANONYMOUS

    officer = Actor(kind="officer", name="x")
    request.actor = officer  # type: ignore[attr-defined]
    assert http.actor_of(request) is officer
