"""Where the pages of the module stand in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tinhso.ui.navigation import NavEntry, place, register


def register_entries() -> None:
    """Tell the frames of the pages where accounts, rights and sign-in are."""
    place("account", "identity:profile")
    place("sign_in", "account_login")
    place("sign_out", "account_logout")
    register(
        NavEntry(
            group="organisation",
            title=_("Tài khoản"),
            url_name="identity:account_list",
            icon="user",
            permission="identity.view_accounts",
            order=60,
            also=("identity:account", "identity:account_open", "identity:accounts_open"),
        )
    )
    register(
        NavEntry(
            group="organisation",
            title=_("Ai được làm gì"),
            url_name="identity:matrix",
            icon="shield",
            permission="identity.view_matrix",
            order=70,
            also=("identity:change_role",),
        )
    )
