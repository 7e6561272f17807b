"""Identifier codes in both forms, and what is a code at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.directory.rules.codes import current_form, is_organisation_code, old_form


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("000.00.14.H56", "H56.14"),
        ("000.00.00.H56", "H56"),
        ("000.12.15.G04", "G04.15.12"),
        ("001.02.15.G04", "G04.15.02.001"),
    ],
)
def test_both_forms_of_a_code_name_one_organisation(old: str, new: str) -> None:
    assert current_form(old) == new
    assert old_form(new) == old
    assert current_form(f"  {new.lower()} ") == new


@pytest.mark.parametrize("code", ["H56.14797", "H56.14797.VP", "H56.TH", "0100109106"])
def test_a_code_that_has_no_old_form_says_so(code: str) -> None:
    assert old_form(code) == ""
    assert current_form(code) == code


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("H56", True),
        ("H56.14", True),
        ("H56.14797.TTHCC", True),
        ("H56..14", False),
        (".H56", False),
        ("h56.14", False),
        ("H56.Ư1", False),
        ("H" * 35, True),
        ("H" * 36, False),
        ("", False),
    ],
)
def test_a_code_has_at_most_35_characters_in_groups(code: str, *, good: bool) -> None:
    assert is_organisation_code(code) is good


@given(
    st.lists(st.integers(min_value=1, max_value=99), min_size=0, max_size=2),
    st.sampled_from("GHABC"),
    st.integers(min_value=1, max_value=99),
)
def test_there_and_back_is_the_same_code(levels: list[int], letter: str, first: int) -> None:
    code = ".".join([f"{letter}{first:02d}", *(f"{level:02d}" for level in levels)])
    assert current_form(old_form(code)) == code
