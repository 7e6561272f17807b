"""Which accounts an administrator reaches: those of the units where the permission holds."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.modules.directory import public as directory
from tinhso.modules.identity.errors import AccountOfAnotherUnit, OwnRights
from tinhso.modules.identity.models import Account


def require_reach(by: Actor, permission: str, account: Account, *, at: datetime) -> None:
    """Refuse work on one's own account, and on accounts of units the permission does not cover.

    Accounts without a post today, and those of citizens and businesses, are reached by those who
    hold the permission everywhere. Raises OwnRights, AccountOfAnotherUnit.
    """
    if by.account_id is not None and by.account_id == account.pk:
        raise OwnRights
    places = by.places(permission)
    if places is EVERYWHERE:
        return
    if account.officer_id is None:
        raise AccountOfAnotherUnit
    posts = directory.posts_of(account.officer_id, localdate(at))
    if not any(post.organisation_id in places for post in posts):
        raise AccountOfAnotherUnit
