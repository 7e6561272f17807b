"""What a file is, told from its bytes; the name is never asked.

`recognise` answers a media type. A type named here is answered only when the bytes hold what that
type needs, so a page or a program renamed to .pdf is a page or a program.
"""

from __future__ import annotations

from typing import BinaryIO
from xml.parsers import expat

import puremagic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.files import archives

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
HEIC = "image/heic"
TIFF = "image/tiff"
WEBP = "image/webp"
GIF = "image/gif"
ZIP = "application/zip"
XML = "application/xml"
TEXT = "text/plain"
CSV = "text/csv"
HTML = "text/html"
SVG = "image/svg+xml"
SCRIPT = "text/x-script"
WINDOWS_PROGRAM = "application/x-dosexec"
LINUX_PROGRAM = "application/x-executable"
MAC_PROGRAM = "application/x-mach-binary"
JAVA_PROGRAM = "application/java-vm"
OLD_OFFICE = "application/x-ole-storage"
UNKNOWN = "application/octet-stream"
BROKEN = "application/x-broken"
DOCX, XLSX, ODT = archives.DOCX, archives.XLSX, archives.ODT
WITH_MACROS = archives.WITH_MACROS

PHOTOS = frozenset({JPEG, PNG, HEIC, WEBP})
SCANS = frozenset({PDF, JPEG, PNG, HEIC, TIFF})
DOCUMENTS = frozenset({PDF, DOCX, XLSX, ODT})
PAPERS = SCANS | DOCUMENTS
PROGRAMS = frozenset({WINDOWS_PROGRAM, LINUX_PROGRAM, MAC_PROGRAM, JAVA_PROGRAM, SCRIPT, HTML, SVG})

EXTENSIONS: dict[str, tuple[str, ...]] = {
    PDF: ("pdf",),
    JPEG: ("jpg", "jpeg", "jfif"),
    PNG: ("png",),
    HEIC: ("heic", "heif"),
    TIFF: ("tif", "tiff"),
    WEBP: ("webp",),
    GIF: ("gif",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    archives.PPTX: ("pptx",),
    ODT: ("odt",),
    archives.ODS: ("ods",),
    XML: ("xml", "gml", "xbrl", "xsd"),
    TEXT: ("txt", "csv", "json", "geojson", "md", "log"),
    ZIP: ("zip",),
}

TITLES: dict[str, str | Promise] = {
    PDF: "PDF",
    JPEG: _("ảnh JPEG"),
    PNG: _("ảnh PNG"),
    HEIC: _("ảnh HEIC"),
    TIFF: _("ảnh TIFF"),
    WEBP: _("ảnh WebP"),
    GIF: _("ảnh GIF"),
    DOCX: _("văn bản Word (docx)"),
    XLSX: _("bảng tính Excel (xlsx)"),
    archives.PPTX: _("trình chiếu PowerPoint"),
    ODT: _("văn bản ODT"),
    archives.ODS: _("bảng tính ODS"),
    XML: "XML",
    TEXT: _("văn bản thuần"),
    ZIP: _("tệp nén ZIP"),
    HTML: _("trang web"),
    SVG: _("ảnh SVG"),
    SCRIPT: _("tập lệnh"),
    WINDOWS_PROGRAM: _("chương trình Windows"),
    LINUX_PROGRAM: _("chương trình Linux"),
    MAC_PROGRAM: _("chương trình macOS"),
    JAVA_PROGRAM: _("chương trình Java"),
    OLD_OFFICE: _("văn bản Office kiểu cũ (doc, xls)"),
    UNKNOWN: _("loại tệp không rõ"),
}

_HEAD = 8_192
_TAIL = 66_000
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"MZ", WINDOWS_PROGRAM),
    (b"\x7fELF", LINUX_PROGRAM),
    (b"\xca\xfe\xba\xbe", JAVA_PROGRAM),
    (b"\xfe\xed\xfa\xce", MAC_PROGRAM),
    (b"\xfe\xed\xfa\xcf", MAC_PROGRAM),
    (b"\xcf\xfa\xed\xfe", MAC_PROGRAM),
    (b"#!", SCRIPT),
)
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_PAGE_SIGNS = (b"<!doctype html", b"<html", b"<script", b"<head", b"<body", b"<iframe", b"<?php")
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0c")


