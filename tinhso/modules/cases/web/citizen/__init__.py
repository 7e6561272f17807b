"""Pages for citizens and businesses: apply, follow, supplement, withdraw, look up."""

from django.utils.translation import gettext_lazy as _

from tinhso.ui.navigation import NavEntry, register

ENTRIES = (
    NavEntry(
        "citizen",
        _("Hồ sơ của tôi"),
        "cases:my_cases",
        "inbox",
        "cases.submit_case",
        face="citizen",
        order=30,
        also=("cases:my_case", "cases:submitted", "cases:my_supplement", "cases:my_withdrawal"),
    ),
    NavEntry(
        "citizen", _("Tra cứu hồ sơ"), "cases:lookup", "search", None, face="citizen", order=40
    ),
)


def register_entries() -> None:
    """Tell the frame of the portal where these pages are."""
    for entry in ENTRIES:
        register(entry)
