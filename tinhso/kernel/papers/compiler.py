"""Compiles a paper: a template and its values, never a template made of user text."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import Unavailable
from tinhso.kernel.papers.fonts import FAMILY, FOLDER, font_files, printable
from tinhso.kernel.papers.text import printable_text

PACKAGE = Path(__file__).resolve().parents[2]
"""Root of all templates: the folder `tinhso`, so that they may import /kernel/papers/layout.typ."""

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
"""PDF/A-2a: archival, every letter with its Unicode, tagged. PDF/UA-1: screen readers read it."""

_NOTE_SHOWS = 8
_threads = threading.local()


class PaperFailed(Unavailable):
    """A template could not be set: a defect of ours, told openly rather than printed wrong."""

    code = "paper_failed"
    message = _("Chưa tạo được giấy này. Lỗi đã được ghi lại để người vận hành xử lý.")


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What the PDF says of itself: title, issuing agency, and the moment it was made (aware)."""

    title: str
    author: str
    made_at: datetime


def compile_paper(template: str, values: Mapping[str, object], *, head: PaperHead) -> bytes:
    """The PDF of `template` (a path below `tinhso/`, "modules/cases/papers/templates/form-01.typ").

    `values` are texts, whole numbers, booleans, None, and lists and mappings of them. They reach
    the template as data, so no text of a person is ever markup. Characters the face lacks become
    □ and the paper names them in a note. The same arguments give the same bytes. Any warning of
    typst is an error. Safe in threads. Raises PaperFailed, FontsMissing.
    """
    lost: list[str] = []
    data = {
        "title": _ready(head.title, lost),
        "author": _ready(head.author, lost),
        "family": FAMILY,
        "values": _ready(dict(values), lost),
    }
    data["lost"] = _lost_note(lost)
    try:
        content, warnings = _compiler().compile_with_warnings(
            input=str(PACKAGE / template),
            format="pdf",
            sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
            pdf_standards=[*STANDARDS],
            timestamp=head.made_at.astimezone(UTC).replace(microsecond=0),  # typst takes no parts
        )
    except typst.TypstError as error:
        raise PaperFailed from error
    if warnings or not isinstance(content, bytes):
        raise PaperFailed from RuntimeError("; ".join(warning.diagnostic for warning in warnings))
    return content


def _compiler() -> typst.Compiler:
    """This thread's compiler: keeps fonts and parsed templates, serves one call at a time."""
    compiler = getattr(_threads, "compiler", None)
    if compiler is None:
        compiler = typst.Compiler(root=str(PACKAGE), font_paths=_fonts(), ignore_system_fonts=True)
        _threads.compiler = compiler
    return compiler


@cache
def _fonts() -> typst.Fonts:
    font_files()
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )


def _ready(value: object, lost: list[str]) -> object:
    """The value with every text printable; characters that are not go to `lost`."""
    if isinstance(value, str):
        text, missing = printable_text(value, printable())
        lost += missing
        return text
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): _ready(item, lost) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_ready(item, lost) for item in value]
    raise TypeError(f"A paper prints texts and whole numbers, not {type(value).__name__}.")


def _lost_note(lost: list[str]) -> str:
    """ "U+5B57, U+1F600" for the note on the paper; "" when everything could be printed."""
    codes = [f"U+{ord(char):04X}" for char in dict.fromkeys(lost)]
    more = ", …" if len(codes) > _NOTE_SHOWS else ""
    return ", ".join(codes[:_NOTE_SHOWS]) + more
