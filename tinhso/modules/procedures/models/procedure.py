"""Procedures: identity, versions of their text, and when each version is in force."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import temporal


class ServiceField(models.Model):
    """A field of administration (lĩnh vực), for example G15-TP07 Hộ tịch."""

    code = models.CharField(max_length=40, primary_key=True, db_collation="C")
    name = models.CharField(max_length=300)
    sort_key = models.CharField(max_length=600, db_collation="C")

    class Meta:
        verbose_name = _("lĩnh vực")
        ordering = ["sort_key", "code"]

    def __str__(self) -> str:
        return self.name


class LifeEvent(models.Model):
    """A situation of life under which citizens look for procedures."""

    code = models.CharField(max_length=60, primary_key=True, db_collation="C")
    name = models.CharField(max_length=120)
    note = models.CharField(max_length=200, blank=True)
    icon = models.CharField(max_length=30, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("việc trong đời")
        ordering = ["place", "code"]

    def __str__(self) -> str:
        return self.name


class ResultKind(models.Model):
    """A kind of result document with its national code, for example KQ.G15.000031."""

    code = models.CharField(max_length=60, primary_key=True, db_collation="C")
    name = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("loại kết quả")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Procedure(models.Model):
    """The identity of a procedure: its code stays, everything said of it is in versions."""

    code = models.CharField(max_length=60, unique=True, db_collation="C")
    is_central = models.BooleanField(default=False)
    """Served by a ministry's central system: local intake is off (NĐ 224/2026 Điều 15.1.i)."""
    central_note = models.CharField(max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(default=0)
    """How common it is, for ranking; 0 for most."""
    added_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True)
    """When `is_central` last changed."""

    class Meta:
        verbose_name = _("thủ tục")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """One text of a procedure. Immutable once approved; a dossier keeps the id it started with.

    Origin says whose text it is: the national catalogue, the province's own, or the national text
    with an approved overlay of the province laid over it (then `based_on` is the national one).
    When it is in force stands in VersionPeriod.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        APPROVED = "approved", _("Đã phê duyệt")
        DISCARDED = "discarded", _("Đã bỏ")

    class Origin(models.TextChoices):
        NATIONAL = "national", _("Danh mục quốc gia")
        LOCAL = "local", _("Tỉnh biên soạn")
        OVERLAID = "overlaid", _("Danh mục quốc gia, có quy định của tỉnh")

    class OnlineLevel(models.TextChoices):
        WHOLE = "toan_trinh", _("Toàn trình")
        PART = "mot_phan", _("Một phần")
        NONE = "khong", _("Chỉ cung cấp thông tin")

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    overlay = models.ForeignKey(
        "procedures.LocalOverlay", on_delete=models.PROTECT, null=True, related_name="+"
    )

    name = models.CharField(max_length=2_000)
    short_name = models.CharField(max_length=30)
    field_code = models.CharField(max_length=40, db_collation="C")
    field_name = models.CharField(max_length=300)
    level = models.CharField(max_length=10, db_collation="C")
    levels = ArrayField(models.CharField(max_length=10, db_collation="C"))
    life_events = ArrayField(models.CharField(max_length=60, db_collation="C"), default=list)
    online_level = models.CharField(max_length=12, choices=OnlineLevel.choices)
    partial_reason = models.TextField(blank=True)
    promulgating_agency = models.CharField(max_length=300, blank=True)
    promulgating_code = models.CharField(max_length=40, blank=True, db_collation="C")
    implementing_agency = models.TextField(blank=True)
    decision_number = models.CharField(max_length=120, blank=True)
    decision_on = models.DateField(null=True)
    is_vertical = models.BooleanField(default=False)
    is_shared_service = models.BooleanField(default=False)
    non_territorial = models.BooleanField(default=False)
    has_forms = models.BooleanField(default=False)

    term = models.JSONField()
    term_status = models.CharField(max_length=12, db_collation="C")
    term_reading = models.CharField(max_length=300, blank=True)
    supplement_mode = models.CharField(max_length=10, db_collation="C")
    supplement_source = models.CharField(max_length=300, blank=True)
    receiving_units = ArrayField(models.BigIntegerField(), default=list)
    local_note = models.TextField(blank=True)
    fee_text = models.TextField(blank=True)
    """The fee in a few words, made from the content when it is written."""
    content = models.JSONField()
    content_hash = models.CharField(max_length=64, db_collation="C")

    source = models.CharField(max_length=300, blank=True)
    harvest = models.ForeignKey(
        "procedures.Harvest", on_delete=models.PROTECT, null=True, related_name="+"
    )
    planned_from = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=200)
    written_by_account = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=200, blank=True)

    sort_key = models.CharField(max_length=400, db_collation="C")
    search_name = models.TextField(db_collation="C")
    search_more = models.TextField(db_collation="C")
    search_joined = models.TextField(db_collation="C")
    search_initials = models.CharField(max_length=300, db_collation="C")
    search_vector = models.GeneratedField(
        expression=SearchVector("search_name", weight="A", config="simple")
        + SearchVector("search_more", weight="C", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("phiên bản thủ tục")
        indexes = [
            GinIndex(fields=["search_vector"], name="procedures_search", fastupdate=False),
            models.Index(fields=["field_code", "sort_key", "id"], name="procedures_by_field"),
            models.Index(fields=["sort_key", "id"], name="procedures_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "number"], name="procedures_version_numbered"
            ),
            models.CheckConstraint(
                name="procedures_version_approved_iff_dated",
                condition=Q(state="approved", approved_at__isnull=False)
                | (~Q(state="approved") & Q(approved_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="procedures_version_overlaid_iff_based",
                condition=Q(origin="overlaid", based_on__isnull=False, overlay__isnull=False)
                | (~Q(origin="overlaid") & Q(overlay__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_name} ({self.number})"


class VersionPeriod(temporal.Version):
    """When a version is in force: bitemporal, never overwritten (see tinhso.kernel.temporal)."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="periods")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="periods")

    class Meta:
        verbose_name = _("thời gian hiệu lực")
        indexes = [
            models.Index(fields=["procedure"], name="procedures_period_of"),
            models.Index(fields=["version"], name="procedures_period_version"),
        ]
        constraints = [
            temporal.no_overlap("procedures_one_version_a_day", "procedure"),
            *temporal.Version.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.validity}"
