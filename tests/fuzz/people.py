"""Who fuzzes an address: somebody whom the access table lets in, with real things in its place."""

from __future__ import annotations

from uuid import UUID

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.access.makers import MAKERS
from tests.access.table import Address, Row
from tinhso.modules.cases.commands.submit_case import start_draft
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.tests import access_things
from tinhso.modules.cases.tests.factories import CODE, browser_of, make_case
from tinhso.modules.cases.tests.world import make_citizen
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


def allowed_browser(name: str, row: Row) -> Client:
    """A browser of somebody who gets in."""
    cache.clear()
    if row.allowed in ("everybody", "in-between"):
        return Client()
    if row.allowed == "signed-in":
        return browser_with_role("specialist")
    if name.startswith("cases:"):
        for role, key in POSTS.items():
            if role in row.allowed:
                access_things.case()
                return browser_of(access_things._worlds[0], key)
    return browser_with_role(row.allowed[-1])


def browser_with_role(role: str) -> Client:
    """Somebody who holds this role for the whole province."""
    kind = role if role in ("citizen", "business") else "officer"
    administrative = definitions.roles()[role].administrative
    extra = {"type": "administrative"} if administrative else {}
    account = make_account(kind, password=GOOD_PASSWORD, at=timezone.now(), **extra)
    if kind == "officer":
        give_role(account, role)
    if administrative:
        give_code_app(account)
    return signed_in(account, methods=("password", "mfa") if administrative else ("password",))


def things_of(address: Address, row: Row) -> dict[str, object]:
    """What stands in the address."""
    made: dict[str, object] = {}
    for parameter in address.parameters:
        thing = row.things.get(parameter, "khong-co")
        maker = MAKERS.get(str(thing))
        made[parameter] = maker() if maker else thing
    return made


def visitor(address: Address, row: Row) -> tuple[Client, str]:
    """Somebody who gets in, and the address with real things in it."""
    cache.clear()
    if address.name.startswith("cases:") and "citizen" in row.allowed:
        citizen = Citizen()
        own = {"draft_id": citizen.draft, "public_id": citizen.case(address.name)}
        made = things_of(address, row)
        return citizen.browser(), address.filled(made | own)
    return allowed_browser(address.name, row), address.filled(things_of(address, row))


class Citizen:
    """An applicant with a draft and dossiers of their own, for the pages of applicants."""

    def __init__(self) -> None:
        access_things.case()
        world = access_things._worlds[0]
        by = make_citizen(world.at, phone="0912345678")
        self.account = Account.objects.get(id=by.account_id)
        self.draft = start_draft(CODE, by=by, at=world.at).public_id

    def browser(self) -> Client:
        return signed_in(self.account, methods=("socialaccount",))

    def case(self, name: str) -> UUID:
        """The dossier that the page can do most with."""
        state = {"cases:my_supplement": "supplement", "cases:my_result": "returned"}
        case = make_case(access_things._worlds[0], state.get(name, "processing"))
        Case.objects.filter(id=case.id).update(applicant_account=self.account)
        return case.public_id
