"""Names of uploaded files: one Unicode form, nothing that fools a disk, a header or an eye."""

from __future__ import annotations

import math
import unicodedata

from django.utils.translation import gettext as _

from tinhso.kernel.files.content import EXTENSIONS

LONGEST = 150
_NOT_IN_NAMES = set('<>:"|?*')
_NBSP = "\u00a0"
_UNIT = 1024


def safe_name(raw: str, media_type: str = "") -> str:
    """A name to show and to save under: NFC, no folders, no control or direction characters.

    With a known media type the name ends as that type does, so that what a person double-clicks
    is what was checked.
    """
    last = raw.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(_kept(char) for char in unicodedata.normalize("NFC", last))
    name = " ".join(kept.split()).strip(". ")
    stem, dot, extension = name.rpartition(".")
    wanted = EXTENSIONS.get(media_type, ())
    if wanted and extension.lower() not in wanted:
        known = {one for many in EXTENSIONS.values() for one in many}
        stem = stem if dot and extension.lower() in known else name
        dot, extension = ".", wanted[0]
    if not dot:
        return name[:LONGEST].strip() or _("tệp")
    return f"{stem[: LONGEST - len(extension) - 1].strip('. ') or _('tệp')}.{extension}"


def _kept(char: str) -> str:
    if char in _NOT_IN_NAMES:
        return "_"
    # Cc, Cf (direction overrides, zero width), Cs, Co, Cn and line separators.
    category = unicodedata.category(char)
    if category.startswith("C") or category in {"Zl", "Zp"}:
        return " " if char in "\t\n\r" else ""
    return " " if category == "Zs" else char


def size_text(size: int) -> str:
    """Bytes for people: 14,2 MB. Rounded up, so that "10 MB" is never more than 10 MB."""
    if size < _UNIT:
        return f"{size}{_NBSP}B"
    value, unit = size / _UNIT, "kB"
    for larger in ("MB", "GB"):
        if value < _UNIT:
            break
        value, unit = value / _UNIT, larger
    tenths = math.ceil(round(value * 10, 6))
    whole, rest = divmod(tenths, 10)
    return f"{whole}{f',{rest}' if rest else ''}{_NBSP}{unit}"
