"""Roles given to accounts, and what an administrator changed in what a role may do."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F

from tinhso.kernel.temporal import NullableKeyRange, TextKeyRange, Version, no_overlap
from tinhso.modules.identity.models.account import Account


class RoleGrant(Version):
    """A role that an account holds at an organisation for a time, besides the roles of its posts.

    No organisation means everywhere. `decision` is the paper the grant rests on, `end_decision`
    why it was cut short.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40, db_collation="C")
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta(Version.Meta):
        indexes = [models.Index(fields=["account", "role"], name="identity_grant_account")]
        constraints = [
            *Version.Meta.constraints,
            no_overlap(
                "identity_grant_once",
                "account",
                TextKeyRange(F("role")),
                NullableKeyRange(F("organisation")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"


class RolePermission(models.Model):
    """A difference from what the modules give a role by default: added or taken away."""

    role = models.CharField(max_length=40, db_collation="C")
    permission = models.CharField(max_length=100, db_collation="C")
    is_granted = models.BooleanField()
    reason = models.CharField(max_length=300)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "permission"], name="identity_role_permission_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {'+' if self.is_granted else '-'}{self.permission}"


class RightsVersion(models.Model):
    """Changes with roles and the organisation tree; what a process keeps is as old as this says.

    A random value and not a counter: after a rollback a counter would give the same value to
    other contents.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(name="identity_one_rights_version", condition=models.Q(id=1))
        ]

    def __str__(self) -> str:
        return str(self.version)
