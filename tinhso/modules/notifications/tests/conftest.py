"""People, a kind of message, and jobs that can be run, for the module's tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth import get_user_model

from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.modules.notifications import definitions
from tinhso.modules.notifications.definitions import MessageKind

ACCEPTED = MessageKind(
    code="test.case_accepted",
    title="Hồ sơ được tiếp nhận",
    heading="Đã tiếp nhận hồ sơ {code}",
    text="Hồ sơ {code} ({procedure}) đã được tiếp nhận, hẹn trả {due_at}.",
    places={"code": "Mã hồ sơ", "procedure": "Tên thủ tục", "due_at": "Hẹn trả"},
)
BY_LAW = MessageKind(
    code="test.case_stopped",
    title="Hồ sơ bị dừng giải quyết",
    heading="Dừng giải quyết hồ sơ {code}",
    text="Hồ sơ {code} dừng giải quyết.",
    places={"code": "Mã hồ sơ"},
    is_mandatory=True,
)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(definitions, "_kinds", {})
    definitions.declare_kind(ACCEPTED)
    definitions.declare_kind(BY_LAW)


@pytest.fixture
def account() -> Callable[..., int]:
    """Makes an account and gives back its id."""

    def make(username: str = "hoa", email: str | None = None) -> int:
        account = get_user_model().objects.create(
            username=username,
            email=f"{username}@example.vn" if email is None else email,
            full_name="Trần Thị Hoa",
            kind="citizen",
            type="public",
            activated_on=date(2026, 1, 2),
            last_active_on=date(2026, 1, 2),
        )
        return int(account.pk)

    return make


def citizen(account_id: int | None) -> Actor:
    """The person with this account, with the rights every account has."""
    return Actor(
        kind="citizen",
        name="Trần Thị Hoa",
        account_id=account_id,
        grants={"notifications.read_own": EVERYWHERE},
    )


def administrator(*permissions: str) -> Actor:
    """An officer who may just these things."""
    return Actor(kind="officer", name="Lê Văn Thành", grants=dict.fromkeys(permissions, EVERYWHERE))
