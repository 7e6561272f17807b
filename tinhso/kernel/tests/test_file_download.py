"""Downloads: names, ranges, and headers under which nothing can run."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory

from tinhso.kernel.actor import Actor
from tinhso.kernel.files import FileRules, content, disposition, file_response, store_file
from tinhso.kernel.tests import samples

pytestmark = pytest.mark.django_db
ALL = FileRules(media_types=content.PAPERS | {content.XML, content.TEXT, content.ZIP})


def body(response: HttpResponseBase) -> bytes:
    if response.streaming:
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return bytes(response.content)  # type: ignore[attr-defined]


@pytest.fixture
def pdf(home: Path, clerk: Actor, now: datetime) -> int:
    return store_file(
        io.BytesIO(samples.PDF), name="Giấy khai sinh.pdf", allowed=ALL, by=clerk, at=now
    ).id


def test_a_download_has_type_name_and_length(rf: RequestFactory, pdf: int) -> None:
    response = file_response(rf.get("/"), pdf)

    assert body(response) == samples.PDF
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(samples.PDF))
    assert response["Content-Disposition"] == (
        'attachment; filename="giai-khai-sinh.pdf"; '.replace("giai", "giay")
        + "filename*=UTF-8''Gi%E1%BA%A5y%20khai%20sinh.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "private, no-cache"


def test_a_pdf_is_shown_within_our_own_pages_only(rf: RequestFactory, pdf: int) -> None:
    response = file_response(rf.get("/"), pdf, inline=True)
    body(response)

    assert response["Content-Disposition"].startswith("inline; ")
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_what_could_run_is_never_shown(
    rf: RequestFactory, home: Path, clerk: Actor, now: datetime
) -> None:
    card = store_file(io.BytesIO(samples.XML), name="a.xml", allowed=ALL, by=clerk, at=now)

    response = file_response(rf.get("/"), card.id, inline=True)
    body(response)

    assert response["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=10-", 10, None),
        ("bytes=-7", -7, None),
        ("bytes=5-9999", 5, None),
    ],
)
def test_a_part_can_be_asked_for(
    rf: RequestFactory, pdf: int, asked: str, first: int, last: int | None
) -> None:
    response = file_response(rf.get("/", headers={"Range": asked}), pdf)

    end = len(samples.PDF) if last is None else last + 1
    start = first if first >= 0 else len(samples.PDF) + first
    assert response.status_code == 206
    assert body(response) == samples.PDF[start:end]
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/{len(samples.PDF)}"
    assert response["Content-Length"] == str(end - start)


@pytest.mark.parametrize("asked", ["bytes=9999-", "bytes=-0", "bytes=9-3", "bytes=-"])
def test_a_part_that_is_not_there_is_refused(rf: RequestFactory, pdf: int, asked: str) -> None:
    response = file_response(rf.get("/", headers={"Range": asked}), pdf)

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(samples.PDF)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=1-2"])
def test_ranges_we_do_not_serve_get_the_whole(rf: RequestFactory, pdf: int, asked: str) -> None:
    response = file_response(rf.get("/", headers={"Range": asked}), pdf)

    assert response.status_code == 200
    assert body(response) == samples.PDF


def test_a_range_of_another_version_gets_the_whole(rf: RequestFactory, pdf: int) -> None:
    headers = {"Range": "bytes=0-1", "If-Range": '"another"'}

    response = file_response(rf.get("/", headers=headers), pdf)

    assert body(response) == samples.PDF


def test_an_unchanged_file_is_not_sent_again(rf: RequestFactory, pdf: int) -> None:
    etag = file_response(rf.head("/"), pdf)["ETag"]

    response = file_response(rf.get("/", headers={"If-None-Match": etag}), pdf)

    assert response.status_code == 304
    assert body(response) == b""


def test_head_tells_without_sending(rf: RequestFactory, pdf: int) -> None:
    response = file_response(rf.head("/"), pdf)

    assert body(response) == b""
    assert response["Content-Length"] == str(len(samples.PDF))


def test_a_name_cannot_break_the_header() -> None:
    header = disposition('a"b\r\nX: 1.pdf', inline=False)

    assert "\r" not in header
    assert "\n" not in header
    assert header.count('"') == 2
