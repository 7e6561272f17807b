"""What runs by itself: the nightly round over accounts."""

from __future__ import annotations

from django.utils import timezone

from tinhso.kernel.actor import system_actor
from tinhso.kernel.jobs import job
from tinhso.modules.identity.commands import maintenance
from tinhso.modules.identity.commands.sign_in import forget_failures


@job(name="identity.look_after_accounts", alone=True)
def look_after_accounts() -> None:
    """Disable accounts that nobody used for 45 days; forget old failures and dead sessions."""
    by, now = system_actor("identity.look_after_accounts"), timezone.now()
    maintenance.disable_sleeping_accounts(by=by, at=now)
    forget_failures(at=now)
    maintenance.forget_dead_sessions()
