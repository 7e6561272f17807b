"""Announced events and their delivery to each reaction."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxEvent(models.Model):
    """A fact announced by a command, written in the same transaction."""

    name = models.CharField(max_length=120, db_collation="C")
    subject = models.CharField(max_length=200, db_collation="C")
    payload = models.JSONField()
    announced_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.subject}"


class EventDelivery(models.Model):
    """One event for one reaction: pending until its effects commit, dead when it kept failing."""

    class State(models.TextChoices):
        PENDING = "pending", _("Chờ xử lý")
        DONE = "done", _("Đã xử lý")
        DEAD = "dead", _("Không xử lý được")
        DROPPED = "dropped", _("Đã bỏ qua")

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    reaction = models.CharField(max_length=200, db_collation="C")
    subject = models.CharField(max_length=200, db_collation="C")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="kernel_delivery_open",
                condition=models.Q(state="pending"),
            ),
            models.Index(
                fields=["reaction", "subject", "id"],
                name="kernel_delivery_blocking",
                condition=models.Q(state__in=["pending", "dead"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reaction} ← {self.event_id}"
