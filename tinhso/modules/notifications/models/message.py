"""Messages and their way to a person."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One message to one recipient: an account, or an e-mail address without one."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # What makes sending it twice impossible: the same key to the same recipient is one message.
    key = models.CharField(max_length=200, db_collation="C")
    recipient = models.CharField(max_length=300, db_collation="C")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    email = models.EmailField(blank=True, db_collation="C")
    kind = models.CharField(max_length=60, db_collation="C")
    title = models.CharField(max_length=200)
    text = models.TextField()
    link = models.CharField(max_length=300, blank=True, db_collation="C")
    subject = models.CharField(max_length=200, blank=True, db_collation="C")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient"], name="notifications_message_once"),
            models.CheckConstraint(
                name="notifications_message_has_recipient",
                condition=Q(account__isnull=False) | ~Q(email=""),
            ),
            models.CheckConstraint(
                name="notifications_message_link_is_ours",
                condition=Q(link="") | Q(link__startswith="/") & ~Q(link__startswith="//"),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="notifications_inbox"),
            models.Index(
                fields=["account"], name="notifications_unread", condition=Q(read_at__isnull=True)
            ),
            models.Index(fields=["subject", "-id"], name="notifications_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Delivery(models.Model):
    """One message on one way outside the application (e-mail, later SMS and Zalo)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        FAILED = "failed", _("Không gửi được")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20, db_collation="C")
    address = models.CharField(max_length=254, db_collation="C")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel"], name="notifications_delivery_once"
            ),
            models.CheckConstraint(
                name="notifications_delivery_finished_iff_ended",
                condition=Q(state="waiting", finished_at__isnull=True)
                | Q(state__in=["sent", "failed"], finished_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="notifications_delivery_open",
                condition=Q(state__in=["waiting", "failed"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.message_id}: {self.state}"
