"""What a file is, by its bytes; which files are refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.files import archives, content
from tinhso.kernel.files.names import LONGEST, safe_name, size_text
from tinhso.kernel.tests import samples


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (samples.PDF, content.PDF),
        (samples.JPEG, content.JPEG),
        (samples.PNG, content.PNG),
        (samples.HEIC, content.HEIC),
        (samples.TIFF, content.TIFF),
        (samples.DOCX, content.DOCX),
        (samples.xlsx(), content.XLSX),
        (samples.ODT, content.ODT),
        (samples.XML, content.XML),
        (samples.TEXT, content.TEXT),
        (samples.ZIP, content.ZIP),
        (samples.TEXT.decode().encode("utf-16"), content.TEXT),
        (samples.WINDOWS_PROGRAM, content.WINDOWS_PROGRAM),
        (samples.LINUX_PROGRAM, content.LINUX_PROGRAM),
        (b"#!/bin/sh\nrm -rf /\n", content.SCRIPT),
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", content.HTML),
        (b"\n\n  <HTML><body>", content.HTML),
        (b'<?xml version="1.0"?><x:html xmlns:x="http://www.w3.org/1999/xhtml"/>', content.HTML),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', content.SVG),
        (samples.DOCX_WITH_MACROS, content.WITH_MACROS),
        (samples.BILLION_LAUGHS, content.BROKEN),
        (samples.PDF[:40], content.BROKEN),
        (samples.PNG[:40], content.BROKEN),
        (samples.ZIP[:-30], content.BROKEN),
        (b"<hoSo><ten></hoSo>", content.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), content.OLD_OFFICE),
    ],
)
def test_the_type_is_told_by_the_bytes(data: bytes, media_type: str) -> None:
    assert content.recognise(io.BytesIO(data)) == media_type


@given(st.binary(max_size=300))
def test_no_bytes_make_recognition_fall(data: bytes) -> None:
    assert content.recognise(io.BytesIO(data))


@pytest.mark.parametrize("cover", [samples.PDF, samples.JPEG, samples.PNG, samples.TEXT])
def test_an_archive_behind_another_file_is_seen(cover: bytes) -> None:
    media_type = content.recognise(io.BytesIO(cover))

    assert content.hides_another(media_type, io.BytesIO(cover + samples.ZIP))
    assert not content.hides_another(media_type, io.BytesIO(cover))


def test_an_archive_itself_hides_nothing() -> None:
    assert not content.hides_another(content.ZIP, io.BytesIO(samples.ZIP))


def test_a_bomb_is_seen_by_its_declared_sizes() -> None:
    assert archives.is_unsafe(io.BytesIO(samples.bomb()))
    assert not archives.is_unsafe(io.BytesIO(samples.DOCX))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\thu.txt", "C:\\a.txt"])
def test_an_archive_that_leaves_its_folder_is_seen(name: str) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        made.writestr(zipfile.ZipInfo(name), b"x")

    assert archives.is_unsafe(kept)


def test_too_many_entries_are_seen() -> None:
    many = samples.archive({f"{number}": b"" for number in range(archives.MOST_ENTRIES + 1)})

    assert archives.is_unsafe(io.BytesIO(many))


@pytest.mark.parametrize(
    ("raw", "media_type", "name"),
    [
        ("Giấy khai sinh.pdf", content.PDF, "Giấy khai sinh.pdf"),
        ("Giâ\u0301y khai sinh.pdf", content.PDF, "Giấy khai sinh.pdf"),
        ("C:\\Users\\Hoa\\Ảnh thẻ.JPG", content.JPEG, "Ảnh thẻ.JPG"),
        ("../../etc/passwd", content.TEXT, "passwd.txt"),
        ("đơn\u202efdp.exe", content.PDF, "đơnfdp.exe.pdf"),
        ("ảnh.pdf", content.JPEG, "ảnh.jpg"),
        ("Số 12.ngày 3", content.PDF, "Số 12.ngày 3.pdf"),
        ('a<b>:"c|?*.txt', content.TEXT, "a_b___c___.txt"),
        ("dòng\r\n1\x00.txt", content.TEXT, "dòng 1.txt"),
        ("...", content.PDF, "tệp.pdf"),
        (".htaccess", content.TEXT, "htaccess.txt"),
        ("", "", "tệp"),
        ("a\u00a0b.pdf", content.PDF, "a b.pdf"),
    ],
)
def test_names_are_made_safe(raw: str, media_type: str, name: str) -> None:
    assert safe_name(raw, media_type) == name


@given(st.text(max_size=300), st.sampled_from(["", content.PDF, content.TEXT]))
def test_a_safe_name_stays_safe(raw: str, media_type: str) -> None:
    name = safe_name(raw, media_type)

    assert 0 < len(name) <= LONGEST
    assert not set(name) & set('/\\\r\n\0<>:"|?*\u202e')
    assert safe_name(name, media_type) == name


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (512, "512\u00a0B"),
        (1_536, "1,5\u00a0kB"),
        (10 * 1024 * 1024, "10\u00a0MB"),
        (10 * 1024 * 1024 + 1, "10,1\u00a0MB"),
        (14_889_779, "14,2\u00a0MB"),
        (3 * 1024**3, "3\u00a0GB"),
    ],
)
def test_sizes_are_written_for_people(size: int, text: str) -> None:
    assert size_text(size) == text
