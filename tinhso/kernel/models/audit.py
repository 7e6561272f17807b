"""The audit chain; only the database function `kernel_append_audit` writes here."""

from django.db import models


class AuditEntry(models.Model):
    """One line of the audit log. `content` is what was hashed; the columns are for searching."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    action = models.CharField(max_length=120, db_collation="C")
    subject = models.CharField(max_length=200, db_collation="C")
    outcome = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=200)
    account_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    content = models.TextField()
    previous_hash = models.CharField(max_length=64, db_collation="C")
    hash = models.CharField(max_length=64, db_collation="C")

    class Meta:
        indexes = [
            models.Index(fields=["subject", "sequence"], name="kernel_audit_subject"),
            models.Index(fields=["account_id", "sequence"], name="kernel_audit_account"),
            models.Index(fields=["at"], name="kernel_audit_at"),
            models.Index(fields=["action", "sequence"], name="kernel_audit_action"),
            models.Index(fields=["actor_name", "sequence"], name="kernel_audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class AuditHead(models.Model):
    """The last line written; locking this row puts lines in order. Exactly one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64, db_collation="C")

    class Meta:
        constraints = [
            models.CheckConstraint(name="kernel_audit_one_head", condition=models.Q(id=1))
        ]

    def __str__(self) -> str:
        return str(self.sequence)
