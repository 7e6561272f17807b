"""The sample people of an installation that is tried out, with the passwords made for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tinhso.modules.identity.models import Account


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Who can be tried, and how to sign in; `totp_secret` only where a second factor is due."""

    name: str
    role_title: str
    username: str
    password: str
    totp_secret: str = ""


def samples_file() -> Path:
    """Where the passwords of the sample people are kept, readable by the owner only."""
    return Path(settings.HOME) / "keys" / "sample-people"


def sample_people() -> list[SamplePerson]:
    """The sample people who can sign in here; empty where none were loaded. One query."""
    people = kept_people()
    able = set(
        Account.objects.filter(
            username__in=[person.username for person in people], is_sample=True, is_active=True
        ).values_list("username", flat=True)
    )
    return [person for person in people if person.username in able]


def kept_people() -> list[SamplePerson]:
    """What the file says."""
    try:
        held = json.loads(samples_file().read_text())
    except FileNotFoundError:
        return []
    return [SamplePerson(**person) for person in held]
