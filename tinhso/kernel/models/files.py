"""Files people sent or the system made; the bytes lie in the content store under their hash."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One upload. The same bytes uploaded twice are two rows and one content."""

    class State(models.TextChoices):
        PENDING = "pending", _("Chờ quét mã độc")
        CLEAN = "clean", _("Không thấy mã độc")
        INFECTED = "infected", _("Có mã độc")
        UNSCANNED = "unscanned", _("Chưa quét mã độc")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_collation="C")
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100, db_collation="C")
    name = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    # An account id without a foreign key: the kernel stands below identity.
    uploaded_by_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    scanned_at = models.DateTimeField(null=True)
    signature = models.CharField(max_length=200, blank=True, db_collation="C")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kernel_file_size_positive", condition=models.Q(size__gt=0)
            ),
            models.CheckConstraint(
                name="kernel_file_hash_is_sha256",
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="kernel_file_infected_iff_named",
                condition=models.Q(state="infected") & ~models.Q(signature="")
                | ~models.Q(state="infected") & models.Q(signature=""),
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="kernel_file_content"),
            models.Index(
                fields=["id"],
                name="kernel_file_to_scan",
                condition=models.Q(state__in=["pending", "unscanned"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.uuid})"
