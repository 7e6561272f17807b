"""The sample people a newcomer may sign in as; shown once the product is ready.

Imported after Django is ready, in the loading process.
"""

from __future__ import annotations

from tinhso.config.launch.screen import SamplePerson
from tinhso.modules.identity import public as identity


def sample_people() -> list[SamplePerson]:
    """The sample people of this installation; empty where there are none (production)."""
    return [
        SamplePerson(
            name=person.name,
            role=person.role_title,
            user_name=person.username,
            how=f"{person.password}  TOTP {person.totp_secret}"
            if person.totp_secret
            else person.password,
        )
        for person in identity.sample_people()
    ]
