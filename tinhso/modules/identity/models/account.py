"""Accounts of people, businesses and machines."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.crypto import EncryptedTextField


class AccountsByName(BaseUserManager["Account"]):
    """Finds an account by the name typed at sign-in; names are kept in small letters."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """A person's, a business's or a program's way in; its rights follow from posts and roles."""

    class Kind(models.TextChoices):
        OFFICER = "officer", _("Cán bộ, công chức")
        CITIZEN = "citizen", _("Công dân")
        BUSINESS = "business", _("Doanh nghiệp, tổ chức")
        SERVICE = "service", _("Phần mềm")

    class Type(models.TextChoices):
        """The four kinds that SEC-23 asks to manage apart, and the public."""

        ADMINISTRATIVE = "administrative", _("Quản trị")
        OPERATIONAL = "operational", _("Tác nghiệp")
        TECHNICAL = "technical", _("Kỹ thuật")
        SERVICE = "service", _("Dịch vụ")
        PUBLIC = "public", _("Người dân, doanh nghiệp")

    class Source(models.TextChoices):
        LOCAL = "local", _("Tài khoản tại đây")
        PROVIDER = "provider", _("Nơi định danh bên ngoài")

    username = models.CharField(_("Tên đăng nhập"), max_length=150, unique=True, db_collation="C")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    type = models.CharField(max_length=15, choices=Type.choices)
    full_name = models.CharField(_("Họ, chữ đệm và tên"), max_length=200)
    name_folded = models.CharField(max_length=200, db_collation="C")
    name_sort = models.CharField(max_length=400, db_collation="C")
    email = models.EmailField(_("Thư điện tử"), blank=True, db_collation="C")
    phone = models.CharField(_("Điện thoại"), max_length=20, blank=True, db_collation="C")
    address = models.CharField(_("Địa chỉ"), max_length=500, blank=True)
    born_on = models.DateField(_("Ngày sinh"), null=True, blank=True)
    gender = models.CharField(_("Giới tính"), max_length=10, blank=True)
    personal_number = EncryptedTextField(purpose="identity.personal_number", blank=True)
    personal_number_hash = models.CharField(max_length=64, blank=True, db_collation="C")
    enterprise_code = models.CharField(max_length=14, blank=True, db_collation="C")
    officer = models.OneToOneField(
        "directory.Officer", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    manager = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    source = models.CharField(max_length=10, choices=Source.choices, default=Source.LOCAL)
    assurance = models.PositiveSmallIntegerField(default=1)
    is_sample = models.BooleanField(default=False)
    theme = models.CharField(
        max_length=5, choices=[("light", _("Sáng")), ("dark", _("Tối"))], blank=True
    )

    is_active = models.BooleanField(default=True)
    activated_on = models.DateField()
    deactivated_on = models.DateField(null=True, blank=True)
    deactivation_reason = models.CharField(max_length=200, blank=True)
    last_active_on = models.DateField()
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    password_stands_alone = models.BooleanField(default=False)
    failures_forgiven_at = models.DateTimeField(null=True, blank=True)

    is_staff = False
    is_superuser = False

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = AccountsByName()

    class Meta:
        verbose_name = _("tài khoản")
        indexes = [
            models.Index(fields=["name_sort", "id"], name="identity_account_order"),
            models.Index(fields=["name_folded"], name="identity_account_search"),
            models.Index(fields=["phone"], name="identity_account_phone"),
            models.Index(
                fields=["last_active_on"],
                name="identity_account_asleep",
                condition=Q(is_active=True, kind="officer"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["email"], name="identity_account_email", condition=~Q(email="")
            ),
            # An officer's account is apart from the same person's account as a citizen.
            models.UniqueConstraint(
                fields=["personal_number_hash", "kind"],
                name="identity_account_person",
                condition=~Q(personal_number_hash=""),
            ),
            models.UniqueConstraint(
                fields=["enterprise_code"],
                name="identity_account_enterprise",
                condition=Q(kind="business"),
            ),
            models.CheckConstraint(
                name="identity_account_type_fits_kind",
                condition=Q(kind__in=["citizen", "business"], type="public")
                | Q(kind="service", type="service")
                | Q(kind="officer", type__in=["administrative", "operational", "technical"]),
            ),
            models.CheckConstraint(
                name="identity_account_officer_iff_linked",
                condition=Q(kind="officer", officer__isnull=False)
                | ~Q(kind="officer") & Q(officer__isnull=True),
            ),
            models.CheckConstraint(
                name="identity_account_inactive_iff_dated",
                condition=Q(is_active=True, deactivated_on__isnull=True)
                | Q(is_active=False, deactivated_on__isnull=False),
            ),
            models.CheckConstraint(
                name="identity_account_number_iff_hashed",
                condition=Q(personal_number="", personal_number_hash="")
                | ~Q(personal_number="") & ~Q(personal_number_hash=""),
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.full_name
