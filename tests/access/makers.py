"""Things that addresses of the table need: a name for each, and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from tinhso.modules.cases.tests.access_things import CASE_MAKERS
from tinhso.modules.cases.tests.world import make_procedure
from tinhso.modules.directory.tests.things import DIRECTORY_MAKERS
from tinhso.modules.identity.tests.factories import give_role, make_account
from tinhso.modules.procedures.models import Procedure

NOW = datetime(2026, 11, 17, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def account() -> int:
    """An officer's account without rights."""
    return make_account().pk


def grant() -> int:
    """A role that an account holds."""
    return give_role(make_account(), "clerk").pk


def procedure_code() -> str:
    """A procedure in force, made once for each test."""
    known = Procedure.objects.first()
    return (known or make_procedure(NOW).procedure).code


def procedure_version() -> int:
    """The version in force of that procedure."""
    return Procedure.objects.get(code=procedure_code()).versions.earliest("id").pk


def nobody() -> str:
    """A public id that nothing has: the page says so, to who may ask."""
    return "00000000-0000-4000-8000-000000000000"


MAKERS: dict[str, Callable[[], object]] = {
    "account": account,
    "grant": grant,
    "procedure_code": procedure_code,
    "procedure_version": procedure_version,
    "nobody": nobody,
    "case_accepted": lambda: "case_accepted",
    "khong-co.eml": lambda: "khong-co.eml",
    "role": lambda: "clerk",
    "permission": lambda: "identity.view_accounts",
    **CASE_MAKERS,
    **DIRECTORY_MAKERS,
}
