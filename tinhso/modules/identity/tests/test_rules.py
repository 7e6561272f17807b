"""Presence, assurance, numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.identity.rules import assurance, numbers, presence
from tinhso.modules.identity.tests.factories import TUESDAY

TODAY = TUESDAY.date()


@pytest.mark.req("SEC-31")
def test_an_account_sleeps_from_the_forty_sixth_day() -> None:
    assert not presence.is_asleep(TODAY - timedelta(days=45), TODAY)
    assert presence.is_asleep(TODAY - timedelta(days=46), TODAY)


@pytest.mark.req("SEC-20")
def test_screens_lock_after_five_or_fifteen_minutes() -> None:
    assert presence.idle_limit(administrator=True, officer=True) == timedelta(minutes=5)
    assert presence.idle_limit(administrator=False, officer=True) == timedelta(minutes=15)


def test_a_session_ends_after_half_a_day() -> None:
    assert not presence.session_is_over(TUESDAY, TUESDAY + timedelta(hours=12))
    assert presence.session_is_over(TUESDAY, TUESDAY + timedelta(hours=12, seconds=1))


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("10.20.30.40", True),
        ("11.0.0.1", False),
        ("2001:db8::1", True),
        ("2001:db9::1", False),
        ("", False),
        ("unknown", False),
    ],
)
def test_inside_is_what_lies_in_an_own_network(address: str, inside: bool) -> None:
    assert presence.is_inside(address, ["10.0.0.0/8", "2001:db8::/32"]) is inside


@given(st.text(max_size=50))
def test_without_networks_everything_is_outside(address: str) -> None:
    assert not presence.is_inside(address, [])


def test_levels_of_a_sign_in_here() -> None:
    assert assurance.of_local_sign_in([]) == assurance.NONE
    assert assurance.of_local_sign_in(["password"]) == assurance.PASSWORD
    assert assurance.of_local_sign_in(["password", "mfa"]) == assurance.STRONG


@pytest.mark.parametrize(
    ("acr", "amr", "level"),
    [
        ("loa2", None, 2),
        ("loa1", None, 1),
        ("unheard-of", None, 1),
        (None, None, 1),
        (["loa2"], None, 1),
        (None, ["pwd"], 1),
        (None, ["pwd", "otp"], 2),
        (None, ["mfa"], 2),
        (None, ["otp"], 1),
        (None, "mfa", 1),
        ("loa1", ["pwd", "face"], 2),
    ],
)
def test_levels_of_a_sign_in_elsewhere(acr: object, amr: object, level: int) -> None:
    assert assurance.of_claims(acr, amr, {"loa1": 1, "loa2": 2}) == level


@given(st.text(), st.lists(st.text()), st.dictionaries(st.text(), st.integers(0, 9)))
def test_no_claim_gives_more_than_the_highest_level(
    acr: str, amr: list[str], levels: dict[str, int]
) -> None:
    assert assurance.of_claims(acr, amr, levels) <= assurance.STRONG


@pytest.mark.parametrize("code", ["0100109106", "0100109106-001", "0100 109 106"])
def test_enterprise_codes_with_the_right_check_digit(code: str) -> None:
    assert numbers.is_enterprise_code(code)


@pytest.mark.parametrize("code", ["0100109107", "010010910", "01001091061", "abc", ""])
def test_wrong_enterprise_codes(code: str) -> None:
    assert not numbers.is_enterprise_code(code)


@pytest.mark.parametrize("number", ["038190012217", "001099000001"])
def test_personal_numbers(number: str) -> None:
    assert numbers.is_personal_number(number)


@pytest.mark.parametrize("number", ["000190012217", "138190012217", "03819001221", "03819001221a"])
def test_wrong_personal_numbers(number: str) -> None:
    assert not numbers.is_personal_number(number)


@pytest.mark.parametrize("name", ["hoa.nguyen", "cb-01", "abc"])
def test_user_names(name: str) -> None:
    assert numbers.is_username(name)


@pytest.mark.parametrize("name", ["ab", "Hoa", "hòa", ".hoa", "hoa.", "a b c", "x" * 51])
def test_wrong_user_names(name: str) -> None:
    assert not numbers.is_username(name)
