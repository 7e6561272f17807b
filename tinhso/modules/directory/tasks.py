"""What runs by itself: the nightly round over posts."""

from __future__ import annotations

from django.utils import timezone

from tinhso.kernel.actor import system_actor
from tinhso.kernel.jobs import job
from tinhso.modules.directory.commands.post_notices import tell_of_due_posts


@job(name="directory.tell_of_posts", alone=True)
def tell_of_posts() -> None:
    """Tell of posts that begin or end today, so that rights and work follow."""
    tell_of_due_posts(by=system_actor("directory.tell_of_posts"), at=timezone.now())
