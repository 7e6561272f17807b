"""What drafts that two people make have in common in the database."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import F, Q

from tinhso.kernel.temporal import KeyRange


def one_approved_a_day(name: str, key: str) -> ExclusionConstraint:
    """At most one approved, currently known row for the key on any day."""
    return ExclusionConstraint(
        name=name,
        expressions=[(KeyRange(F(key)), "&&"), ("validity", "&&")],
        condition=Q(recorded__upper_inf=True, state="approved"),
    )
