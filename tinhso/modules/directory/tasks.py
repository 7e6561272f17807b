"""What runs by itself: the nightly round over posts, plans whose hour has come."""

from __future__ import annotations

from django.utils import timezone

from tinhso.kernel.actor import system_actor
from tinhso.kernel.jobs import job
from tinhso.modules.directory.commands.post_notices import tell_of_due_posts
from tinhso.modules.directory.commands.reorganisation import execute_scheduled


@job(name="directory.tell_of_posts", alone=True)
def tell_of_posts() -> None:
    """Tell of posts that begin or end today, so that rights and work follow."""
    tell_of_due_posts(by=system_actor("directory.tell_of_posts"), at=timezone.now())


@job(name="directory.execute_scheduled", alone=True)
def carry_out_scheduled() -> None:
    """Carry out reorganisations at the hour they were approved for."""
    execute_scheduled(by=system_actor("directory.execute_scheduled"), at=timezone.now())
