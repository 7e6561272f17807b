"""People for tests: accounts by situation, and a browser signed in as one of them."""

from __future__ import annotations

import itertools
import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.test import Client

from tinhso.kernel.actor import system_actor
from tinhso.kernel.crypto import encrypt
from tinhso.kernel.temporal import Span, Stamp, date_range
from tinhso.kernel.text import fold, name_sort_key
from tinhso.modules.directory.models import (
    Officer,
    OfficerVersion,
    Organisation,
    OrganisationVersion,
    Position,
    PositionVersion,
    PostHolding,
)
from tinhso.modules.identity.commands.passwords import keep_password
from tinhso.modules.identity.commands.second_factors import SECRET_PURPOSE
from tinhso.modules.identity.models import Account, RoleGrant

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TUESDAY = datetime(2026, 11, 17, 9, 0, tzinfo=VIETNAM)
KNOWN = Stamp(system_actor("test"), TUESDAY).recorded
GOOD_PASSWORD = "Cây tre 24 đốt!"
_numbers = itertools.count(1)


def officer_id() -> int:
    """An officer of the directory without a record or a post."""
    return int(Officer.objects.create(employee_code=f"CB{next(_numbers):06}").pk)


def officer_with_record(employee_code: str, full_name: str) -> int:
    """An officer of the directory by code and name."""
    officer = Officer.objects.create(employee_code=employee_code)
    OfficerVersion.objects.create(
        officer=officer,
        full_name=full_name,
        search=fold(full_name),
        sort_key=name_sort_key(full_name),
        validity=date_range(Span(date(2025, 7, 1), None)),
        recorded=KNOWN,
        recorded_by="thử",
    )
    return int(officer.pk)


def organisation_id(parent: int | None = None, name: str = "") -> int:
    """An organisation that has stood since 2025, below another or at the top."""
    number = next(_numbers)
    organisation = Organisation.objects.create()
    shown = name or f"Đơn vị {number}"
    OrganisationVersion.objects.create(
        organisation=organisation,
        code=f"H56.99.{number}",
        kind=OrganisationVersion.Kind.DIVISION,
        name=shown,
        short_name=shown,
        parent_id=parent,
        search=fold(shown),
        sort_key=shown,
        validity=date_range(Span(date(2025, 7, 1), None)),
        recorded=KNOWN,
        recorded_by="thử",
    )
    return int(organisation.pk)


def hold_post(
    officer: int | None,
    organisation: int,
    roles: tuple[str, ...],
    *,
    title: str = "Chuyên viên",
    since: date = date(2025, 7, 1),
    until: date | None = None,
) -> PostHolding:
    """The officer holds a position with these roles from a day up to before another."""
    position = Position.objects.create()
    known = {"recorded": KNOWN, "recorded_by": "thử"}
    PositionVersion.objects.create(
        position=position,
        organisation_id=organisation,
        title=title,
        roles=list(roles),
        validity=date_range(Span(date(2025, 7, 1), None)),
        **known,
    )
    return PostHolding.objects.create(
        officer_id=officer or 0, position=position, validity=date_range(Span(since, until)), **known
    )


def make_account(
    kind: str = "officer", *, password: str = "", at: datetime = TUESDAY, **fields: object
) -> Account:
    """An account that may sign in; with a password when one is given."""
    number = next(_numbers)
    name = str(fields.setdefault("full_name", f"Lê Văn Thử {number}"))
    types = {"officer": "operational", "service": "service"}
    fields.setdefault("type", types.get(kind, "public"))
    fields.setdefault("username", f"nguoi{number}")
    fields.setdefault("activated_on", at.date())
    fields.setdefault("last_active_on", at.date())
    if kind == "officer":
        fields.setdefault("officer_id", officer_id())
    if kind == "business":
        fields.setdefault("enterprise_code", "0100109106")
    account = Account(kind=kind, name_folded=fold(name), name_sort=name_sort_key(name), **fields)
    account.set_unusable_password()
    account.save()
    if password:
        keep_password(account, password, at=at)
        account.save()
    return account


def give_role(
    account: Account,
    role: str,
    organisation: int | None = None,
    *,
    since: date = date(2026, 1, 1),
    until: date | None = None,
) -> RoleGrant:
    """A role that the account holds from a day up to before another."""
    return RoleGrant.objects.create(
        account=account,
        role=role,
        organisation_id=organisation,
        validity=date_range(Span(since, until)),
        recorded=KNOWN,
        decision="QĐ thử",
        recorded_by="thử",
    )


def give_code_app(account: Account) -> str:
    """A code app of the account; returns its secret."""
    secret = str(generate_totp_secret())
    Authenticator.objects.create(
        user=account,
        type=Authenticator.Type.TOTP,
        data={"secret": encrypt(secret, SECRET_PURPOSE)},
    )
    return secret


def signed_in(account: Account, *, methods: tuple[str, ...] = ("password",)) -> Client:
    """A browser in which the account is signed in, having used the methods ("password", "mfa")."""
    client = Client()
    client.force_login(account)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in methods
    ]
    session["account_authentication_methods_user"] = user_id_to_str(account)
    session.save()
    return client


def administrator(role: str = "province_admin") -> Account:
    """An account with an administrative role, a good password and a code app."""
    account = make_account(type="administrative", password=GOOD_PASSWORD)
    give_role(account, role)
    give_code_app(account)
    return account
