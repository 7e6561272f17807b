"""Which passwords are good enough, and what becomes of old ones."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.identity.rules import passwords
from tinhso.modules.identity.rules.passwords import Weakness
from tinhso.modules.identity.tests.factories import TUESDAY

GOOD = "Cay tre 24 dot!"

moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - naive is enough


@pytest.mark.req("SEC-27")
def test_thirteen_characters_are_too_few_without_a_second_factor() -> None:
    thirteen = GOOD[:12] + "!"
    assert len(thirteen) == 13
    assert passwords.weaknesses(thirteen, second_factor=False) == [Weakness.TOO_SHORT]
    assert passwords.weaknesses(GOOD[:13] + "!", second_factor=False) == []


@pytest.mark.req("SEC-27")
def test_eight_characters_are_enough_with_a_second_factor() -> None:
    assert passwords.weaknesses("caytre24", second_factor=True) == []
    assert passwords.weaknesses("caytre2", second_factor=True) == [Weakness.TOO_SHORT]


@pytest.mark.req("SEC-27")
@pytest.mark.parametrize(
    "missing", ["CAY TRE 24 DOT!!", "cay tre 24 dot!!", "Cay tre tram dot!", "Caytre24dot1234"]
)
def test_alone_a_password_needs_all_four_classes(missing: str) -> None:
    assert Weakness.FEW_CLASSES in passwords.weaknesses(missing, second_factor=False)


@given(st.text(max_size=40))
def test_what_stands_alone_has_no_length_or_class_weakness(password: str) -> None:
    formal = {Weakness.TOO_SHORT, Weakness.FEW_CLASSES}
    found = set(passwords.weaknesses(password, second_factor=False))
    assert passwords.stands_alone(password) == (not found & formal)


@given(st.text(min_size=1, max_size=60))
def test_a_second_factor_never_makes_a_password_worse(password: str) -> None:
    with_it = set(passwords.weaknesses(password, second_factor=True))
    assert with_it <= set(passwords.weaknesses(password, second_factor=False))


@given(st.text(max_size=200), st.booleans())
def test_a_short_password_is_always_refused(password: str, second_factor: bool) -> None:
    found = passwords.weaknesses(password, second_factor=second_factor)
    short = len(password) < passwords.shortest(second_factor=second_factor)
    assert (Weakness.TOO_SHORT in found) == short


@pytest.mark.parametrize("weak", ["password2026", "MatKhau!!123", "thanhhoa.2026"])
def test_the_first_guesses_are_refused_even_with_a_second_factor(weak: str) -> None:
    assert Weakness.COMMON in passwords.weaknesses(weak, second_factor=True)


@pytest.mark.parametrize("weak", ["12345678", "hgfedcba", "aaaaaaaaa", "abababab"])
def test_runs_and_repetitions_are_refused(weak: str) -> None:
    assert Weakness.MONOTONOUS in passwords.weaknesses(weak, second_factor=True)


def test_ones_own_words_are_refused_and_short_ones_are_not_counted() -> None:
    words = ["Hoa", "Nguyễn", "038190012217"]
    found = passwords.weaknesses("nguyễn-2026-Ab", second_factor=True, own_words=words)
    assert found == [Weakness.OWN_NAME]
    assert passwords.weaknesses("hoa-tre-2026-A", second_factor=True, own_words=words) == []


@given(moments)
def test_a_password_lasts_sixty_days_for_administrators_and_180_for_officers(
    changed_at: datetime,
) -> None:
    days = timedelta(days=1)
    for administrator, lasts in ((True, 60), (False, 180)):
        expires = passwords.expires_at(changed_at, administrator=administrator, officer=True)
        assert expires == changed_at + lasts * days
    assert passwords.expires_at(changed_at, administrator=False, officer=False) is None


def test_the_fifth_failure_within_a_quarter_of_an_hour_locks_for_another() -> None:
    failures = [TUESDAY + timedelta(minutes=minute) for minute in range(5)]
    assert passwords.locked_until(failures[:4]) is None
    assert passwords.locked_until(failures) == failures[-1] + timedelta(minutes=15)


def test_failures_far_apart_do_not_lock() -> None:
    failures = [TUESDAY + timedelta(minutes=4 * step) for step in range(5)]
    assert passwords.locked_until(failures) is None


@given(st.lists(st.integers(min_value=0, max_value=120), max_size=12))
def test_a_lock_always_follows_five_failures_close_together(minutes: list[int]) -> None:
    failures = [TUESDAY + timedelta(minutes=minute) for minute in sorted(minutes)]
    until = passwords.locked_until(failures)
    close = len(failures) >= 5 and failures[-1] - failures[-5] <= timedelta(minutes=15)
    assert (until is not None) == close
