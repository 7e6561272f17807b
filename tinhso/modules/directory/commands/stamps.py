"""New marks for what processes keep of calendars and of the tree of organisations."""

from __future__ import annotations

import uuid

from tinhso.modules.directory.models import DirectoryStamp


def move_calendars() -> None:
    """Calendars changed: every process reads them anew."""
    DirectoryStamp.objects.filter(id=1).update(calendars=uuid.uuid4())


def move_tree() -> None:
    """The tree of organisations changed."""
    DirectoryStamp.objects.filter(id=1).update(tree=uuid.uuid4())
