"""Steps of a case: who had it, from when to when, against which norm (form 06)."""

from django.db import models
from django.db.models import Q

from tinhso.modules.cases.models.case import Case


class CaseStep(models.Model):
    """One stay of a case at a step; exactly one is open while the case is open."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    step_code = models.CharField(max_length=40, db_collation="C")
    title = models.CharField(max_length=120)
    role = models.CharField(max_length=40, db_collation="C")
    unit_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    holder_officer_id = models.BigIntegerField(null=True)
    holder_name = models.CharField(max_length=200, blank=True)
    holder_title = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    left_by = models.CharField(max_length=40, blank=True, db_collation="C")
    norm_minutes = models.PositiveIntegerField(null=True)
    used_minutes = models.PositiveIntegerField(null=True)
    pauses = models.JSONField(default=list)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(left_at__isnull=True), name="cases_one_open_step"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="cases_steps"),
            models.Index(
                fields=["holder_officer_id", "left_at"],
                name="cases_steps_passed_on",
                condition=Q(left_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
