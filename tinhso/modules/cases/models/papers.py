"""Papers of a case, each kept with its round, so that every submission can be seen as it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.modules.cases.models.case import Case


class CasePaper(models.Model):
    """One paper (thành phần hồ sơ). Never replaced: a later round adds another row."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("Bản chính")
        COPY = "copy", _("Bản sao")
        CERTIFIED = "certified", _("Bản sao chứng thực")
        ELECTRONIC = "electronic", _("Bản điện tử")

    class Source(models.TextChoices):
        UPLOADED = "uploaded", _("Người nộp tải lên")
        SCANNED = "scanned", _("Quét tại quầy")
        ON_PAPER = "paper", _("Nộp bản giấy")
        PORTAL = "portal", _("Từ Cổng Dịch vụ công quốc gia")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    paper_code = models.CharField(max_length=80, blank=True, db_collation="C")
    name = models.CharField(max_length=1000)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    quantity = models.PositiveSmallIntegerField(default=1)
    file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    round = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    checked_at = models.DateTimeField(null=True)
    checked_by_officer_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_papers")]

    def __str__(self) -> str:
        return self.name
