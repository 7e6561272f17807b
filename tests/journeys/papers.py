"""Papers that people bring: real files with real content."""

from __future__ import annotations

import zlib

from playwright.sync_api import FilePayload


def a_scan(name: str) -> FilePayload:
    """A one-page PDF as a scanner makes it: a grey picture of an A4 sheet."""
    return FilePayload(name=name, mimeType="application/pdf", buffer=_one_page())


def _one_page() -> bytes:
    width, height = 210, 297
    grey = zlib.compress(bytes(235 for _point in range(width * height)))
    picture = (
        (
            b"<< /Type /XObject /Subtype /Image /Width 210 /Height 297 /ColorSpace /DeviceGray "
            b"/BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n" % len(grey)
        )
        + grey
        + b"\nendstream"
    )
    drawing = b"q 595 0 0 842 0 0 cm /Scan Do Q"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /XObject << /Scan 4 0 R >> >> >>",
        picture,
        b"<< /Length %d >>\nstream\n" % len(drawing) + drawing + b"\nendstream",
    ]
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 6\n0000000000 65535 f \n"
    for place in places:
        made += b"%010d 00000 n \n" % place
    made += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(made)
