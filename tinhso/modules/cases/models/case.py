"""The dossier itself, its drafts and its append-only history."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse, Right
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.crypto import EncryptedTextField
from tinhso.modules.cases.rules.states import DeliveryState, Finance, State, Sync

STATE_NAMES = [
    (State.REGISTERED, _("Mới đăng ký")),
    (State.ACCEPTED, _("Được tiếp nhận")),
    (State.NOT_ACCEPTED, _("Không được tiếp nhận")),
    (State.PROCESSING, _("Đang xử lý")),
    (State.SUPPLEMENT_ASKED, _("Yêu cầu bổ sung giấy tờ")),
    (State.FEE_ASKED, _("Yêu cầu thực hiện nghĩa vụ tài chính")),
    (State.WITHDRAWN, _("Công dân yêu cầu rút hồ sơ")),
    (State.STOPPED, _("Dừng xử lý")),
    (State.FINISHED, _("Đã xử lý xong")),
    (State.RETURNED, _("Đã trả kết quả")),
]
FINANCE_NAMES = [
    (Finance.NONE, _("Không phải nộp")),
    (Finance.OWED, _("Chưa nộp")),
    (Finance.PAID, _("Đã nộp")),
    (Finance.REFUND_DUE, _("Chờ hoàn trả")),
]
DELIVERY_NAMES = [
    (DeliveryState.NONE, _("Chưa có kết quả")),
    (DeliveryState.READY, _("Chờ trả")),
    (DeliveryState.SENT, _("Đã gửi")),
    (DeliveryState.DELIVERED, _("Đã đến tay người nhận")),
]
SYNC_NAMES = [
    (Sync.LOCAL, _("Không đồng bộ")),
    (Sync.PENDING, _("Chờ đồng bộ")),
    (Sync.SYNCED, _("Đã đồng bộ")),
    (Sync.FAILED, _("Đồng bộ lỗi")),
]


class Channel(models.TextChoices):
    """How the dossier came."""

    COUNTER = "counter", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    POSTAL = "postal", _("Bưu chính công ích")
    PORTAL = "portal", _("Cổng Dịch vụ công quốc gia")


class ReturnMethod(models.TextChoices):
    """How the applicant wants the result."""

    COUNTER = "counter", _("Nhận tại Bộ phận Một cửa")
    ONLINE = "online", _("Nhận bản điện tử")
    POSTAL = "postal", _("Nhận qua bưu chính")


class Case(models.Model):
    """One dossier (hồ sơ), from submission to the result in its owner's hand.

    Three facts about organisations are kept apart (NĐ 118/2025, TTHC-60): who helped to file,
    who received, who decides. Reception does not depend on boundaries; the clock of the citizen's
    promise runs at the handling organisation. The columns `step_*`, `holder` and `unit` repeat the
    open step, so that a work list is one index scan.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=60, unique=True, db_collation="C")
    procedure_id = models.BigIntegerField()
    procedure_version_id = models.BigIntegerField()
    procedure_name = models.CharField(max_length=120)
    field_code = models.CharField(max_length=40, db_collation="C")
    process_version = models.ForeignKey(
        "cases.ProcessVersion", on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    return_method = models.CharField(
        max_length=10, choices=ReturnMethod.choices, default=ReturnMethod.COUNTER
    )
    return_address = models.CharField(max_length=500, blank=True)

    state = models.SmallIntegerField(choices=STATE_NAMES, default=State.REGISTERED)
    finance = models.CharField(max_length=12, choices=FINANCE_NAMES, default=Finance.NONE)
    delivery = models.CharField(max_length=12, choices=DELIVERY_NAMES, default=DeliveryState.NONE)
    sync = models.CharField(max_length=10, choices=SYNC_NAMES, default=Sync.LOCAL)
    portal_code = models.CharField(max_length=60, blank=True, db_collation="C")

    applicant_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    applicant_name = models.CharField(max_length=200)
    applicant_kind = models.CharField(max_length=10, default="citizen")
    applicant_number = EncryptedTextField(purpose="case.applicant_number", blank=True)
    applicant_number_hash = models.CharField(max_length=64, blank=True, db_collation="C")
    applicant_phone = models.CharField(max_length=20, blank=True)
    applicant_email = models.EmailField(blank=True)
    applicant_address = models.CharField(max_length=500, blank=True)
    submitter_name = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=500, blank=True)
    answers = models.JSONField(default=dict)
    sets_of_papers = models.PositiveSmallIntegerField(default=1)

    assisting_organisation_id = models.BigIntegerField(null=True)
    receiving_organisation_id = models.BigIntegerField()
    handling_organisation_id = models.BigIntegerField()

    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    supplement_count = models.PositiveSmallIntegerField(default=0)
    extension_count = models.PositiveSmallIntegerField(default=0)

    step_code = models.CharField(max_length=40, blank=True, db_collation="C")
    step_title = models.CharField(max_length=120, blank=True)
    step_role = models.CharField(max_length=40, blank=True, db_collation="C")
    step_due_at = models.DateTimeField(null=True)
    unit_id = models.BigIntegerField(null=True)
    holder_officer_id = models.BigIntegerField(null=True)
    waiting_for = models.CharField(max_length=20, blank=True, db_collation="C")

    version = models.PositiveIntegerField(default=0)
    submission_key = models.CharField(  # noqa: DJ001 - absent keys must not collide
        max_length=100, unique=True, null=True, db_collation="C"
    )
    search_text = models.TextField(blank=True, db_collation="C")
    search_vector = models.GeneratedField(
        expression=SearchVector("search_text", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("hồ sơ")
        indexes = [
            models.Index(
                fields=["handling_organisation_id", "state", "due_at", "id"],
                name="cases_by_handler",
            ),
            models.Index(
                fields=["handling_organisation_id", "submitted_at", "id"],
                name="cases_by_handler_time",
            ),
            models.Index(
                fields=["receiving_organisation_id", "submitted_at", "id"],
                name="cases_by_receiver_time",
            ),
            models.Index(fields=["submitted_at", "id"], name="cases_by_time"),
            models.Index(fields=["due_at", "id"], name="cases_by_due"),
            # Ends of phones and of codes, for what people have by heart.
            models.Index(
                OpClass(Reverse("applicant_phone"), name="text_pattern_ops"),
                name="cases_by_phone_end",
            ),
            models.Index(Right("code", 5), name="cases_by_code_end"),
            models.Index(
                fields=["unit_id", "submitted_at", "id"],
                name="cases_by_unit_time",
                condition=Q(unit_id__isnull=False),
            ),
            models.Index(
                fields=["receiving_organisation_id", "submitted_at", "id"],
                name="cases_to_accept",
                condition=Q(state=1),
            ),
            models.Index(
                fields=["receiving_organisation_id", "finished_at", "id"],
                name="cases_to_return",
                condition=Q(state=9),
            ),
            models.Index(
                fields=["holder_officer_id", "step_due_at", "id"],
                name="cases_of_holder",
                condition=Q(state__in=[1, 2, 4, 5, 6]),
            ),
            models.Index(
                fields=["unit_id", "step_due_at", "id"],
                name="cases_of_unit",
                condition=Q(state__in=[1, 2, 4, 5, 6]),
            ),
            models.Index(
                fields=["due_at", "id"], name="cases_open_due", condition=Q(state__in=[2, 4])
            ),
            models.Index(fields=["applicant_account", "-submitted_at"], name="cases_of_account"),
            models.Index(fields=["applicant_number_hash", "submitted_at"], name="cases_of_number"),
            models.Index(fields=["procedure_id", "submitted_at", "id"], name="cases_of_procedure"),
            GinIndex(fields=["search_vector"], name="cases_search", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                name="cases_accepted_iff_dated",
                condition=Q(state__in=[1, 3, 5, 7]) | Q(accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cases_finished_iff_dated",
                condition=Q(state__in=[3, 7, 8, 9, 10], finished_at__isnull=False)
                | Q(state__in=[1, 2, 4, 5, 6], finished_at__isnull=True),
            ),
            models.CheckConstraint(
                name="cases_returned_iff_dated",
                condition=Q(state=10, returned_at__isnull=False)
                | (~Q(state=10) & Q(returned_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.code


_BETWEEN_AGENCIES = {"ask_opinion", "answer_opinion", "cancel_opinion"}


class CaseMovement(models.Model):
    """One line of a case's history; append-only by the rights of the database.

    Titles and names are those of the day, for an officer's post may end (time.md).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="movements")
    at = models.DateTimeField()
    action = models.CharField(max_length=40, db_collation="C")
    title = models.CharField(max_length=200)
    from_state = models.SmallIntegerField(choices=STATE_NAMES, null=True)
    to_state = models.SmallIntegerField(choices=STATE_NAMES)
    step_code = models.CharField(max_length=40, blank=True, db_collation="C")
    note = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    actor_name = models.CharField(max_length=200)
    actor_title = models.CharField(max_length=200, blank=True)
    officer_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    organisation_name = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_movements")]

    @property
    def public_note(self) -> str:
        """What its owner reads of a public line: what agencies wrote stays between them."""
        return "" if self.action in _BETWEEN_AGENCIES else self.note

    def __str__(self) -> str:
        return f"{self.title} {self.at:%d/%m/%Y %H:%M}"


class Draft(models.Model):
    """An application being filled in; saved at each step, gone when submitted or discarded."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    procedure_id = models.BigIntegerField()
    procedure_version_id = models.BigIntegerField()
    procedure_name = models.CharField(max_length=120)
    receiving_organisation_id = models.BigIntegerField(null=True)
    return_method = models.CharField(
        max_length=10, choices=ReturnMethod.choices, default=ReturnMethod.ONLINE
    )
    answers = models.JSONField(default=dict)
    step = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-saved_at"], name="cases_drafts_of_account")]

    def __str__(self) -> str:
        return f"{self.procedure_name} ({self.saved_at:%d/%m/%Y})"


class DraftPaper(models.Model):
    """A paper attached to a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="papers")
    paper_code = models.CharField(max_length=80, db_collation="C")
    name = models.CharField(max_length=1000)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
