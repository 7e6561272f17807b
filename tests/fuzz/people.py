"""Who fuzzes: somebody whom the access table lets in, with real things in the address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from tests.access.makers import MAKERS
from tests.access.table import Address, Row
from tinhso.modules.cases.commands.submit_case import start_draft
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.tests import access_things
from tinhso.modules.cases.tests.factories import CODE, browser_of, make_case
from tinhso.modules.cases.tests.world import World, make_citizen
from tinhso.modules.directory.models import AreaVersion, OrganisationVersion
from tinhso.modules.directory.tests.things import make_area, make_code_list, make_organisation
from tinhso.modules.identity import definitions
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.tests.factories import (
    GOOD_PASSWORD,
    give_code_app,
    give_role,
    make_account,
    signed_in,
)

POSTS = {
    "specialist": "specialist",
    "counter_clerk": "counter",
    "leader": "leader",
    "division_head": "head",
    "clerk": "clerk",
}
"""Roles that somebody of the small world holds by a post."""
STATES = {"cases:my_supplement": "supplement", "cases:my_result": "returned"}
"""The situation in which an applicant's page can do most."""


class House:
    """People and things made once; every request is undone, so they stay as they are."""

    def __init__(self) -> None:
        access_things.case()
        self.world: World = access_things._worlds[0]
        self._things: dict[str, object] = {}
        self._browsers: dict[str, Client] = {"": Client()}
        by = make_citizen(self.world.at, phone="0912345678")
        self.citizen = Account.objects.get(id=by.account_id or 0)
        self._browsers["citizen"] = signed_in(self.citizen, methods=("socialaccount",))
        self.draft = start_draft(CODE, by=by, at=self.world.at).public_id
        # What the table names by its code, so that its addresses find something.
        if not AreaVersion.objects.filter(code="14797").exists():
            make_area("14797")
        if not OrganisationVersion.objects.filter(code="H56.1").exists():
            make_organisation("H56.1")
        make_code_list("dan-toc")

    def browser(self, role: str) -> Client:
        """Somebody signed in who holds the role; "" is nobody."""
        if role not in self._browsers:
            cache.clear()
            key = POSTS.get(role)
            self._browsers[role] = browser_of(self.world, key) if key else _with_role(role)
        return self._browsers[role]

    def visitor(self, name: str, row: Row) -> Client:
        """A browser of somebody who gets in."""
        if row.allowed == "signed-in":
            return self.browser("specialist")
        if isinstance(row.allowed, str):
            return self.browser("")
        posts = [role for role in POSTS if role in row.allowed and name.startswith("cases:")]
        known = [role for role in ("citizen", *posts) if role in row.allowed]
        return self.browser([*known, row.allowed[-1]][0])

    def things(self, address: Address, row: Row) -> dict[str, object]:
        """What stands in the address: real things, as the table names them."""
        made = {key: self._thing(str(row.things.get(key, key))) for key in address.parameters}
        if "citizen" in row.allowed and not address.method:
            own: dict[str, object] = {"draft_id": self.draft}
            if "public_id" in made:
                own["public_id"] = self._own_case(STATES.get(address.name, "processing"))
            made |= {key: value for key, value in own.items() if key in made}
        return made

    def _thing(self, name: str) -> object:
        if name not in self._things:
            maker = MAKERS.get(name)
            self._things[name] = maker() if maker else name
        return self._things[name]

    def _own_case(self, state: str) -> UUID:
        name = f"own {state}"
        if name not in self._things:
            case = make_case(self.world, state)
            Case.objects.filter(id=case.id).update(applicant_account=self.citizen)
            self._things[name] = case.public_id
        found = self._things[name]
        assert isinstance(found, UUID)
        return found


def _with_role(role: str) -> Client:
    kind = role if role == "business" else "officer"
    administrative = definitions.roles()[role].administrative
    extra = {"type": "administrative"} if administrative else {}
    account = make_account(kind, password=GOOD_PASSWORD, at=timezone.now(), **extra)
    if kind == "officer":
        give_role(account, role)
    if administrative:
        give_code_app(account)
    return signed_in(account, methods=("password", "mfa") if administrative else ("password",))


@contextmanager
def open_house(blocker: DjangoDbBlocker) -> Iterator[House]:
    """The house in one transaction that is rolled back at the end."""
    with blocker.unblock(), transaction.atomic():
        yield House()
        transaction.set_rollback(True)
