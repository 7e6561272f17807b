"""Small true files of each kind, made here byte by byte, and ways to spoil them."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib

from openpyxl import Workbook

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(1, 200)) * 3 + b"\xff\xd9"
TIFF = b"II*\x00\x08\x00\x00\x00" + bytes(64)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)
WINDOWS_PROGRAM = b"MZ\x90\x00\x03" + bytes(120) + b"PE\x00\x00" + bytes(200)
LINUX_PROGRAM = b"\x7fELF\x02\x01\x01" + bytes(200)
XML = '<?xml version="1.0" encoding="UTF-8"?>\n<hoSo><ten>Lê Văn Thành</ten></hoSo>'.encode()
TEXT = "Đơn đề nghị cấp lại giấy khai sinh.\nNgười viết đơn: Trần Thị Hoa\n".encode()
BILLION_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
# The harmless test string of every virus scanner, kept encoded so that scanners leave us alone.
EICAR = base64.b64decode(
    "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
)


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + _chunk(b"IEND", b"")
)


def archive(entries: dict[str, bytes], *, stored: bool = False) -> bytes:
    """A ZIP with these entries, in this order."""
    kept = io.BytesIO()
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(kept, "w", how) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return kept.getvalue()


DOCX = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
DOCX_WITH_MACROS = archive(
    {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": b"<w:document/>",
        "word/vbaProject.bin": b"\x00",
    }
)
ODT = archive(
    {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>"},
    stored=True,
)
ZIP = archive({"giấy tờ/đơn.txt": TEXT})


def xlsx() -> bytes:
    """A workbook as openpyxl writes it."""
    kept = io.BytesIO()
    workbook = Workbook()
    workbook.create_sheet("Hồ sơ").append(["Mã hồ sơ"])
    workbook.save(kept)
    return kept.getvalue()


def bomb() -> bytes:
    """A document of 100 kB that would unpack to 60 MB."""
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<w:document/>",
            "word/media/image1.bmp": bytes(60 * 1024 * 1024),
        }
    )
