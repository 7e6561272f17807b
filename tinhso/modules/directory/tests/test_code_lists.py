"""Shared code lists: a code means one thing, its name has a history, none is deleted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import PermissionMissing
from tinhso.modules.directory import public as directory
from tinhso.modules.directory.commands import code_lists as commands
from tinhso.modules.directory.commands.code_lists import CodeValues
from tinhso.modules.directory.errors import CodeInUse, CodeNotFound, FileUnreadable
from tinhso.modules.directory.models import CodeListItemVersion
from tinhso.modules.directory.queries import code_lists as queries
from tinhso.modules.directory.queries.code_lists import codes_of
from tinhso.modules.directory.tests.things import SYSTEM, make_code_list

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 17, 9, 0, tzinfo=VIETNAM)
TODAY = NOW.date()


def names(on: date, code_list: str = "thu-nghiem") -> dict[str, str]:
    return {card.code: card.name for card in codes_of(code_list, on)}


@pytest.mark.req("TTHC-02")
def test_a_used_code_is_never_deleted_and_a_renamed_one_keeps_its_old_name_on_old_papers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A used code is refused, ended instead; the paper of before reads the name of before."""
    monkeypatch.setattr(queries, "_counters", {})
    make_code_list()
    used = {"01": 3}
    directory.register_usage("thu-nghiem", lambda code: used.get(code, 0))

    with pytest.raises(CodeInUse) as refused:
        commands.withdraw_code("thu-nghiem", "01", decision="Nhầm", by=SYSTEM, at=NOW)
    assert "3 lần" in refused.value.sentence
    assert names(TODAY) == {"01": "Một"}

    renamed_on = date(2026, 6, 1)
    commands.set_code(
        "thu-nghiem",
        "01",
        CodeValues("Hạng nhất"),
        since=renamed_on,
        decision="QĐ",
        by=SYSTEM,
        at=NOW,
    )
    assert directory.code_names("thu-nghiem", ["01"], date(2026, 5, 31)) == {"01": "Một"}
    assert directory.code_names("thu-nghiem", ["01"], TODAY) == {"01": "Hạng nhất"}

    commands.end_code("thu-nghiem", "01", on=TODAY, decision="QĐ 2", by=SYSTEM, at=NOW)
    assert names(TODAY) == {}
    assert names(TODAY - timedelta(days=1)) == {"01": "Hạng nhất"}


def test_an_unused_code_entered_by_mistake_is_taken_back_and_stays_in_the_history() -> None:
    make_code_list()
    before = CodeListItemVersion.objects.count()

    commands.withdraw_code("thu-nghiem", "01", decision="Nhập nhầm", by=SYSTEM, at=NOW)

    assert names(TODAY) == {}
    assert CodeListItemVersion.objects.count() == before
    with pytest.raises(CodeNotFound):
        commands.end_code("thu-nghiem", "99", on=TODAY, decision="QĐ", by=SYSTEM, at=NOW)


def test_a_parent_is_used_by_its_children() -> None:
    make_code_list()
    commands.set_code(
        "thu-nghiem",
        "011",
        CodeValues("Một một", parent="01"),
        since=None,
        decision="QĐ",
        by=SYSTEM,
        at=NOW,
    )
    with pytest.raises(CodeInUse):
        commands.withdraw_code("thu-nghiem", "01", decision="Nhầm", by=SYSTEM, at=NOW)
    with pytest.raises(CodeNotFound):
        commands.set_code(
            "thu-nghiem",
            "02",
            CodeValues("Hai", parent="khong"),
            since=None,
            decision="QĐ",
            by=SYSTEM,
            at=NOW,
        )


FILE = """ma,ten,ma_cha,thu_tu,ngay_hl,ngay_hhl,trang_thai
01,Một,,0,,,1
02,Hai,01,2,2026-01-01,,1
02,Hai cũ,01,2,2025-01-01,2025-12-31,0
,Không mã,,3,,,1
03,,,3,,,1
04,Bốn,không-có,4,,,1
05,Năm,,năm,,,1
06,Sáu,,6,2026-05-01,2026-04-01,1
07,Bảy,,7,31/02/2026,,1
02,Hai lần nữa,,2,2026-01-01,,1
"""


def test_each_refused_row_is_reported_and_the_good_ones_are_taken_over() -> None:
    make_code_list()

    report = commands.import_codes("thu-nghiem", FILE.encode(), decision="QĐ 7", by=SYSTEM, at=NOW)

    assert (report.read, report.made, report.unchanged) == (10, 1, 1)
    assert [(one.row, one.column, one.code) for one in report.refused] == [
        (5, "ma", "missing"),
        (6, "ten", "missing"),
        (7, "ma_cha", "unknown"),
        (8, "thu_tu", "unreadable"),
        (9, "ngay_hhl", "ends_before_it_begins"),
        (10, "ngay_hl", "unreadable"),
        (11, "ma", "twice"),
    ]
    assert names(TODAY) == {"01": "Một", "02": "Hai"}
    assert names(date(2025, 12, 31)) == {"01": "Một", "02": "Hai cũ"}


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    make_code_list()
    before = CodeListItemVersion.objects.count()

    report = commands.import_codes(
        "thu-nghiem", FILE.encode(), decision="QĐ 7", dry_run=True, by=SYSTEM, at=NOW
    )

    assert (report.made, len(report.refused)) == (1, 7)
    assert CodeListItemVersion.objects.count() == before


def test_what_goes_out_comes_in_again_without_a_change() -> None:
    make_code_list()
    commands.import_codes("thu-nghiem", FILE.encode(), decision="QĐ 7", by=SYSTEM, at=NOW)
    table = commands.codes_as_table("thu-nghiem", TODAY)
    before = CodeListItemVersion.objects.count()

    again = commands.import_codes("thu-nghiem", table, decision="QĐ 8", by=SYSTEM, at=NOW)

    assert (again.made, again.changed, again.refused) == (0, 0, ())
    assert again.unchanged == again.read == 3
    assert CodeListItemVersion.objects.count() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"ten\nA\n", b"ma,ten,la\n1,A,x\n", b'ma,ten\n"1,A\n', b"ma,ma\n1,2\n"],
)
def test_a_file_that_is_no_table_is_refused_whole(content: bytes) -> None:
    make_code_list()
    with pytest.raises(FileUnreadable):
        commands.import_codes("thu-nghiem", content, decision="QĐ", by=SYSTEM, at=NOW)


def test_a_unit_does_not_change_lists_of_the_province() -> None:
    make_code_list()
    by = Actor(
        kind="officer",
        name="A",
        account_id=1,
        grants={"directory.manage_code_lists": frozenset({4})},
    )
    with pytest.raises(PermissionMissing):
        commands.set_code(
            "thu-nghiem", "09", CodeValues("Chín"), since=None, decision="QĐ", by=by, at=NOW
        )
