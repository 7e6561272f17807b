"""Whether a new password is good enough for an account, its history included."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.contrib.auth.hashers import check_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries.accounts import past_passwords
from tinhso.modules.identity.queries.sign_in import has_second_factor
from tinhso.modules.identity.rules import passwords
from tinhso.modules.identity.rules.passwords import Weakness

SENTENCES: Mapping[Weakness, str | Promise] = {
    Weakness.TOO_SHORT: _("Mật khẩu phải có ít nhất %(length)s ký tự."),
    Weakness.TOO_LONG: _("Mật khẩu dài nhất 128 ký tự."),
    Weakness.FEW_CLASSES: _("Mật khẩu phải có đủ chữ thường, chữ hoa, chữ số và dấu như ! ? # _."),
    Weakness.OWN_NAME: _("Mật khẩu chứa tên, thư điện tử hoặc số của bạn."),
    Weakness.COMMON: _("Mật khẩu này quá dễ đoán."),
    Weakness.MONOTONOUS: _("Mật khẩu lặp ít ký tự hoặc là một dãy liền nhau."),
    Weakness.REUSED: _("Mật khẩu này đã dùng trong 10 lần gần đây."),
}


def weaknesses(password: str, account: Account | None) -> list[Weakness]:
    """What speaks against a new password of the account, or of one being registered.

    Two queries; the history costs up to ten hashings, so it is looked at last.
    """
    known = account is not None and account.pk is not None
    strong = known and account is not None and has_second_factor(account.pk)
    found = passwords.weaknesses(
        password, second_factor=strong, own_words=own_words(account) if account else ()
    )
    if not found and known and account is not None and was_used(password, account.pk):
        found.append(Weakness.REUSED)
    return found


def was_used(password: str, account_id: int) -> bool:
    """Whether it is one of the last ten passwords; one query."""
    return any(check_password(password, past.password) for past in past_passwords(account_id))


def own_words(account: Account) -> list[str]:
    """What others may know of the person."""
    parts = re.split(r"[\s@._-]+", f"{account.full_name} {account.username} {account.email}")
    numbers = [account.personal_number, account.enterprise_code, account.phone]
    return [word for word in [*parts, account.username, *numbers] if word]


def sentences(found: list[Weakness], *, second_factor: bool) -> list[str]:
    """The weaknesses in words."""
    facts = {"length": passwords.shortest(second_factor=second_factor)}
    return [str(SENTENCES[one]) % facts for one in found]
