"""The generated reference says what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.reference.pages import PAGES, pages
from tools.reference.table import first_sentence, table

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize("name", ["README.md", *PAGES])
def test_a_reference_page_is_what_the_code_says_now(name: str, made: dict[str, str]) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == made[name], "run `make reference` and commit what it writes"


def test_tests_leave_no_trace_in_the_reference(made: dict[str, str]) -> None:
    assert not [name for name, text in made.items() if "/tests/" in text]


def test_a_cell_cannot_break_its_table() -> None:
    assert table(("a",), [("x | y\nz",)]).splitlines()[-1] == "| x \\| y z |"


def test_only_the_first_paragraph_of_a_docstring_is_taken() -> None:
    assert first_sentence("One\n    line.\n\n    More.") == "One line."
