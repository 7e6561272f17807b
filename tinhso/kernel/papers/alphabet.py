"""The letters Vietnamese is written with, as a font must hold them."""

from __future__ import annotations

import unicodedata

_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng


def _letters() -> str:
    toned = (
        unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in ("", *_TONES)
    )
    lower = [letter for letter in toned if not letter.isascii()] + ["đ"]
    return "".join(lower) + "".join(letter.upper() for letter in lower)


DIACRITIC_LETTERS = _letters()
"""The 134 letters with a mark, small and capital: what lesser fonts lack."""

PUNCTUATION = "₫–—“”‘’…§°²³½"
VIETNAMESE = DIACRITIC_LETTERS + PUNCTUATION
"""147 characters every face must hold besides ASCII."""
