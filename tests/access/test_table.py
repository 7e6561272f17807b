"""Every address has a row, refuses whom it must and lets in whom it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.access.makers import MAKERS
from tests.access.table import Address, Row, addresses, pattern_found, rows
from tinhso.modules.identity import definitions
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.tests.factories import (
    GOOD_PASSWORD,
    give_code_app,
    give_role,
    make_account,
    signed_in,
)

BY_ROLE = sorted(
    name for name, row in rows().items() if row.allowed not in ("everybody", "in-between")
)
NOT_GRANTED = ("account_holder", "citizen", "business")


def test_every_row_has_an_address() -> None:
    assert sorted(set(rows()) - set(addresses())) == []


def test_every_row_names_roles_and_makers_that_exist() -> None:
    for name, row in rows().items():
        if not isinstance(row.allowed, str):
            assert set(row.allowed) <= set(definitions.roles()), name
        # What could not be a maker's name ("1.001193") is a plain value.
        known = {str(thing) for thing in row.things.values() if str(thing).isidentifier()}
        assert set(row.things) <= set(addresses()[name].parameters), name
        assert known - set(MAKERS) == set(), f"{name}: no maker in tests/access/makers.py"


@pytest.mark.parametrize("name", sorted(addresses()))
@pytest.mark.django_db
def test_an_address_has_a_row_and_refuses_strangers(name: str, client: Client) -> None:
    assert name in rows(), f"add a row for {name}: see tests/access/README.md"
    address, row = addresses()[name], rows()[name]
    answer = _ask(client, address, row, address.made_up())
    assert _refused(answer) == (row.allowed != "everybody"), (answer.status_code, name)


@pytest.mark.parametrize("name", sorted(addresses()))
def test_an_address_is_not_hidden_by_another(name: str) -> None:
    address = addresses()[name]
    assert pattern_found(address.made_up()) == address.pattern


@pytest.mark.parametrize("name", BY_ROLE)
@pytest.mark.django_db
def test_an_address_lets_in_exactly_the_roles_of_its_row(name: str) -> None:
    address, row = addresses()[name], rows()[name]
    wrong = []
    for role in definitions.roles():
        cache.clear()
        browser = _browser_of(role)
        answer = _ask(browser, address, row, address.filled(_things(address, row)))
        expected = row.allowed == "signed-in" or role in row.allowed
        if _refused(answer) == expected:
            wrong.append(f"{role}: {answer.status_code}, expected {'in' if expected else 'out'}")
    assert wrong == []


def _browser_of(role: str) -> Client:
    """Somebody who holds this role and no other."""
    kinds = {"citizen": "citizen", "business": "business"}
    kind = kinds.get(role, "officer")
    administrative = definitions.roles()[role].administrative
    extra = {"type": "administrative"} if administrative else {}
    account: Account = make_account(kind, password=GOOD_PASSWORD, at=timezone.now(), **extra)
    if role not in NOT_GRANTED:
        give_role(account, role)
    if administrative:
        give_code_app(account)
    return signed_in(account, methods=("password", "mfa") if administrative else ("password",))


def _things(address: Address, row: Row) -> dict[str, object]:
    made: dict[str, object] = {}
    for parameter in address.parameters:
        thing = row.things.get(parameter, "khong-co")
        maker: Callable[[], object] | None = MAKERS.get(str(thing))
        made[parameter] = maker() if maker else thing
    return made


def _ask(client: Client, address: Address, row: Row, path: str) -> HttpResponse:
    cache.clear()
    method = address.method or row.method
    full = f"{path}?{row.query}" if row.query else path
    answer: HttpResponse = getattr(client, method)(full)
    return answer


def _refused(answer: HttpResponse) -> bool:
    to_sign_in = answer.headers.get("Location", "").split("?")[0] == "/dang-nhap/"
    return answer.status_code in (401, 403) or to_sign_in
