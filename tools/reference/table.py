"""Markdown: a page with its note, and tables whose cells may hold anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTE = "<!-- Made by `make reference` from the code; a change made here would be lost. -->"


def page(title: str, about: str, *parts: str) -> str:
    """A whole page: heading, the note that it is generated, what it is about, then its parts."""
    text = "\n\n".join((f"# {title}", NOTE, about, *parts))
    return text.rstrip() + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; an empty one says so."""
    lines = [_row(cells) for cells in rows]
    if not lines:
        return "—"
    return "\n".join((_row(headings), "|" + "---|" * len(headings), *lines))


def code(text: object) -> str:
    """Text in the shape of code; nothing for nothing."""
    return f"`{text}`" if str(text) else ""


def codes(texts: Iterable[object]) -> str:
    """Several, in their order."""
    return ", ".join(code(text) for text in texts)


def first_sentence(docstring: str | None) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join((docstring or "").strip().split("\n\n")[0].split())


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: object) -> str:
    return " ".join(str(value).replace("|", "\\|").split())
