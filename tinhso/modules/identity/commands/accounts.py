"""Opening, changing, blocking accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tinhso.kernel import permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.crypto import lookup_hash
from tinhso.kernel.events import announce
from tinhso.kernel.jobs import enqueue
from tinhso.kernel.text import fold, name_sort_key, nfc
from tinhso.modules.identity.commands.letters import send_activation_letter
from tinhso.modules.identity.commands.passwords import keep_password
from tinhso.modules.identity.commands.reach import require_reach
from tinhso.modules.identity.errors import (
    AccountBlocked,
    AccountExists,
    AccountNotBlocked,
    DetailsInvalid,
    NotYourAccount,
    PasswordTooWeak,
    UsernameTaken,
)
from tinhso.modules.identity.events import AccountClosed, AccountOpened
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries import accounts, passwords
from tinhso.modules.identity.queries.accounts import PERSON_NUMBER
from tinhso.modules.identity.rules import numbers


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of the holder of an account; what is not known stays empty."""

    full_name: str
    username: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    personal_number: str = ""
    enterprise_code: str = ""
    born_on: date | None = None
    gender: str = ""


@command(permission="identity.register_person")
def register_person(
    kind: str,
    details: Details,
    *,
    password: str = "",
    provider_assurance: int = 0,
    by: Actor,
    at: datetime,
) -> Account:
    """Open an account for a citizen or a business: with a password here, or known by a provider.

    Raises DetailsInvalid, PasswordTooWeak, UsernameTaken, AccountExists.
    """
    account = _fresh(kind, Account.Type.PUBLIC, details, at=at)
    if provider_assurance:
        account.source, account.assurance = Account.Source.PROVIDER, provider_assurance
    _refuse_what_is_wrong(account)
    if password:
        found = passwords.weaknesses(password, account)
        if found:
            said = passwords.sentences(found, second_factor=False)
            raise PasswordTooWeak(fields={"password1": said})
    _open(account, password, at=at)
    return account


@command(permission="identity.open_account", audits=("officer_id", "account_type"))
def open_officer_account(
    officer_id: int,
    details: Details,
    *,
    account_type: str = Account.Type.OPERATIONAL,
    temporary_password: str = "",
    by: Actor,
    at: datetime,
) -> Account:
    """Open the account of an officer; a temporary password must be changed at the first sign-in.

    Without one the officer chooses a password through a link sent to the address. Raises
    DetailsInvalid, UsernameTaken, AccountExists, AccountOfAnotherUnit.
    """
    account = _fresh(Account.Kind.OFFICER, account_type, details, at=at)
    account.officer_id = officer_id
    account.must_change_password = True
    account.manager_id = by.account_id
    _refuse_what_is_wrong(account)
    require_reach(by, "identity.open_account", account, at=at)
    _open(account, temporary_password, at=at)
    if not temporary_password and account.email:
        enqueue(send_activation_letter, account_id=account.pk)
    return account


@command(permission="identity.open_account", audits=("username",))
def open_service_account(username: str, *, title: str, by: Actor, at: datetime) -> Account:
    """Open the account under which another program acts; nobody can sign in with it."""
    details = Details(full_name=title, username=username)
    account = _fresh(Account.Kind.SERVICE, Account.Type.SERVICE, details, at=at)
    account.manager_id = by.account_id
    _refuse_what_is_wrong(account)
    _open(account, "", at=at)
    return account


@command(permission="identity.manage_own_account")
def change_own_details(
    account_id: int, details: Details, *, theme: str = "", by: Actor, at: datetime
) -> Account:
    """Change how one can be reached (e-mail, phone, address) and how pages look.

    The name and the number stay: they come from where the identity was checked. Raises
    NotYourAccount, DetailsInvalid.
    """
    if by.account_id != account_id:
        raise NotYourAccount
    account = accounts.account(account_id, for_update=True)
    told = {
        "email": details.email.strip().lower(),
        "phone": numbers.plain(details.phone),
        "address": nfc(details.address.strip()),
        "theme": theme,
    }
    changed = [name for name, value in told.items() if getattr(account, name) != value]
    for name in changed:
        setattr(account, name, told[name])
    _refuse_what_is_wrong(account)
    account.save(update_fields=changed)
    note(subject=f"account:{account_id}", changed=changed)
    return account


@command(permission="identity.block_account", audits=("account_id", "reason"))
def block_account(account_id: int, *, reason: str, by: Actor, at: datetime) -> Account:
    """Keep an account from signing in and end its sessions. Raises AccountBlocked when it is."""
    account = accounts.account(account_id, for_update=True)
    require_reach(by, "identity.block_account", account, at=at)
    if not account.is_active:
        raise AccountBlocked
    close(account, reason, at=at)
    return account