def title_of(media_type: str) -> str:
    """How a person calls the type: "ảnh JPEG"."""
    return str(TITLES.get(media_type, media_type))


def recognise(stream: BinaryIO) -> str:
    """Media type by content. Reads the stream from its start; leaves its place anywhere.

    Answers BROKEN for bytes that begin like a known type and do not go on like one.
    """
    stream.seek(0)
    head = stream.read(_HEAD)
    found = _by_beginning(head)
    if found == ZIP:
        return archives.kind(stream) or BROKEN
    if found:
        return found if _is_whole(found, head, stream) else BROKEN
    return _as_text(head, stream) or _guessed(head)


def hides_another(media_type: str, stream: BinaryIO) -> bool:
    """Whether an archive hangs at the end of something that is none (PDF + ZIP, JPEG + JAR)."""
    if media_type in archives.ARCHIVES:
        stream.seek(0)
        return not stream.read(4).startswith(b"PK")
    return archives.ends_as_archive(_tail(stream))


def _by_beginning(head: bytes) -> str:
    for beginning, media_type in _BEGINNINGS:
        if head.startswith(beginning):
            return media_type
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    return ""


def _is_whole(media_type: str, head: bytes, stream: BinaryIO) -> bool:
    if media_type == PDF:
        tail = _tail(stream)
        return b"%%EOF" in tail and b"startxref" in tail
    if media_type == PNG:
        return head[12:16] == b"IHDR" and b"IEND\xaeB`\x82" in _tail(stream)
    if media_type == JPEG:
        return len(head) > 100 and head[3] >= 0xC0
    return True


def _tail(stream: BinaryIO) -> bytes:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL))
    return stream.read()


def _as_text(head: bytes, stream: BinaryIO) -> str:
    if not _is_text(head, stream):
        return ""
    start = head.lstrip(b"\xef\xbb\xbf").lstrip().lower()
    if any(sign in start[:2_048] for sign in _PAGE_SIGNS):
        return HTML
    if start.startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in start[:2_048]):
        return SVG
    if start.startswith(b"<"):
        return _as_xml(stream)
    return TEXT


def _is_text(head: bytes, stream: BinaryIO) -> bool:
    """UTF-8 (or UTF-16 with its mark) without control characters, to the last byte."""
    encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    if encoding == "utf-8" and _has_controls(head):
        return False
    stream.seek(0)
    rest = stream.read()
    try:
        rest.decode(encoding)
    except UnicodeDecodeError:
        return False
    return encoding == "utf-16" or not _has_controls(rest)


def _has_controls(data: bytes) -> bool:
    return any(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in set(data))


class _Entity(Exception):  # noqa: N818 - a signal, not an error anyone sees
    """An entity was declared: the door to XXE and to expansion bombs."""


def _as_xml(stream: BinaryIO) -> str:
    parser = expat.ParserCreate()
    roots: list[str] = []

    def started(name: str, _attributes: dict[str, str]) -> None:
        if not roots:
            roots.append(name.rpartition(":")[2].lower())

    def declared(*_arguments: object) -> None:
        raise _Entity

    parser.StartElementHandler = started
    parser.EntityDeclHandler = declared
    stream.seek(0)
    try:
        parser.ParseFile(stream)
    except (expat.ExpatError, _Entity):
        return BROKEN
    return {"html": HTML, "svg": SVG}.get(roots[0], XML)


def _guessed(head: bytes) -> str:
    """What puremagic says of bytes that are none of ours; it never makes them one of ours."""
    try:
        guess = str(puremagic.from_string(head, mime=True))
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    return guess if guess and guess not in EXTENSIONS else UNKNOWN
