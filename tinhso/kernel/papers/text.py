"""Texts made ready for a paper: one normal form, and only characters the font can print. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Container

REPLACEMENT = "□"
"""Stands for a character the fonts lack (Hán-Nôm, emoji); the paper says so in a note."""

_ODD_SPACES = {
    0x09: " ",
    0x0B: "\n",
    0x0C: "\n",
    0x0D: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}


def printable_text(text: str, available: Container[int]) -> tuple[str, list[str]]:
    """The text as it will be printed, and the characters that had to be replaced.

    NFC; line ends become "\\n"; control characters and invisible formatting vanish; a character
    without a glyph becomes its plain equivalent ("ﬁ" → "fi", "①" → "1") or else one □.
    """
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_ODD_SPACES)
    printed: list[str] = []
    lost: list[str] = []
    for char in normal:
        piece = _piece(char, available)
        if piece is None:
            lost.append(char)
            piece = REPLACEMENT
        printed.append(piece)
    return "".join(printed), lost


def _piece(char: str, available: Container[int]) -> str | None:
    """What to print for one character; None when there is nothing that stands for it."""
    if char == "\n":
        return char
    kind = unicodedata.category(char)
    if kind in ("Cc", "Cf", "Cs") or _varies(char):
        return ""
    if char == REPLACEMENT or (ord(char) in available and char != "\ufffd"):
        return char
    if kind == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and all(ord(letter) in available for letter in plain):
        return plain
    return None


def _varies(char: str) -> bool:
    """A variation selector or skin tone: says how another character looks, prints nothing."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