@command(permission="identity.block_account", audits=("account_id", "reason"))
def unblock_account(account_id: int, *, reason: str, by: Actor, at: datetime) -> Account:
    """Let an account sign in again; the 45 days and the failures start anew."""
    account = accounts.account(account_id, for_update=True)
    require_reach(by, "identity.block_account", account, at=at)
    if account.is_active:
        raise AccountNotBlocked
    account.is_active, account.deactivated_on, account.deactivation_reason = True, None, ""
    account.activated_on = account.last_active_on = localdate(at)
    account.failures_forgiven_at = at
    account.save(
        update_fields=[
            "is_active",
            "deactivated_on",
            "deactivation_reason",
            "activated_on",
            "last_active_on",
            "failures_forgiven_at",
        ]
    )
    note(subject=f"account:{account_id}")
    return account


@command(permission="identity.manage_own_account", audits=("account_id", "reason"))
def reveal_personal_number(account_id: int, *, reason: str, by: Actor, at: datetime) -> str:
    """The whole personal number; each reading leaves its line. Own one, or with the right to.

    Raises AccountNotFound, PermissionMissing.
    """
    note(subject=f"account:{account_id}")
    if by.account_id != account_id:
        permissions.require(by, "identity.reveal_personal_number")
    return str(accounts.account(account_id).personal_number)


def close(account: Account, reason: str, *, at: datetime) -> None:
    """Close an account inside a command: Django's sign-in then refuses each of its sessions."""
    account.is_active = False
    account.deactivated_on, account.deactivation_reason = localdate(at), reason[:200]
    account.save(update_fields=["is_active", "deactivated_on", "deactivation_reason"])
    announce(
        AccountClosed(account_id=account.pk, officer_id=account.officer_id, reason=reason[:200]),
        subject=f"account:{account.pk}",
    )
    note(subject=f"account:{account.pk}")


def _fresh(kind: str, account_type: str, details: Details, *, at: datetime) -> Account:
    name = " ".join(nfc(details.full_name).split())
    number = numbers.plain(details.personal_number)
    today = localdate(at)
    return Account(
        kind=kind,
        type=account_type,
        username=details.username.strip().lower(),
        full_name=name,
        name_folded=fold(name),
        name_sort=name_sort_key(name),
        email=details.email.strip().lower(),
        phone=numbers.plain(details.phone),
        address=nfc(details.address.strip()),
        born_on=details.born_on,
        gender=details.gender,
        personal_number=number,
        personal_number_hash=lookup_hash(number, PERSON_NUMBER),
        enterprise_code=numbers.plain(details.enterprise_code),
        activated_on=today,
        last_active_on=today,
        password=make_password(None),
    )


def _refuse_what_is_wrong(account: Account) -> None:
    wrong: dict[str, list[str]] = {}
    if not account.full_name:
        wrong["full_name"] = [_("Nhập họ, chữ đệm và tên.")]
    if not numbers.is_username(account.username) and "@" not in account.username:
        wrong["username"] = [
            _("Tên đăng nhập có 3 đến 50 ký tự: chữ thường không dấu, chữ số, dấu . _ -")
        ]
    number = account.personal_number
    if number and not numbers.is_personal_number(number):
        wrong["personal_number"] = [_("Số định danh cá nhân có 12 chữ số, bắt đầu bằng 0.")]
    if account.phone and not numbers.is_phone(account.phone):
        wrong["phone"] = [_("Điện thoại phải có 10 chữ số, bắt đầu bằng 0.")]
    is_business = account.kind == Account.Kind.BUSINESS
    if is_business and not numbers.is_enterprise_code(account.enterprise_code):
        wrong["enterprise_code"] = [
            _("Mã số doanh nghiệp có 10 chữ số (chi nhánh 13) và đúng số kiểm tra.")
        ]
    if account.email and _is_email_taken(account):
        wrong["email"] = [_("Địa chỉ thư này đã có tài khoản khác dùng.")]
    if wrong:
        raise DetailsInvalid(fields=wrong)


def _is_email_taken(account: Account) -> bool:
    return Account.objects.filter(email=account.email).exclude(pk=account.pk).exists()


def _open(account: Account, password: str, *, at: datetime) -> None:
    if not accounts.is_username_free(account.username):
        raise UsernameTaken
    if account.officer_id and accounts.account_of_officer(account.officer_id):
        raise AccountExists
    if account.personal_number and accounts.account_of_person(
        account.personal_number, account.kind
    ):
        raise AccountExists
    account.save()
    if password:
        keep_password(account, password, at=at)
        account.save(
            update_fields=[
                "password",
                "password_changed_at",
                "password_stands_alone",
                "failures_forgiven_at",
            ]
        )
    announce(
        AccountOpened(account_id=account.pk, kind=account.kind), subject=f"account:{account.pk}"
    )
    note(subject=f"account:{account.pk}", kind=account.kind)
