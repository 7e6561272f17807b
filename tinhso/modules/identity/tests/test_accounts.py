"""Opening, blocking, revealing; the nightly round; many at once; samples; keys."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tinhso.kernel import crypto
from tinhso.kernel.actor import Actor, system_actor
from tinhso.kernel.crypto import keyring
from tinhso.kernel.errors import PermissionMissing
from tinhso.kernel.models import AuditEntry, OutboxEvent
from tinhso.kernel.text import fold
from tinhso.modules.identity import public
from tinhso.modules.identity.commands import accounts as keeping
from tinhso.modules.identity.commands import maintenance, opening, passwords
from tinhso.modules.identity.commands.accounts import Details
from tinhso.modules.identity.commands.letters import send_activation_letter
from tinhso.modules.identity.commands.second_factors import SECRET_PURPOSE
from tinhso.modules.identity.commands.sign_in import forget_failures
from tinhso.modules.identity.errors import (
    AccountBlocked,
    AccountExists,
    AccountNotBlocked,
    AccountNotFound,
    DetailsInvalid,
    FileUnreadable,
    NotYourAccount,
    OfficerUnknown,
    OwnRights,
    PasswordTooWeak,
    SamplesForbidden,
    TooManyLines,
    UsernameTaken,
)
from tinhso.modules.identity.models import Account, FailedSignIn, PastPassword
from tinhso.modules.identity.queries.samples import kept_people, samples_file
from tinhso.modules.identity.tasks import look_after_accounts
from tinhso.modules.identity.tests.factories import (
    GOOD_PASSWORD,
    TUESDAY,
    administrator,
    give_code_app,
    make_account,
    officer_id,
    officer_with_record,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
HOA = Details(
    full_name="Nguyễn  Thị Hoa ",
    username="Hoa.Nguyen",
    email="Hoa@Example.vn",
    phone="0912 345 678",
    personal_number="038 190 012 217",
)


def register(
    details: Details = HOA, kind: str = "citizen", password: str = GOOD_PASSWORD
) -> Account:
    return keeping.register_person(kind, details, password=password, by=SYSTEM, at=TUESDAY)


def changed(**values: str) -> Details:
    told = {name: getattr(HOA, name) for name in Details.__dataclass_fields__} | values
    return Details(**told)


def test_a_citizen_is_registered_tidily_with_the_number_sealed() -> None:
    account = register()
    assert (account.full_name, account.username) == ("Nguyễn Thị Hoa", "hoa.nguyen")
    assert (account.email, account.phone) == ("hoa@example.vn", "0912345678")
    assert account.name_folded == fold("Nguyễn Thị Hoa")
    with connection.cursor() as cursor:
        cursor.execute("SELECT personal_number FROM identity_account WHERE id = %s", [account.pk])
        (kept,) = cursor.fetchone()
    assert kept.startswith("v1.")
    assert "038190012217" not in kept
    assert Account.objects.get(pk=account.pk).personal_number == "038190012217"
    assert public.account_id_of_person("038190012217") == account.pk
    assert OutboxEvent.objects.get(name="identity.AccountOpened").payload["kind"] == "citizen"


def test_nobody_has_two_accounts_of_one_kind() -> None:
    register()
    with pytest.raises(UsernameTaken):
        register(changed(personal_number="038190012218", email=""))
    with pytest.raises(AccountExists):
        register(changed(username="hoa2", email=""))
    with pytest.raises(DetailsInvalid) as refusal:
        register(changed(username="hoa2", personal_number="038190012218"))
    assert "email" in refusal.value.fields
    assert Account.objects.count() == 1


def test_two_of_one_person_are_refused_by_the_database_too() -> None:
    account = register()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_account(
            "citizen",
            personal_number="038190012217",
            personal_number_hash=account.personal_number_hash,
        )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", "  "),
        ("username", "H"),
        ("personal_number", "12345"),
        ("phone", "12"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field: str, value: str) -> None:
    with pytest.raises(DetailsInvalid) as refusal:
        register(changed(**{field: value}))
    assert list(refusal.value.fields) == [field]
    assert not Account.objects.exists()


def test_a_business_needs_a_code_with_the_right_check_digit() -> None:
    with pytest.raises(DetailsInvalid):
        register(changed(enterprise_code="0100109107", personal_number=""), "business")
    opened = register(changed(enterprise_code="0100109106", personal_number=""), "business")
    assert opened.type == Account.Type.PUBLIC


def test_a_weak_password_registers_nobody() -> None:
    with pytest.raises(PasswordTooWeak) as refusal:
        register(password="ngắn quá")
    assert "Mật khẩu phải có ít nhất 14 ký tự." in refusal.value.fields["password1"]
    with pytest.raises(PasswordTooWeak):
        register(password="Hoa.Nguyen-2026!")
    assert not Account.objects.exists()


def test_the_number_is_shown_to_its_owner_and_noted() -> None:
    account = register()
    by = public.actor_for(account.pk, TUESDAY)
    shown = public.reveal_personal_number(account.pk, reason="prefill", by=by, at=TUESDAY)
    assert shown == "038190012217"
    line = AuditEntry.objects.filter(action="identity.reveal_personal_number").get()
    assert (line.subject, line.outcome) == (f"account:{account.pk}", "done")
    assert "038190012217" not in line.content


def test_the_number_is_not_shown_to_others_and_the_try_is_noted() -> None:
    account, other = register(), make_account()
    by = public.actor_for(other.pk, TUESDAY)
    with pytest.raises(PermissionMissing):
        public.reveal_personal_number(account.pk, reason="curious", by=by, at=TUESDAY)
    line = AuditEntry.objects.filter(action="identity.reveal_personal_number").get()
    assert (line.outcome, line.account_id) == ("refused", other.pk)


def test_a_card_shows_the_number_in_part_only() -> None:
    card = public.citizen_card(register().pk)
    assert card.masked_number == "038 •••••• 217"
    assert card.personal_number_hash == crypto.lookup_hash("038190012217", public.PERSON_NUMBER)
    assert (card.name, card.phone, card.email) == ("Nguyễn Thị Hoa", "0912345678", "hoa@example.vn")
    with pytest.raises(AccountNotFound):
        public.citizen_card(0)


def test_how_one_is_reached_is_changed_by_oneself_only() -> None:
    account = register()
    by = public.actor_for(account.pk, TUESDAY)
    keeping.change_own_details(
        account.pk, changed(email="moi@example.vn"), theme="dark", by=by, at=TUESDAY
    )
    account.refresh_from_db()
    assert (account.email, account.theme, account.full_name) == (
        "moi@example.vn",
        "dark",
        "Nguyễn Thị Hoa",
    )
    line = AuditEntry.objects.filter(action="identity.change_own_details").get()
    assert "moi@example.vn" not in line.content
    with pytest.raises(NotYourAccount):
        keeping.change_own_details(make_account().pk, HOA, by=by, at=TUESDAY)


def test_an_officer_gets_a_way_in_by_a_letter_and_must_choose_a_password() -> None:
    admin = administrator()
    by = public.actor_for(admin.pk, TUESDAY)
    opened = keeping.open_officer_account(
        officer_id(),
        Details(full_name="Lê Văn Thành", username="thanh", email="thanh@thanhhoa.gov.vn"),
        by=by,
        at=TUESDAY,
    )
    assert opened.must_change_password
    assert not opened.has_usable_password()
    assert opened.manager_id == admin.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE args->>'account_id' = %s",
            [str(opened.pk)],
        )
        assert cursor.fetchone() == (1,)


def test_the_letter_leads_to_the_page_where_the_password_is_chosen(
    client: Client, settings: Settings
) -> None:
    settings.PUBLIC_ADDRESS = "http://testserver"
    account = make_account(email="thanh@thanhhoa.gov.vn", must_change_password=True)
    send_activation_letter(account_id=account.pk)
    (letter,) = mail.outbox
    assert letter.to == ["thanh@thanhhoa.gov.vn"]
    assert letter.subject == "Tài khoản làm việc của bạn"
    address = next(
        line for line in letter.body.splitlines() if line.startswith("http://testserver/")
    )
    page = client.get(address.removeprefix("http://testserver"), follow=True)
    form = page.redirect_chain[-1][0]
    done = client.post(form, {"password1": GOOD_PASSWORD, "password2": GOOD_PASSWORD})
    assert done["Location"] == "/dat-mat-khau/xong/"
    account.refresh_from_db()
    assert account.check_password(GOOD_PASSWORD)
    assert not account.must_change_password
    send_activation_letter(account_id=account.pk)
    assert len([sent for sent in mail.outbox if sent.subject == letter.subject]) == 1


def test_an_officer_has_one_account() -> None:
    officer = officer_id()
    keeping.open_officer_account(
        officer, Details(full_name="A B", username="mot"), by=SYSTEM, at=TUESDAY
    )
    with pytest.raises(AccountExists):
        keeping.open_officer_account(
            officer, Details(full_name="A B", username="hai"), by=SYSTEM, at=TUESDAY
        )


@pytest.mark.req("SEC-23")
@pytest.mark.parametrize(
    ("kind", "account_type"),
    [
        ("service", "operational"),
        ("citizen", "administrative"),
        ("officer", "public"),
        ("officer", ""),
    ],
)
def test_the_database_keeps_kinds_and_types_of_accounts_together(
    kind: str, account_type: str
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_account(kind, type=account_type)


def test_blocking_and_unblocking_leave_dates_reasons_and_lines() -> None:
    account = make_account()
    by = public.actor_for(administrator().pk, TUESDAY)
    keeping.block_account(account.pk, reason="nghỉ việc", by=by, at=TUESDAY)
    account.refresh_from_db()
    assert (account.is_active, account.deactivated_on) == (False, TUESDAY.date())
    assert account.deactivation_reason == "nghỉ việc"
    assert OutboxEvent.objects.filter(name="identity.AccountClosed").count() == 1
    with pytest.raises(AccountBlocked):
        keeping.block_account(account.pk, reason="again", by=by, at=TUESDAY)
    later = TUESDAY + timedelta(days=90)
    keeping.unblock_account(account.pk, reason="trở lại", by=by, at=later)
    account.refresh_from_db()
    assert (account.is_active, account.last_active_on) == (True, later.date())
    with pytest.raises(AccountNotBlocked):
        keeping.unblock_account(account.pk, reason="again", by=by, at=later)
    lines = AuditEntry.objects.filter(subject=f"account:{account.pk}").order_by("sequence")
    assert [(line.action, line.outcome) for line in lines][:1] == [
        ("identity.block_account", "done")
    ]


def test_nobody_blocks_the_own_account() -> None:
    admin = administrator()
    with pytest.raises(OwnRights):
        keeping.block_account(
            admin.pk, reason="x", by=public.actor_for(admin.pk, TUESDAY), at=TUESDAY
        )


@pytest.mark.req("SEC-31")
def test_the_nightly_round_disables_who_did_not_come_for_forty_six_days() -> None:
    asleep = make_account(last_active_on=TUESDAY.date() - timedelta(days=46))
    awake = make_account(last_active_on=TUESDAY.date() - timedelta(days=45))
    citizen = make_account("citizen", last_active_on=TUESDAY.date() - timedelta(days=400))
    assert maintenance.disable_sleeping_accounts(by=SYSTEM, at=TUESDAY) == 1
    active = set(Account.objects.filter(is_active=True).values_list("id", flat=True))
    assert active == {awake.pk, citizen.pk}
    asleep.refresh_from_db()
    assert asleep.deactivation_reason == maintenance.ASLEEP
    assert maintenance.disable_sleeping_accounts(by=SYSTEM, at=TUESDAY) == 0
    assert AuditEntry.objects.filter(action="identity.disable_sleeping_account").count() == 1


def test_a_forced_reset_takes_the_password_and_the_history_stays() -> None:
    account = make_account(password=GOOD_PASSWORD)
    by = public.actor_for(administrator().pk, TUESDAY)
    passwords.force_password_reset(account.pk, reason="lộ mật khẩu", by=by, at=TUESDAY)
    account.refresh_from_db()
    assert not account.has_usable_password()
    own = public.actor_for(account.pk, TUESDAY)
    with pytest.raises(PasswordTooWeak):
        passwords.set_password(account.pk, GOOD_PASSWORD, by=own, at=TUESDAY)
    passwords.set_password(account.pk, "Rau má 3 lá, Thanh!", by=own, at=TUESDAY)


def test_a_password_is_set_by_its_owner_only() -> None:
    account = make_account(password=GOOD_PASSWORD)
    by = public.actor_for(administrator().pk, TUESDAY)
    with pytest.raises(NotYourAccount):
        passwords.set_password(account.pk, "Rau má 3 lá, Thanh!", by=by, at=TUESDAY)


def test_only_ten_old_passwords_are_kept() -> None:
    account = make_account(password=GOOD_PASSWORD)
    by = public.actor_for(account.pk, TUESDAY)
    for number in range(12):
        at = TUESDAY + timedelta(minutes=number + 1)
        passwords.set_password(account.pk, f"Mía đường Lam Sơn {number}", by=by, at=at)
    assert PastPassword.objects.filter(account=account).count() == 10


def test_lost_factors_are_removed_by_an_administrator() -> None:
    account = make_account()
    give_code_app(account)
    by = public.actor_for(administrator().pk, TUESDAY)
    assert passwords.remove_second_factors(account.pk, reason="mất máy", by=by, at=TUESDAY) == 1


def test_the_nightly_job_does_all_of_it(client: Client) -> None:
    asleep = make_account(last_active_on=timezone.localdate() - timedelta(days=60))
    used = make_account(password=GOOD_PASSWORD, at=timezone.now())
    client.post("/dang-nhap/", {"login": used.username, "password": GOOD_PASSWORD})
    FailedSignIn.objects.create(name_hash="x", address="", at=timezone.now() - timedelta(days=9))
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    assert UserSession.objects.count() == 1
    look_after_accounts()
    asleep.refresh_from_db()
    assert not asleep.is_active
    assert not FailedSignIn.objects.exists()
    assert not UserSession.objects.exists()


def test_old_failures_are_forgotten() -> None:
    for days in (1, 3):
        FailedSignIn.objects.create(
            name_hash="x", address="127.0.0.1", at=TUESDAY - timedelta(days=days)
        )
    assert forget_failures(at=TUESDAY) == 1


def test_the_first_administrator_is_appointed_at_the_console(client: Client) -> None:
    officer = officer_with_record("CB-001", "Vũ Đức Long")
    address = public.appoint_administrator(
        "CB-001", "long.vu", decision="QĐ 9/QĐ-UBND", by=SYSTEM, at=timezone.now()
    )
    account = Account.objects.get(officer_id=officer)
    assert (account.full_name, account.type) == ("Vũ Đức Long", "administrative")
    assert public.actor_for(account.pk, timezone.now()).may("identity.grant_role")
    assert client.get(address, follow=True).status_code == 200
    with pytest.raises(OfficerUnknown):
        public.appoint_administrator("KHONG", "x.y", decision="x", by=SYSTEM, at=TUESDAY)


# -- many at once ----------------------------------------------------------------------------------

HEAD = "ma_can_bo,ten_dang_nhap,thu_cong_vu\n"


def test_a_file_is_read_with_marks_semicolons_and_empty_lines() -> None:
    text = HEAD.replace(",", ";") + "CB1;an;an@x.vn\n\nCB2;binh\n"
    lines = opening.read_officers(b"\xef\xbb\xbf" + text.encode())
    assert [(line.number, line.employee_code, line.email) for line in lines] == [
        (2, "CB1", "an@x.vn"),
        (4, "CB2", ""),
    ]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"a,b,c\n", b"ma_can_bo,ten_dang_nhap\n"])
def test_what_is_not_such_a_file_is_refused(data: bytes) -> None:
    with pytest.raises(FileUnreadable):
        opening.read_officers(data)


def test_a_file_that_is_too_long_is_refused() -> None:
    with pytest.raises(TooManyLines):
        opening.read_officers((HEAD + "CB,x,y\n" * 2_001).encode())


# -- samples ---------------------------------------------------------------------------------------


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.HOME = tmp_path
    yield tmp_path
    keyring._loaded = None


def test_sample_people_get_passwords_of_this_installation(home: Path) -> None:
    assert public.sample_people() == []
    opened = public.load_sample_accounts(by=SYSTEM, at=TUESDAY)
    people = public.sample_people()
    assert opened == len(people) >= 1
    assert stat.S_IMODE(samples_file().stat().st_mode) == 0o600
    for person in people:
        account = Account.objects.get(username=person.username)
        assert account.check_password(person.password)
        assert account.is_sample
        assert len(person.password) == 14
    assert len({person.password for person in people}) == len(people)
    assert public.load_sample_accounts(by=SYSTEM, at=TUESDAY) == 0
    assert kept_people() == people


def test_sample_people_refuse_to_exist_where_it_is_real(home: Path, settings: Settings) -> None:
    settings.SAMPLE_ACCOUNTS = False
    with pytest.raises(SamplesForbidden):
        public.load_sample_accounts(by=SYSTEM, at=TUESDAY)
    assert not Account.objects.exists()
    assert not samples_file().exists()


def test_what_the_file_says_but_nobody_has_is_not_shown(home: Path) -> None:
    samples_file().parent.mkdir(parents=True, exist_ok=True)
    ghost = {"name": "A", "role_title": "B", "username": "ma", "password": "x"}
    samples_file().write_text(json.dumps([ghost]))
    assert public.sample_people() == []


# -- keys ------------------------------------------------------------------------------------------


def test_a_new_key_reaches_every_number_and_every_secret(home: Path) -> None:
    people = [
        register(changed(username=f"nguoi{n}", personal_number=f"0381900122{n:02}", email=""))
        for n in range(7)
    ]
    secret = give_code_app(people[0])
    seen: list[tuple[str, int]] = []
    report = crypto.rotate(
        by=SYSTEM, at=TUESDAY, batch=3, progress=lambda place, done: seen.append((place, done))
    )
    assert report.rows["identity_account.personal_number"] == 7
    assert report.rows["mfa_authenticator.data"] == 1
    assert ("identity_account.personal_number", 7) in seen
    assert not report.resumed
    assert not keyring.keyring().unfinished
    assert Account.objects.get(pk=people[3].pk).personal_number == "038190012203"
    assert public.account_id_of_person("038190012203") == people[3].pk
    kept = Authenticator.objects.get(user=people[0]).data["secret"]
    assert crypto.is_current(kept)
    assert crypto.decrypt(kept, SECRET_PURPOSE) == secret
    actions = AuditEntry.objects.filter(action="kernel.rotate_keys").order_by("sequence")
    assert [line.outcome for line in actions] == ["started", "done"]


def test_a_killed_rotation_goes_on_with_the_rows_that_are_left(home: Path) -> None:
    for n in range(5):
        register(changed(username=f"nguoi{n}", personal_number=f"0381900122{n:02}", email=""))

    def power_cut(place: str, done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crypto.rotate(by=SYSTEM, at=TUESDAY, batch=2, progress=power_cut)
    assert keyring.keyring().unfinished
    active = keyring.keyring().active
    report = crypto.rotate(by=SYSTEM, at=TUESDAY, batch=2)
    assert report.resumed
    assert report.active == active
    assert report.rows["identity_account.personal_number"] == 3


def test_keys_are_rotated_by_those_who_may(home: Path) -> None:
    nobody = Actor(kind="officer", name="X")
    with pytest.raises(PermissionMissing):
        crypto.rotate(by=nobody, at=timezone.now())
