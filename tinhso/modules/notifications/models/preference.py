"""What a person wants to receive, and the words a province changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Preference(models.Model):
    """A kind of message that a person switched off on one way; absent means on."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=60, db_collation="C")
    channel = models.CharField(max_length=20, db_collation="C")
    is_on = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "channel"], name="notifications_preference_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.channel}: {self.is_on}"


class KindText(models.Model):
    """The words of a kind of message where they differ from those that come with the product."""

    kind = models.CharField(max_length=60, unique=True, db_collation="C")
    heading = models.CharField(max_length=200)
    text = models.TextField()
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.kind
