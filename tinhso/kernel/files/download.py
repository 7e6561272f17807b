"""A stored file as an HTTP answer: right type, Vietnamese name, ranges, nothing that can run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from tinhso.kernel.files import content
from tinhso.kernel.files.opening import OpenedFile, open_file
from tinhso.kernel.text import fold

_PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
# Shown in the page; everything else is saved. Browsers show these without running anything in them.
SHOWN = content.PHOTOS | {content.PDF, content.GIF, content.TEXT}
_NOTHING_RUNS = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; "


def file_response(
    request: HttpRequest, file: int | UUID | OpenedFile, *, inline: bool = False
) -> HttpResponseBase:
    """Answer with a stored file; `inline` shows it where the type is safe to show.

    Understands HEAD, If-None-Match and one Range. The caller has decided that the reader may see
    the file. Raises what `open_file` raises.
    """
    opened = file if isinstance(file, OpenedFile) else open_file(file)
    card = opened.card
    etag = f'"{card.sha256}"'
    if etag in request.headers.get("If-None-Match", ""):
        opened.stream.close()
        return _with_headers(HttpResponse(status=304), opened, etag, inline=inline)
    asked = request.headers.get("Range", "")
    if asked and request.headers.get("If-Range", etag) == etag:
        span = _span(asked, card.size)
        if span is None:
            opened.stream.close()
            refused = HttpResponse(status=416)
            refused["Content-Range"] = f"bytes */{card.size}"
            return refused
        return _part(request, opened, etag, span, inline=inline)
    return _part(request, opened, etag, (0, card.size - 1), inline=inline)


def _part(
    request: HttpRequest,
    opened: OpenedFile,
    etag: str,
    span: tuple[int, int],
    *,
    inline: bool,
) -> HttpResponseBase:
    first, last = span
    size = opened.card.size
    whole = (first, last) == (0, size - 1)
    response: HttpResponseBase
    if request.method == "HEAD":
        opened.stream.close()
        response = HttpResponse(status=200 if whole else 206)
    else:
        pieces = _pieces(opened.stream, first, last)
        response = StreamingHttpResponse(pieces, status=200 if whole else 206)
    if not whole:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return _with_headers(response, opened, etag, inline=inline)


def _with_headers(
    response: HttpResponseBase, opened: OpenedFile, etag: str, *, inline: bool
) -> HttpResponseBase:
    card = opened.card
    shown = inline and card.media_type in SHOWN
    kind = card.media_type
    response["Content-Type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    response["Content-Disposition"] = disposition(card.name, inline=shown)
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # The PDF viewer of browsers does not start inside a sandbox; it runs no scripts of the page.
    sandbox = "" if shown and kind == content.PDF else "sandbox; "
    response["Content-Security-Policy"] = f"{sandbox}{_NOTHING_RUNS}frame-ancestors 'self'"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def disposition(name: str, *, inline: bool) -> str:
    """Content-Disposition with a Vietnamese name (RFC 6266, RFC 5987) and an ASCII fallback."""
    stem, dot, extension = name.rpartition(".")
    plain = fold(stem or name).replace(" ", "-") or "tep"
    plain = f"{plain}{dot}{extension}" if stem else plain
    plain = plain.encode("ascii", "ignore").decode()
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _span(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of one asked range; None when it cannot be satisfied."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        # Several ranges at once, or a unit we do not know: the whole file is a right answer.
        return (0, size - 1) if match is None else None
    start, end = match.groups()
    if start == "":
        first, last = max(0, size - int(end)), size - 1
        return (first, last) if int(end) else None
    first, last = int(start), min(int(end), size - 1) if end else size - 1
    return (first, last) if first <= last else None


def _pieces(stream: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    left = last - first + 1
    with stream:
        stream.seek(first)
        while left > 0 and (piece := stream.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
