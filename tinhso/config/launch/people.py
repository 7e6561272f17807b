"""The sample people a newcomer may sign in as; shown once the product is ready."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One row of the table: who, what they do, and how to sign in as them."""

    name: str
    role: str
    user_name: str
    how: str


def sample_people() -> list[SamplePerson]:
    """The sample people of this installation; empty where there are none (production)."""
    return []
