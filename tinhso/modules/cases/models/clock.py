"""The clocks of a case, with their full account (clocks.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.modules.cases.models.case import Case


class CaseClock(models.Model):
    """One clock: its term, what happened, when it is due and why.

    `events` are the kernel clock's events, `account` the intervals whose counted parts sum to the
    term. A clock is reckoned anew at each event and kept as reckoned; the promise printed on the
    receipt is `Case.promised_at`.
    """

    class Kind(models.TextChoices):
        STATUTORY = "statutory", _("Hẹn trả người dân")
        AGENCY = "agency", _("Thời hạn của cơ quan")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    organisation_id = models.BigIntegerField()
    term = models.JSONField()
    events = models.JSONField(default=list)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    account = models.JSONField(default=dict)
    calendar_version = models.CharField(max_length=80, blank=True)
    reckoned_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "kind"], name="cases_clocks")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.due_at}"
