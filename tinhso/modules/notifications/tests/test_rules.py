"""Texts with named places; which ways a message goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.notifications import rules

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


def test_places_are_filled_by_name() -> None:
    text = "Hồ sơ {code}: {code} hẹn {due_at}."

    assert rules.places_of(text) == {"code", "due_at"}
    assert rules.fill(text, {"code": "H56.1", "due_at": "01/12"}) == "Hồ sơ H56.1: H56.1 hẹn 01/12."


def test_a_value_is_never_read_as_a_place() -> None:
    assert rules.fill("{a}", {"a": "{b}", "b": "x"}) == "{b}"


def test_a_place_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        rules.fill("{code}", {})


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("Hồ sơ {code}", ()),
        ("Hồ sơ {cod}", ("{cod}",)),
        ("Hồ sơ {code.__class__}", ("{", "}")),
        ("Hồ sơ {0} {code!r}", ("{", "}")),
        ("Hồ sơ {code", ("{",)),
    ],
)
def test_problems_of_a_text_are_told(text: str, problems: tuple[str, ...]) -> None:
    assert rules.problems_of(text, {"code"}) == problems


@given(st.text(), st.dictionaries(NAMES, st.text()))
def test_a_text_without_problems_can_always_be_filled(text: str, values: dict[str, str]) -> None:
    if not rules.problems_of(text, values.keys()):
        rules.fill(text, values)


@given(st.dictionaries(NAMES, st.text(), min_size=1))
def test_every_named_place_can_be_filled(values: dict[str, str]) -> None:
    text = " ".join(f"{{{name}}}" for name in values)

    assert rules.fill(text, values) == " ".join(values.values())


@pytest.mark.parametrize(
    ("switched_off", "has_account", "has_email", "is_mandatory", "ways"),
    [
        ((), True, True, False, ("inbox", "email")),
        ((), True, False, False, ("inbox",)),
        ((), False, True, False, ("email",)),
        (("email", "inbox"), True, True, False, ("inbox",)),
        (("email",), True, True, True, ("inbox", "email")),
        ((), False, False, True, ()),
    ],
)
def test_ways_of_a_message(
    switched_off: tuple[str, ...],
    has_account: bool,
    has_email: bool,
    is_mandatory: bool,
    ways: tuple[str, ...],
) -> None:
    chosen = rules.channels_for(
        offered=("inbox", "email", "sms"),
        switched_off=switched_off,
        has_account=has_account,
        has_email=has_email,
        is_mandatory=is_mandatory,
    )

    assert chosen == ways
