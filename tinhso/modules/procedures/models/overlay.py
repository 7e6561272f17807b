"""What the province sets differently from the national text."""

from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.modules.procedures.models.approval import one_approved_a_day


class LocalOverlay(models.Model):
    """Fee, time limit, receiving units of one procedure as the province decided, for a period.

    Approval by a second person lays it over the national text and makes a version of that.
    `changes` holds only what differs: fees {channel: [fee]}, term {amount, unit}, implementing
    agency, receiving units, note, partial_reason.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        APPROVED = "approved", _("Đã phê duyệt")
        DISCARDED = "discarded", _("Đã bỏ")

    procedure = models.ForeignKey(
        "procedures.Procedure", on_delete=models.PROTECT, related_name="overlays"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    validity = DateRangeField()
    recorded = DateTimeRangeField()
    decision_number = models.CharField(max_length=120)
    decision_on = models.DateField()
    changes = models.JSONField()
    receiving_units = ArrayField(models.BigIntegerField(), default=list)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=200)
    written_by_account = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("quy định của tỉnh")
        indexes = [models.Index(fields=["procedure"], name="procedures_overlay_of")]
        constraints = [
            one_approved_a_day("procedures_one_overlay_a_day", "procedure"),
            models.CheckConstraint(
                name="procedures_overlay_approved_iff_dated",
                condition=Q(state="approved", approved_at__isnull=False)
                | (~Q(state="approved") & Q(approved_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_number} ({self.procedure_id})"
