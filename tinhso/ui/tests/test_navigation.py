"""Who sees which entries, and which one is current."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from tinhso.kernel.actor import ANONYMOUS, Actor
from tinhso.ui import navigation
from tinhso.ui.navigation import NavEntry, register, shown_groups

OFFICER = Actor(kind="officer", name="Lê Văn Thành", grants={"ui.see_work": None})


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    register(NavEntry("lookup", "Tìm", "specimen:find", "search", None, order=2))
    register(
        NavEntry(
            "cases",
            "Việc",
            "specimen:staff",
            "inbox",
            "ui.see_work",
            count=lambda _r: 23,
            late=True,
            also=("specimen:",),
        )
    )
    register(NavEntry("citizen", "Mẫu", "specimen:specimen", "list", "signed-in", face="citizen"))


def request(actor: Actor, view_name: str = "") -> HttpRequest:
    made = RequestFactory().get("/")
    made.actor = actor  # type: ignore[attr-defined]
    made.resolver_match = SimpleNamespace(view_name=view_name) if view_name else None  # type: ignore[assignment]
    return made


def titles(actor: Actor, face: navigation.Face = "staff") -> list[str]:
    return [entry.title for group in shown_groups(request(actor), face) for entry in group.entries]


def test_entries_follow_the_order_of_the_groups_and_need_their_permission() -> None:
    assert titles(OFFICER) == ["Việc", "Tìm"]
    assert titles(ANONYMOUS) == ["Tìm"]


def test_the_portal_has_its_own_entries_some_only_for_those_signed_in() -> None:
    assert titles(ANONYMOUS, "citizen") == []
    assert titles(OFFICER, "citizen") == ["Mẫu"]


def test_the_entry_of_the_page_is_current_and_else_the_one_that_claims_it() -> None:
    def current(view_name: str) -> list[str]:
        groups = shown_groups(request(OFFICER, view_name), "staff")
        return [entry.title for group in groups for entry in group.entries if entry.is_current]

    assert current("specimen:find") == ["Tìm"]
    assert current("specimen:wall") == ["Việc"]
    assert current("somewhere:else") == []


def test_counts_are_asked_only_for_those_who_see_them() -> None:
    asked: list[int] = []

    def count(_request: HttpRequest) -> int:
        asked.append(1)
        return 5

    register(NavEntry("cases", "Kín", "specimen:wall", "lock", "ui.secret", count=count))
    shown_groups(request(OFFICER), "staff")
    assert asked == []


def test_an_entry_without_an_address_is_left_out_instead_of_breaking_every_page() -> None:
    register(NavEntry("cases", "Hỏng", "nowhere:at_all", "alert", None))
    assert "Hỏng" not in titles(OFFICER)


def test_a_group_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no navigation group"):
        register(NavEntry("nonsense", "X", "specimen:find", "search", None))
