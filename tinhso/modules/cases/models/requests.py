"""What is asked of others while a case runs: supplements, opinions, fees, more time, hand-overs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.modules.cases.models.case import Case


class SupplementRequest(models.Model):
    """Form 02: one complete notice of what is missing."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supplements")
    ordinal = models.PositiveSmallIntegerField()
    items = models.JSONField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by_officer_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=200)
    respond_by = models.DateTimeField(null=True)
    is_before_acceptance = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    answer_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="cases_supplement_ordinal"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at__isnull=True),
                name="cases_one_open_supplement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.ordinal}"


class Opinion(models.Model):
    """An opinion asked of another organisation; a mandatory one blocks approval until it is in."""

    class Answer(models.TextChoices):
        AGREE = "agree", _("Đồng ý")
        DISAGREE = "disagree", _("Không đồng ý")
        COMMENT = "comment", _("Có ý kiến khác")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    organisation_id = models.BigIntegerField()
    organisation_name = models.CharField(max_length=300)
    question = models.TextField()
    is_mandatory = models.BooleanField(default=True)
    asked_at = models.DateTimeField()
    asked_by_officer_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=200)
    asking_organisation_id = models.BigIntegerField()
    due_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    received_by_officer_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    text = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_by_title = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation_id", "due_at"],
                name="cases_opinions_open",
                condition=Q(answered_at__isnull=True, cancelled_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="cases_opinion_answered_iff_dated",
                condition=(Q(answered_at__isnull=True) & Q(answer=""))
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.organisation_name}"


class FeeRequest(models.Model):
    """An amount the applicant owes; taken at the counter now, by the payments module later."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="fees")
    title = models.CharField(max_length=300)
    amount = models.PositiveBigIntegerField(help_text="đồng")
    asked_at = models.DateTimeField()
    stops_clock = models.BooleanField(default=False)
    paid_at = models.DateTimeField(null=True)
    receipt_number = models.CharField(max_length=40, blank=True)
    collected_by_name = models.CharField(max_length=200, blank=True)
    waived_at = models.DateTimeField(null=True)
    waived_reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.title}: {self.amount} đ"


class Extension(models.Model):
    """Form 04: an apology with a new date, given before the old one passes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    ordinal = models.PositiveSmallIntegerField()
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    reason = models.TextField()
    given_at = models.DateTimeField()
    given_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="cases_extension_ordinal"),
            models.CheckConstraint(
                name="cases_extension_is_later",
                condition=Q(new_due_at__gt=models.F("old_due_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.old_due_at:%d/%m} → {self.new_due_at:%d/%m/%Y}"


class Handover(models.Model):
    """A case sent to another agency: until the receiver confirms, the sender is responsible."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    from_organisation_id = models.BigIntegerField()
    to_organisation_id = models.BigIntegerField()
    to_organisation_name = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    sent_by_name = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    refused_at = models.DateTimeField(null=True)
    refusal_reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["to_organisation_id", "sent_at"],
                name="cases_handovers_open",
                condition=Q(confirmed_at__isnull=True, refused_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(confirmed_at__isnull=True, refused_at__isnull=True),
                name="cases_one_open_handover",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.to_organisation_name}"
