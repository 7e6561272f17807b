"""Sample people for a demonstration: real accounts with passwords made for this installation."""

from __future__ import annotations

import json
import os
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.utils.timezone import localdate

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.crypto import encrypt
from tinhso.kernel.temporal import Span, Stamp, date_range
from tinhso.modules.directory import public as directory
from tinhso.modules.identity import definitions
from tinhso.modules.identity.commands.accounts import (
    Details,
    open_officer_account,
    register_person,
)
from tinhso.modules.identity.commands.second_factors import SECRET_PURPOSE
from tinhso.modules.identity.errors import SamplesForbidden
from tinhso.modules.identity.models import Account, RoleGrant
from tinhso.modules.identity.queries.samples import SamplePerson, kept_people, samples_file

_CLASSES = ("abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-_.+")
Progress = Callable[[int, int], None]

_CITIZEN = Details(
    full_name="Nguyễn Thị Hoa",
    username="hoa.nguyen",
    email="hoa.nguyen@example.vn",
    phone="0912345678",
    address="Số 12 phố Phú Thọ, phường Hạc Thành, tỉnh Thanh Hóa",
    # 038 Thanh Hóa, 1 a woman of the 20th century, 90 her year of birth; the rest is invented.
    personal_number="038190012217",
    born_on=date(1990, 3, 18),
    gender="Nữ",
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A person who shall be there."""

    details: Details
    role: str
    shown_title: str
    officer_id: int | None = None


def load_sample_accounts(progress: Progress | None = None, *, by: Actor, at: datetime) -> int:
    """Open the sample people's accounts once; return how many were opened now.

    Their passwords are made here and kept, readable by the owner only, in TINHSO_HOME/keys. Raises
    SamplesForbidden where the settings do not allow samples (SEC-30).
    """
    if not settings.SAMPLE_ACCOUNTS:
        raise SamplesForbidden
    wanted = _wanted(localdate(at))
    people = {person.username: person for person in kept_people()}
    opened = 0
    for count, one in enumerate(wanted, start=1):
        name = one.details.username
        if not Account.objects.filter(username=name).exists():
            people[name] = _person(one, people.get(name))
            # Written first: an account whose password nobody knows would be of no use.
            _keep(people.values())
            open_sample_account(one.details, one.role, one.officer_id, people[name], by=by, at=at)
            opened += 1
        if progress:
            progress(count, len(wanted))
    return opened


@command(permission="identity.load_samples", audits=("role",))
def open_sample_account(
    details: Details,
    role: str,
    officer_id: int | None,
    person: SamplePerson,
    *,
    by: Actor,
    at: datetime,
) -> Account:
    """Open one sample account, with a role granted when it does not come with a post."""
    if not settings.SAMPLE_ACCOUNTS:
        raise SamplesForbidden
    if officer_id is None:
        account = register_person(
            Account.Kind.CITIZEN, details, password=person.password, by=by, at=at
        )
    else:
        administrative = definitions.roles()[role].administrative
        kind = Account.Type.ADMINISTRATIVE if administrative else Account.Type.OPERATIONAL
        account = open_officer_account(
            officer_id,
            details,
            account_type=kind,
            temporary_password=person.password,
            by=by,
            at=at,
        )
        if definitions.roles()[role].holds == "grant":
            _grant(account, role, by=by, at=at)
    # Whoever tries the product reads the password from the terminal: nothing to change first.
    account.is_sample, account.must_change_password = True, False
    account.save(update_fields=["is_sample", "must_change_password"])
    if person.totp_secret:
        _enrol(account, person.totp_secret)
    note(subject=f"account:{account.pk}")
    return account


def _wanted(today: date) -> list[_Wanted]:
    """Who shall be there: a citizen, and the officers that the directory offers as samples."""
    people: list[_Wanted] = [_Wanted(_CITIZEN, "citizen", _title("citizen"))]
    officers = directory.sample_officers(today)
    cards = directory.officer_cards([officer.officer_id for officer in officers], today)
    for officer in officers:
        card = cards.get(officer.officer_id)
        details = Details(
            full_name=officer.full_name,
            username=_username(officer.full_name),
            email=card.email if card else "",
        )
        shown = f"{officer.title}, {officer.organisation_name}"
        people.append(_Wanted(details, officer.role, shown, officer.officer_id))
    return people


def _username(full_name: str) -> str:
    """Given name and family name without marks: Trịnh Thu Hà → ha.trinh."""
    bare = unicodedata.normalize("NFD", full_name.lower().replace("đ", "d"))
    words = "".join(sign for sign in bare if not unicodedata.combining(sign)).split()
    return f"{words[-1]}.{words[0]}"


def _title(role: str) -> str:
    return definitions.roles()[role].title


def _password() -> str:
    """Fourteen characters of all four classes, without those that look alike."""
    chosen = [secrets.choice(group) for group in _CLASSES]
    chosen += [secrets.choice("".join(_CLASSES[:3])) for _ in range(10)]
    secrets.SystemRandom().shuffle(chosen)
    return "".join(chosen)


def _person(wanted: _Wanted, kept: SamplePerson | None) -> SamplePerson:
    """How to sign in as somebody: as before where the file still says it, else made now.

    An administrator needs a second factor here too; its secret is printed with the password.
    """
    secret = kept.totp_secret if kept else ""
    if definitions.roles()[wanted.role].administrative and not secret:
        secret = str(generate_totp_secret())
    return SamplePerson(
        name=wanted.details.full_name,
        role_title=wanted.shown_title,
        username=wanted.details.username,
        password=kept.password if kept else _password(),
        totp_secret=secret,
    )


def _enrol(account: Account, secret: str) -> None:
    Authenticator.objects.create(
        user=account,
        type=Authenticator.Type.TOTP,
        data={"secret": encrypt(secret, SECRET_PURPOSE)},
    )


def _grant(account: Account, role: str, *, by: Actor, at: datetime) -> None:
    RoleGrant.objects.create(
        account=account,
        role=role,
        organisation_id=None,
        validity=date_range(Span(localdate(at), None)),
        recorded=Stamp(by=by, at=at).recorded,
        decision="Tài khoản mẫu để chạy thử",
        recorded_by=by.name,
    )


def _keep(people: Iterable[SamplePerson]) -> None:
    file = samples_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = Path(f"{file}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump([asdict(person) for person in people], stream, ensure_ascii=False, indent=1)
    fresh.replace(file)
