"""What a case ends with: results, official papers, proof of delivery."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.modules.cases.models.case import Case, ReturnMethod


class CaseResult(models.Model):
    """A result in one version; an edit after approval makes the next version (TTHC-16)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="results")
    version = models.PositiveSmallIntegerField()
    template = models.CharField(max_length=60, db_collation="C")
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    drafted_at = models.DateTimeField()
    drafted_by_officer_id = models.BigIntegerField(null=True)
    drafted_by_name = models.CharField(max_length=200)
    approved_at = models.DateTimeField(null=True)
    approved_by_officer_id = models.BigIntegerField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    approved_by_title = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="cases_result_version")
        ]

    def __str__(self) -> str:
        return self.title


class IssuedPaper(models.Model):
    """An official form (01…07) as it was printed: values and file are kept for ever."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="issued_papers")
    form = models.CharField(max_length=10, db_collation="C")
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    values = models.JSONField()
    file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField()
    issued_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["case", "form"], name="cases_issued_papers")]

    def __str__(self) -> str:
        return f"{self.form} {self.title}"


class Delivery(models.Model):
    """A result on its way: sent is not delivered, and delivery carries its evidence (TTHC-18)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    method = models.CharField(max_length=10, choices=ReturnMethod.choices)
    sent_at = models.DateTimeField()
    sent_by_name = models.CharField(max_length=200)
    tracking_number = models.CharField(max_length=60, blank=True)
    delivered_at = models.DateTimeField(null=True)
    receiver_name = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("lượt trả kết quả")

    def __str__(self) -> str:
        return f"{self.case_id} {self.method}"
