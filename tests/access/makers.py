"""Things that addresses of the table need: a name for each, and what makes it."""

from __future__ import annotations

from collections.abc import Callable

from tinhso.modules.identity.tests.factories import give_role, make_account


def account() -> int:
    """An officer's account without rights."""
    return make_account().pk


def grant() -> int:
    """A role that an account holds."""
    return give_role(make_account(), "clerk").pk


MAKERS: dict[str, Callable[[], object]] = {
    "account": account,
    "grant": grant,
    "role": lambda: "clerk",
    "permission": lambda: "identity.view_accounts",
}
