"""Messages from and to the national portal, and tries of the public look-up."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.modules.cases.models.case import Case


class IntakeMessage(models.Model):
    """A message received from the portal, kept as it came before anything is done with it."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Đã nhận")
        APPLIED = "applied", _("Đã ghi nhận")
        WAITING = "waiting", _("Chờ thông điệp trước")
        REFUSED = "refused", _("Bị từ chối")

    message_id = models.CharField(max_length=100, unique=True, db_collation="C")
    kind = models.CharField(max_length=30, db_collation="C")
    portal_code = models.CharField(max_length=60, db_collation="C")
    ordinal = models.PositiveIntegerField()
    body = models.JSONField()
    received_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RECEIVED)
    applied_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["portal_code", "ordinal"], name="cases_intake_order")]

    def __str__(self) -> str:
        return self.message_id


class StatusReport(models.Model):
    """A state change to be told to the portal, in order per case, until acknowledged."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="status_reports")
    state = models.SmallIntegerField()
    body = models.JSONField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], name="cases_reports_open", condition=Q(sent_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class LookupAttempt(models.Model):
    """A wrong try of the public look-up; old ones are cleaned away."""

    code = models.CharField(max_length=60, db_collation="C")
    address = models.CharField(max_length=60, db_collation="C")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address", "at"], name="cases_lookup_address"),
            models.Index(fields=["code", "at"], name="cases_lookup_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.at:%H:%M}"
