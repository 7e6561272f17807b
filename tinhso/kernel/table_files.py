"""CSV files that people bring: what can be read of them, and why not. Pure."""

from __future__ import annotations

import csv
import io

from tinhso.kernel.text import is_unreadable, nfc

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_MEGABYTES = 100
LONGEST_NAME = 40


class TableUnreadable(ValueError):  # noqa: N818 - says what is wrong
    """The file as a whole cannot be read; `code` says why, `kernel.table_words` in a sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def read_lines(content: bytes) -> list[list[str]]:
    """Lines of a CSV file in UTF-8 (with or without BOM), comma or semicolon; the heading first.

    The heading is stripped and in small letters. Raises TableUnreadable.
    """
    text = _text(content)
    heading = text.partition("\n")[0]
    separator = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[list[str]] = []
    try:
        for line in reader:
            lines.append(line)
            if len(lines) > MOST_ROWS:
                raise TableUnreadable("rows", most=MOST_ROWS)
    except csv.Error as wrong:
        raise TableUnreadable("form", line=reader.line_num) from wrong
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise TableUnreadable("empty")
    if len(lines[0]) > MOST_COLUMNS:
        raise TableUnreadable("too_wide", most=MOST_COLUMNS)
    lines[0] = [name.strip().lower() for name in lines[0]]
    return lines


def require_columns(heading: list[str], *, required: list[str], known: list[str]) -> None:
    """Every column that must be there, none that nobody reads, none twice."""
    twice = sorted({name for name in heading if heading.count(name) > 1})
    if twice:
        raise TableUnreadable("columns_twice", twice=few(twice))
    missing = [name for name in required if name not in heading]
    unknown = [name for name in heading if name not in known]
    if missing or unknown:
        raise TableUnreadable("columns", missing=few(missing), unknown=few(unknown))


def _text(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        raise TableUnreadable("archive")
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise TableUnreadable("large", most=MOST_MEGABYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise TableUnreadable("encoding", place=wrong.start) from wrong
    if is_unreadable(text):
        raise TableUnreadable("unreadable")
    return nfc(text)


def few(names: list[str]) -> str:
    """A few of the names, each cut: a heading may be a whole book."""
    shown = [name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…" for name in names[:8]]
    return ", ".join(shown) + ("…" if len(names) > 8 else "") or "–"
