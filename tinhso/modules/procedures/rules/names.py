"""Names of procedures: short ones for lists, and the words they are found by."""

from __future__ import annotations

import re

from tinhso.kernel.text import fold, fold_tokens

SHORT = 30
_LEAD = re.compile(r"^(thủ tục( hành chính)?( việc)?:?\s+)", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^)]*\)")
# Words in front of the matter itself, skipped when its initials are taken.
_VERBS = (
    ("thu", "tuc"),
    ("dang", "ki", "lai"),
    ("dang", "ki"),
    ("cap", "lai"),
    ("cap", "doi"),
    ("cap", "ban", "sao"),
    ("cap",),
    ("xac", "nhan"),
    ("cong", "nhan"),
)


def short_name(name: str) -> str:
    """At most 30 characters for lists: without "Thủ tục" and brackets, cut at a word."""
    plain = _BRACKETS.sub("", _LEAD.sub("", " ".join(name.split()))).strip(" .;:,–-")
    if plain.isupper():
        plain = plain.lower()
    plain = plain[:1].upper() + plain[1:]
    if len(plain) <= SHORT:
        return plain
    cut = plain.rfind(" ", 0, SHORT)
    return plain[: cut if cut > 8 else SHORT - 1].rstrip(" ,;:–-") + "…"


def public_name(name: str) -> str:
    """The name as a title: without "Thủ tục", not in capitals."""
    plain = _LEAD.sub("", " ".join(name.split())).strip(" .")
    if plain.isupper():
        plain = plain.lower()
    return plain[:1].upper() + plain[1:]


def initials_of(*names: str) -> list[str]:
    """Initials people type: of the whole short name and of what follows the verb ("dkks", "ks")."""
    found: list[str] = []
    for name in names:
        words = [word for word in fold_tokens(name) if word[0].isalpha()]
        for part in (words, _matter(words)):
            letters = "".join(word[0] for word in part)
            if 2 <= len(letters) <= 8 and letters not in found:
                found.append(letters)
    return found


def _matter(words: list[str]) -> list[str]:
    for verb in sorted(_VERBS, key=len, reverse=True):
        if tuple(words[: len(verb)]) == verb:
            return words[len(verb) :]
    return words


def joined(text: str) -> str:
    """Folded without spaces: "khaisinh" is found in it."""
    return fold(text).replace(" ", "")
