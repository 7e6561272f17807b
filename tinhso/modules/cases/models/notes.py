"""What an officer is writing and has not sent yet."""

from django.db import models

from tinhso.modules.cases.models.case import Case


class WorkNote(models.Model):
    """A draft of an opinion, one for each officer and dossier; gone once it is sent."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    officer_id = models.BigIntegerField()
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "officer_id"], name="cases_one_note_each")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.officer_id}"
