"""Identifier codes of agencies: QĐ 20/2020/QĐ-TTg and the older form of QCVN 102:2016/BTTTT."""

from __future__ import annotations

import re

LONGEST = 35
_FORM = re.compile(r"[A-Z0-9]+(\.[A-Z0-9]+)*")
_OLD_FORM = re.compile(r"(\d{3})\.(\d{2})\.(\d{2})\.([A-Z]\d{2})")


def is_organisation_code(code: str) -> bool:
    """At most 35 characters: groups of A–Z and 0–9 separated by single dots."""
    return len(code) <= LONGEST and _FORM.fullmatch(code) is not None


def current_form(code: str) -> str:
    """The code as QĐ 20/2020 writes it: "000.00.14.H56" → "H56.14", "000.00.00.H56" → "H56".

    The old form has level 1 last and zeros where a level is not used. Any other text comes back in
    capitals without surrounding spaces.
    """
    written = code.strip().upper()
    found = _OLD_FORM.fullmatch(written)
    if found is None:
        return written
    fourth, third, second, first = found.groups()
    levels = [first, second, third, fourth]
    while levels and set(levels[-1]) == {"0"}:
        levels.pop()
    return ".".join(levels)


def old_form(code: str) -> str:
    """The 13 characters of QCVN 102: "H56.14" → "000.00.14.H56"; "" without such a form."""
    groups = code.split(".")
    if not re.fullmatch(r"[A-Z]\d{2}", groups[0]) or len(groups) > 4:
        return ""
    widths = (2, 2, 3)
    levels = [*groups[1:], *["0"] * (4 - len(groups))]
    written = [level.zfill(width) for level, width in zip(levels, widths, strict=True)]
    if not all(re.fullmatch(rf"\d{{{w}}}", text) for w, text in zip(widths, written, strict=True)):
        return ""
    second, third, fourth = written
    return f"{fourth}.{third}.{second}.{groups[0]}"
