"""Broken files at every import: refused in Vietnamese, with nothing taken over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

import pytest
from django import forms
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import get_resolver

from tests.access.table import addresses, rows
from tests.fuzz.pages import fingerprint
from tests.fuzz.people import House
from tests.fuzz.wicked import SCRIPT, zipped


@dataclass(frozen=True)
class Import:
    """A page that takes a table: its columns, a row that is good, what else the form asks."""

    page: str
    name: str
    columns: tuple[str, ...]
    good: tuple[str, ...]
    more: dict[str, str] = field(default_factory=dict)

    def table(self, *lines: tuple[str, ...], separator: str = ",") -> str:
        return "\r\n".join(separator.join(line) for line in (self.columns, *lines)) + "\r\n"


DECIDED = {"decision": "QĐ thử"}
IMPORTS = [
    Import(
        "directory:code_list_import",
        "ma.csv",
        ("ma", "ten", "thu_tu", "ngay_hl"),
        ("02", "Hai", "2", "2026-01-01"),
        DECIDED,
    ),
    Import(
        "directory:tables_import",
        "dia-ban.csv",
        ("nhom", "ma", "cap", "ten", "ten_day_du", "loai"),
        ("1", "38", "province", "Thanh Hóa", "Tỉnh Thanh Hóa", "Tỉnh"),
        DECIDED,
    ),
    Import(
        "directory:holidays_import",
        "ngay-nghi.csv",
        ("date", "kind", "name_vi"),
        ("2027-01-01", "statutory", "Tết Dương lịch"),
        {**DECIDED, "year": "2027"},
    ),
    Import(
        "directory:reorganisation_changes",
        "thay-doi.csv",
        ("doi_tuong", "cach", "tu", "ma", "ten", "ten_day_du", "loai"),
        ("dia-ban", "thanh-lap", "", "99998", "Mới", "Xã Mới", "Xã"),
    ),
    Import(
        "identity:accounts_open",
        "tai-khoan.csv",
        ("ma_can_bo", "ten_dang_nhap", "thu_cong_vu"),
        ("CB000001", "nguoi.thu", "thu@example.vn"),
    ),
]
NAMES = [one.page for one in IMPORTS]


def _damaged(content: bytes) -> bytes:
    middle = len(content) // 3
    return content[:middle] + bytes(20) + content[middle + 20 :]


def _broken(one: Import) -> Iterator[tuple[str, str, bytes]]:
    """(what is wrong, name, content) of files that cannot be read as a whole."""
    good = one.table(one.good)
    plain = good.encode()
    yield "empty", one.name, b""
    yield "blank", one.name, b"\r\n \r\n"
    yield "utf-16", one.name, good.encode("utf-16")
    yield "windows-1258", one.name, good.encode() + "\xd0\xf4ng,\xe3\r\n".encode("cp1252")
    yield "nul", one.name, plain + b"\x00,\x00\r\n"
    yield "wrong separator", one.name, one.table(one.good, separator="\t").encode()
    yield "no heading", one.name, ",".join(one.good).encode()
    yield "a column missing", one.name, plain.replace(one.columns[-1].encode(), b"khac", 1)
    yield "a column twice", one.name, plain.replace(b"\r\n", f",{one.columns[0]}\r\n".encode(), 1)
    yield "ten thousand columns", one.name, ",".join(f"c{n}" for n in range(10_000)).encode()
    yield "a heading of a megabyte", one.name, b"x" * 1_000_000
    yield "a quote that stays open", one.name, plain + b'"' + b"mot,hai\r\n" * 3
    yield "a cell of a megabyte", one.name, plain + b'"' + b"x" * 1_000_000 + b'"\r\n'
    yield "an archive", "a.csv", zipped({"la.csv": plain})
    yield "a damaged archive", "a.zip", _damaged(zipped({one.name: plain * 50}))
    yield "a spreadsheet", "a.xlsx", zipped({"xl/workbook.xml": bytes(30_000_000)})
    yield "a picture", "a.png", b"\x89PNG\r\n\x1a\n" + bytes(64)
    yield "old office", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def _bad_rows(one: Import) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Rows that no import may take over."""
    empty = ("",) * (len(one.columns) - 1)
    yield "too many cells", (*one.good, "x", "y")
    yield "only the last cell", (*empty, "x")
    yield "a script everywhere", (SCRIPT,) * len(one.columns)
    yield "signs everywhere", ("\x01\u202e",) * len(one.columns)
    yield "long cells", ("x" * 3_000,) * len(one.columns)
    yield "no such day", ("31/02/2026",) * len(one.columns)
    yield "a far year", ("9999-12-31",) * len(one.columns)
    yield "huge numbers", ("99999999999999999999",) * len(one.columns)


