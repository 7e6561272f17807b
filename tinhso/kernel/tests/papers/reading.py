"""Reads a PDF back as a person or a machine would."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pypdfium2 as pdfium

POINTS_PER_MM = 72 / 25.4
_LINE_END_HYPHEN = "\ufffe\x02"  # how pdfium tells of a hyphen at the end of a line


def page_texts(content: bytes) -> list[str]:
    """The text of each page, spaces and line ends as single spaces."""
    with pdfium.PdfDocument(content) as document:
        return [_plain(page.get_textpage().get_text_range()) for page in document]


def whole_text(content: bytes) -> str:
    """The text of all pages."""
    return " ".join(page_texts(content))


def page_sizes(content: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in whole millimetres."""
    with pdfium.PdfDocument(content) as document:
        return [
            (round(page.get_width() / POINTS_PER_MM), round(page.get_height() / POINTS_PER_MM))
            for page in document
        ]


def farthest_ink(content: bytes) -> float:
    """The right edge of the rightmost letter, as a share of the width of its page."""
    with pdfium.PdfDocument(content) as document:
        return max(
            float(text.get_charbox(index)[2] / page.get_width())
            for page in document
            for text in [page.get_textpage()]
            for index in range(text.count_chars())
        )


def has(text: str, value: str) -> bool:
    """Whether `value` stands in `text`, in its own or in capital letters.

    Spaces must be where they were, except that a word of ten letters or more may be broken
    over two lines.
    """
    wanted = _plain(value)
    if wanted in text or wanted.upper() in text:
        return True
    if not any(len(word) >= 10 for word in wanted.split()):
        return False
    squeezed = text.replace(" ", "")
    short = wanted.replace(" ", "")
    return short in squeezed or short.upper() in squeezed


def xmp(content: bytes) -> str:
    """The metadata packet, which PDF/A keeps readable without a PDF library."""
    found = re.search(rb"<\?xpacket begin.*?<\?xpacket end", content, re.DOTALL)
    assert found is not None
    return found.group().decode("utf-8")


def is_sorted(positions: list[int]) -> bool:
    """Whether each position comes after the one before, and none is missing (-1)."""
    return -1 not in positions and all(first < second for first, second in pairwise(positions))


def _plain(text: str) -> str:
    for sign in _LINE_END_HYPHEN:
        text = text.replace(sign, "-")
    return " ".join(unicodedata.normalize("NFC", text).split())
