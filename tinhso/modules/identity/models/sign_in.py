"""What sign-in remembers: old passwords and failures."""

from __future__ import annotations

from django.db import models

from tinhso.modules.identity.models.account import Account


class PastPassword(models.Model):
    """A password that was in use, hashed: the last ten may not come back."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-set_at"], name="identity_past_password")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.set_at:%Y-%m-%d}"


class FailedSignIn(models.Model):
    """A wrong password, also for a name nobody has: locking must not tell which names exist."""

    name_hash = models.CharField(max_length=64, db_collation="C")
    address = models.CharField(max_length=45, db_collation="C")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name_hash", "-at"], name="identity_failed_name"),
            models.Index(fields=["address", "-at"], name="identity_failed_address"),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.at:%Y-%m-%d %H:%M}"