BROKEN = [label for label, _name, _content in _broken(IMPORTS[0])]
BAD_ROWS = [label for label, _row in _bad_rows(IMPORTS[0])]


def _answer(one: Import, house: House, name: str, content: bytes) -> tuple[int, str, bool]:
    """Status, page, and whether everything in the database stayed as it was."""
    cache.clear()
    row = rows()[one.page]
    browser, address = house.visitor(one.page, row), addresses()[one.page]
    path = address.filled(house.things(address, row))
    with transaction.atomic():
        before = fingerprint()
        file = SimpleUploadedFile(name, content)
        answer = browser.post(path, {**one.more, "file": file})
        page = answer.content.decode()
        same = before == fingerprint()
        transaction.set_rollback(True)
    return answer.status_code, page, same


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("one", IMPORTS, ids=NAMES)
def test_a_broken_file_is_refused_in_words_and_leaves_nothing(
    one: Import, kind: str, house: House
) -> None:
    name, content = next((n, c) for label, n, c in _broken(one) if label == kind)
    status, page, same = _answer(one, house, name, content)
    assert status == 422
    assert same
    assert any(words in page for words in ("Không đọc được tệp", "Tệp phải là", "rỗng"))
    assert not any(words in page for words in ("Traceback", "not UTF-8", "columns missing"))


@pytest.mark.parametrize("kind", BAD_ROWS)
@pytest.mark.parametrize("one", IMPORTS, ids=NAMES)
def test_a_bad_row_is_told_with_its_number_and_does_not_go_in(
    one: Import, kind: str, house: House
) -> None:
    bad = dict(_bad_rows(one))[kind]
    status, page, same = _answer(one, house, one.name, one.table(bad).encode())
    assert status in (200, 422)
    assert same
    assert SCRIPT not in page
    assert "2" in page


ARCHIVES: dict[str, dict[str, bytes]] = {
    "a strange name": {"khac.csv": b"ma,ten\r\n1,a\r\n"},
    "leaving the folder": {"../../dia-ban.csv": b"x"},
    "a list without a code": {"danh-muc/.csv": b"ma,ten\r\n1,a\r\n"},
    "a list of a long code": {f"danh-muc/{'a' * 300}.csv": b"ma,ten\r\n1,a\r\n"},
    "a list of a script": {f"danh-muc/{SCRIPT}.csv": b"ma,ten\r\n1,a\r\n"},
    "a bomb": {"dia-ban.csv": bytes(101 * 1024 * 1024)},
    "a broken table": {"dia-ban.csv": "địa,bàn".encode("utf-16")},
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_an_archive_with_something_else_inside_is_refused(kind: str, house: House) -> None:
    one = next(one for one in IMPORTS if one.page == "directory:tables_import")
    status, page, same = _answer(one, house, "danh-ba.zip", zipped(ARCHIVES[kind]))
    assert status == 422
    assert same
    assert "Không đọc được tệp" in page
    assert SCRIPT not in page


@pytest.mark.parametrize("one", IMPORTS, ids=NAMES)
def test_a_good_file_with_a_mark_and_semicolons_is_read(one: Import, house: House) -> None:
    content = b"\xef\xbb\xbf" + one.table(one.good, separator=";").encode()
    status, page, _same = _answer(one, house, one.name, content)
    # The officer of the accounts does not exist: the row is refused, the file is read.
    assert status in (200, 302), page


def test_every_form_that_takes_a_table_is_fuzzed_here() -> None:
    get_resolver().url_patterns  # noqa: B018 - loads every page's module
    kinds = {
        kind.__qualname__
        for kind in _all(forms.BaseForm)
        if kind.__module__.startswith("tinhso.")
        and any(
            isinstance(one, forms.FileField) and "CSV" in f"{one.label}{one.help_text}"
            for one in getattr(kind, "base_fields", {}).values()
        )
    }
    assert kinds == {"ChangesForm", "HolidaysForm", "OpenAccountsForm"}, "add it to IMPORTS"


def _all(kind: type) -> Iterator[type]:
    below = kind.__subclasses__()
    yield from chain(below, *(_all(one) for one in below))
