"""What no page asked for: texts, numbers, days and files that must be refused or kept harmless."""

from __future__ import annotations

import io
import zipfile

SCRIPT = "<script>alert('fuzz')</script>"

# A NUL is refused before any page sees it, so that it would hide the others; it has its own test.
TEXTS: dict[str, str] = {
    "empty": "",
    "script": f"\"'>{SCRIPT}<img src=x onerror=alert(1)>",
    "controls": "\x01\x1b[31m\x7f\u202e\ufeff\u200b",
    "half a letter": "x\udcedy",
    "long": "dài " * 25_000,
    "long number": "9" * 5_000,
    "huge": "99999999999999999999",
    "beyond int8": "9223372036854775808",
    "negative": "-1",
    "float": "1e400",
    "not a number": "nan",
    "no such day": "31/02/2026",
    "first year": "01/01/0000",
    "last year": "31/12/9999",
    "day with a zone": "2026-13-45T25:61:61+99:99",
    "digits of others": "٣٤",
    "superscript": "²",
    "list": "[1, [2], {}]",
    "mapping": '{"__class__": [null]}',
    "deep": "[" * 3_000,
    "sql": "'; DROP TABLE x; --",
    "format": "%s%n%(x)s{0.__class__}",
    "like": "%_\\",
    "regex": "(((((a+)+)+)+$",
    "path": "../../../../etc/passwd",
    "line": "a\r\nSet-Cookie: x=y",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "template": "{{ 7|add:7 }}{% load static %}",
    "time": "25:99",
}


def zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


FILES: dict[str, tuple[str, bytes]] = {
    "empty": ("trống.csv", b""),
    "nul": ("a.csv", b"ma,ten\n\x00,\x00\n"),
    "utf-16": ("a.csv", "mã,tên\n1,Một\n".encode("utf-16")),
    "windows-1258": ("a.csv", "m\xe3,t\xean\n1,\xd0\xf4ng\n".encode("cp1252")),
    "program": ("a.pdf", b"MZ\x90\x00" + bytes(200)),
    "cut zip": ("a.zip", zipped({"a.csv": b"x" * 5_000})[:60]),
    "bomb": (
        "a.xlsx",
        zipped({"xl/workbook.xml": bytes(30_000_000), "[Content_Types].xml": b"<x/>"}),
    ),
    "leaving": ("a.zip", zipped({"../../a.csv": b"x"})),
    "cut pdf": ("a.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type"),
    "odd name": (f"{SCRIPT}\r\n\u202efdp.exe", b"%PDF-1.4\n"),
    "long name": ("a" * 3_000 + ".pdf", b"%PDF-1.4\n"),
    "unclosed": ("a.csv", b'ma,ten\n"1,Mot\n'),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(64)),
}
