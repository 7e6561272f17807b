"""What the module does when others announce something."""

from __future__ import annotations

from datetime import datetime

from tinhso.kernel.actor import system_actor
from tinhso.kernel.events import announce, reacts_to
from tinhso.modules.directory import public as directory
from tinhso.modules.identity.commands.maintenance import disable_account_of_leaver
from tinhso.modules.identity.commands.roles import move_version
from tinhso.modules.identity.events import RightsChanged
from tinhso.modules.identity.queries import accounts

_BY = system_actor("identity.reactions")


@reacts_to(directory.PostEnded)
def follow_the_end_of_a_post(event: directory.PostEnded, *, at: datetime) -> None:
    """Rights are computed from the posts of the day, so they are gone already: this tells others.

    Whoever holds no post any more has left: the account is disabled (SEC-31).
    """
    _tell(event.officer_id)
    disable_account_of_leaver(event.officer_id, by=_BY, at=at)


@reacts_to(directory.PostBegan)
def follow_the_beginning_of_a_post(event: directory.PostBegan, *, at: datetime) -> None:
    """Tell others that an officer may do more."""
    _tell(event.officer_id)


@reacts_to(directory.OrganisationsReorganised)
def forget_the_old_tree(event: directory.OrganisationsReorganised, *, at: datetime) -> None:
    """What processes keep of the organisation tree is no longer true."""
    move_version()


@reacts_to(directory.OrganisationTreeChanged)
def forget_the_tree(event: directory.OrganisationTreeChanged, *, at: datetime) -> None:
    """A unit came, went or moved: the same."""
    move_version()


def _tell(officer_id: int) -> None:
    account = accounts.account_of_officer(officer_id)
    if account is not None:
        announce(
            RightsChanged(account_id=account.pk, officer_id=officer_id),
            subject=f"account:{account.pk}",
        )
