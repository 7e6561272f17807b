"""ZIP archives and documents that are ZIP archives: which kind, and whether they are safe."""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO

_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OOXML}.wordprocessingml.document"
XLSX = f"{_OOXML}.spreadsheetml.sheet"
PPTX = f"{_OOXML}.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
WITH_MACROS = "application/vnd.ms-office.with-macros"
_ZIP = "application/zip"
ARCHIVES = frozenset({DOCX, XLSX, PPTX, ODT, ODS, WITH_MACROS, _ZIP})

MOST_ENTRIES = 10_000
MOST_BYTES = 500 * 1024 * 1024
MOST_TIMES_LARGER = 100
_SMALL = 20 * 1024 * 1024
_END_RECORD = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_MAIN_PARTS = {
    "word/document.xml": DOCX,
    "xl/workbook.xml": XLSX,
    "ppt/presentation.xml": PPTX,
}
_ENCRYPTED = 0x1
# Bytes after the archive that some programs still forgive.
_SLACK = 64


def kind(stream: BinaryIO) -> str:
    """Media type of an archive by what it holds; "" when its directory cannot be read."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            first = archive.infolist()[0] if archive.infolist() else None
            if "[Content_Types].xml" in names:
                return _office_kind(names)
            if first and first.filename == "mimetype" and first.file_size < 100:
                declared = archive.read(first).decode("ascii", "replace").strip()
                return _open_document_kind(declared, names)
            return _ZIP
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, OSError):
        return ""


def _office_kind(names: set[str]) -> str:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return WITH_MACROS
    return next((media for part, media in _MAIN_PARTS.items() if part in names), _ZIP)


def _open_document_kind(declared: str, names: set[str]) -> str:
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        return WITH_MACROS
    return declared if declared in {ODT, ODS} and "content.xml" in names else _ZIP


def is_locked(stream: BinaryIO) -> bool:
    """Whether any entry needs a password: nobody can look inside, nor can a scanner."""
    with zipfile.ZipFile(stream) as archive:
        return any(entry.flag_bits & _ENCRYPTED for entry in archive.infolist())


def is_unsafe(stream: BinaryIO) -> bool:
    """Whether unpacking would flood the disk (declared sizes) or leave its folder (names)."""
    size = stream.seek(0, 2)
    with zipfile.ZipFile(stream) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    return (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_BYTES
        or unpacked > max(_SMALL, size * MOST_TIMES_LARGER)
        or any(_leaves_its_folder(entry.filename) for entry in entries)
    )


def _leaves_its_folder(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]


def ends_as_archive(tail: bytes) -> bool:
    """Whether the last bytes of a file are the end record of an archive, comment included."""
    place = tail.rfind(_END_MARK)
    while place >= 0:
        record = tail[place : place + _END_RECORD.size]
        if len(record) == _END_RECORD.size:
            told: tuple[int, ...] = _END_RECORD.unpack(record)[1:]
            end, entries = place + _END_RECORD.size + told[-1], told[2]
            if end <= len(tail) and entries:
                return end >= len(tail) - _SLACK
        place = tail.rfind(_END_MARK, 0, place)
    return False
