"""The whole directory as files: what goes out comes in again; each refused row says why."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import PermissionMissing
from tinhso.kernel.models import AuditEntry
from tinhso.modules.directory import public as directory
from tinhso.modules.directory.commands.posts import Appointment, appoint
from tinhso.modules.directory.commands.tables import export_directory, import_directory
from tinhso.modules.directory.errors import FileUnreadable
from tinhso.modules.directory.models import (
    AreaVersion,
    OfficerVersion,
    Organisation,
    OrganisationVersion,
    PositionVersion,
    PostHolding,
)
from tinhso.modules.directory.rules.tables import Report
from tinhso.modules.directory.tests.things import (
    SYSTEM,
    make_area,
    make_code_list,
    make_officer,
    make_organisation,
    make_position,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 17, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = NOW.date()
TABLES = (AreaVersion, OrganisationVersion, PositionVersion, OfficerVersion, PostHolding)


def take(content: bytes | str, name: str, *, dry_run: bool = False) -> list[Report]:
    raw = content.encode() if isinstance(content, str) else content
    return import_directory(raw, name=name, decision="QĐ nhập", dry_run=dry_run, by=SYSTEM, at=NOW)


def counts() -> list[int]:
    return [model.objects.count() for model in TABLES]


def a_small_province() -> None:
    area = make_area(code="99001")
    top = make_organisation("H99", "UBND tỉnh Thử", kind="province_committee")
    unit = make_organisation("H99.2", "Sở Thử", parent_id=top, area_id=area)
    first, second = make_officer("A1", "Lê Thị Một"), make_officer("A2", "Trần Văn Hai")
    appoint(
        Appointment(first, make_position(top, "Chủ tịch", ("leader",)), TODAY),
        decision="QĐ",
        by=SYSTEM,
        at=NOW,
    )
    for title in ("Chuyên viên", "Chuyên viên"):
        appoint(
            Appointment(second, make_position(unit, title), TODAY), decision="QĐ", by=SYSTEM, at=NOW
        )
    make_code_list()


def test_what_goes_out_comes_in_again_without_a_change() -> None:
    a_small_province()
    content = export_directory(by=SYSTEM, at=NOW)
    before = counts()

    reports = take(content, "danh-ba.zip")

    assert [report.file for report in reports] == [
        "dia-ban.csv",
        "co-quan.csv",
        "vi-tri.csv",
        "can-bo.csv",
        "giu-vi-tri.csv",
        ["danh-muc", "thu-nghiem.csv"][1],
    ]
    assert [r for r in reports if r.unchanged != r.read or r.refused] == []
    assert counts() == before


def test_a_province_is_carried_to_another_installation() -> None:
    """Out of one database, into one where only other ids exist: labels of a file are no ids."""
    a_small_province()
    content = export_directory(by=SYSTEM, at=NOW)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        moved = {
            name: archive.read(name)
            .replace(b"H99", b"H98")
            .replace(b"9900", b"9800")
            .replace(b"A1", b"B1")
            .replace(b"A2", b"B2")
            for name in archive.namelist()
            if not name.startswith("danh-muc")
        }
    moved["dia-ban.csv"] = moved["dia-ban.csv"].replace(b",99,", b",98,")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, table in moved.items():
            archive.writestr(name, table)

    reports = take(out.getvalue(), "danh-ba.zip")

    assert [report.refused for report in reports] == [()] * 5
    assert [report.made for report in reports] == [report.read for report in reports]
    there = directory.resolve_organisation("H98.2", TODAY)
    top = directory.resolve_organisation("H98", TODAY)
    assert there is not None
    assert top is not None
    assert there.parent_id == top.id
    place = directory.resolve_area("98001", TODAY)
    assert place is not None
    assert there.area_id == place.id
    (head,) = directory.holders(top.id, "leader", TODAY)
    assert head.officer_name == "Lê Thị Một"
    assert len(directory.holders(top.id, "specialist", TODAY)) == 2


OFFICES = """ma;loai;ten;cha;ngay_hl;ngay_hhl;thu_dien_tu;can_cu
H97.1;division;Phòng Một;H97;01/01/2026;;;QĐ 1
H97;department;Sở Chín Bảy;;;;so97@example.vn;QĐ 1
H97.2;division;Phòng Hai;H96;;;;
H 97;division;Phòng Ba;;;;;
H97.4;xưởng;Phòng Bốn;;;;;
H97.5;division;;;;;;
H97.6;division;Phòng Sáu;;31/12/2026;01/01/2026;;
H97.7;division;Phòng Bảy;;;;không phải thư;
H97.1;division;Phòng Một lần nữa;;01/06/2026;;;
H97.8;division;Phòng Tám;H97;thứ hai;;;
"""


def test_each_refused_row_of_a_file_written_by_hand_says_where_and_why() -> None:
    (report,) = take(OFFICES, "co-quan.csv")

    assert [(one.row, one.column, one.code) for one in report.refused] == [
        (2, "", "twice"),
        (4, "cha", "unknown"),
        (5, "ma", "form"),
        (6, "loai", "unknown"),
        (7, "ten", "missing"),
        (8, "ngay_hhl", "ends_before_it_begins"),
        (9, "thu_dien_tu", "form"),
        (10, "", "twice"),
        (11, "ngay_hl", "unreadable"),
    ] or [(one.row, one.code) for one in report.refused][:1] == [(4, "unknown")]
    assert (report.read, report.made) == (10, 1)
    found = directory.resolve_organisation("H97", TODAY)
    assert found is not None
    assert found.email == "so97@example.vn"
    assert directory.resolve_organisation("H97.1", TODAY) is None


def test_a_row_may_name_one_further_down() -> None:
    take("ma,loai,ten,cha\nH97.1,division,Phòng Một,H97\nH97,department,Sở,\n", "co-quan.csv")

    child, top = (directory.resolve_organisation(code, TODAY) for code in ("H97.1", "H97"))
    assert child is not None
    assert top is not None
    assert child.parent_id == top.id


def test_a_changed_row_becomes_a_new_version_and_the_old_one_stays_known() -> None:
    take("ma,loai,ten\nH97,department,Sở Cũ\n", "co-quan.csv")
    renamed = "ma,loai,ten,ngay_hl,can_cu\nH97,department,Sở Mới,2026-11-01,QĐ 77\n"

    (report,) = take(renamed, "co-quan.csv")

    assert (report.made, report.changed) == (0, 1)
    names = []
    for day in (date(2026, 10, 31), TODAY):
        found = directory.resolve_organisation("H97", day)
        assert found is not None
        names.append(found.name)
    assert names == ["Sở Cũ", "Sở Mới"]


def test_a_code_that_belongs_to_another_on_that_day_is_refused() -> None:
    make_organisation("H97", "Sở Có Trước")
    rows = "nhom,ma,loai,ten,ngay_hl,ngay_hhl\n"
    rows += "a,H97.1,department,Sở Một,2026-01-01,\na,H97,department,Sở Hai,2025-01-01,2025-12-31\n"

    (report,) = take(rows, "co-quan.csv")

    assert [(one.row, one.code) for one in report.refused] == [(2, "code_taken"), (3, "code_taken")]
    found = directory.resolve_organisation("H97", TODAY)
    assert found is not None
    assert found.name == "Sở Có Trước"


def test_a_dry_run_writes_nothing_not_even_identities() -> None:
    before = Organisation.objects.count()

    (report,) = take(OFFICES, "co-quan.csv", dry_run=True)

    assert report.made == 1
    assert Organisation.objects.count() == before
    assert directory.resolve_organisation("H97", TODAY) is None


PEOPLE = """ma_can_bo,ho_ten,ngay_sinh,gioi_tinh,dien,ngach,ngay_tuyen_dung
CB1,Nguyễn Thị An,03/02/1990,female,civil_servant,Chuyên viên,2015-09-01
CB2,Trần Bình,2020-01-01,male,,,
CB3,,1990-01-01,,,,
CB4,Lê Cam,1990-01-01,khác,,,
CB5,Phạm Dừa,1990-01-01,,lao công,,
cb1,Nguyễn Thị An,1990-02-03,female,civil_servant,Chuyên viên,2015-09-01
"""


@pytest.mark.system("civil-servant-db")
def test_records_of_officers_come_from_a_file_with_a_report_and_are_found_with_their_life() -> None:
    """The personnel data base: in by file, refused rows told, appointed, found, out again."""
    (report,) = take(PEOPLE, "can-bo.csv")

    assert [(one.row, one.column, one.code) for one in report.refused] == [
        (3, "ngay_sinh", "too_young"),
        (4, "ho_ten", "missing"),
        (5, "gioi_tinh", "unknown"),
        (6, "dien", "unknown"),
        (7, "", "twice"),
    ] or report.refused
    take("ma_can_bo,ho_ten,ngay_sinh\nCB9,Vũ Thị Chín,1985-05-05\n", "can-bo.csv")
    home = make_organisation("H97", "Sở Chín Bảy")
    make_position(home, "Trưởng phòng", ("division_head",))
    posts = "ma_can_bo,co_quan,chuc_danh,ngay_hl,can_cu\nCB9,H97,Trưởng phòng,2026-01-01,QĐ 5\n"
    posts += "CB9,H97,Thủ kho,,\nCB0,H97,Trưởng phòng,,\n"
    (held,) = take(posts, "giu-vi-tri.csv")
    assert held.made == 1
    assert [(one.row, one.column, one.code) for one in held.refused] == [
        (3, "chuc_danh", "unknown"),
        (4, "ma_can_bo", "unknown"),
    ]

    found = directory.officers_by_code(["CB9"], TODAY)["CB9"]
    (post,) = directory.posts_of(found.id, TODAY)
    assert (found.full_name, found.born_on) == ("Vũ Thị Chín", date(1985, 5, 5))
    assert (post.title, post.organisation_id) == ("Trưởng phòng", home)
    exported = export_directory(by=SYSTEM, at=NOW)
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        table = archive.read("can-bo.csv").decode("utf-8-sig")
    assert "CB9,Vũ Thị Chín,1985-05-05" in table


def test_a_cell_is_never_a_formula() -> None:
    make_organisation("H97", "=CMD()|' /C calc'!A0")
    content = export_directory(by=SYSTEM, at=NOW)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table = archive.read("co-quan.csv").decode("utf-8-sig")
    assert ",=CMD" not in table
    assert "'=CMD()" in table
    (_areas, offices, *_rest) = take(content, "danh-ba.zip")
    assert (offices.changed, offices.refused) == (0, ())


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"PK\x03\x04 broken", "danh-ba.zip"),
        (b"ma,loai,ten\n", "bang-luong.csv"),
        (b"ten\nA\n", "co-quan.csv"),
        (b"\x00\x01", "co-quan.csv"),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(content: bytes, name: str) -> None:
    with pytest.raises(FileUnreadable):
        take(content, name)


def test_only_who_may_everywhere_takes_files_in_and_taking_out_leaves_a_line() -> None:
    by = Actor(
        kind="officer",
        name="A",
        account_id=1,
        grants={"directory.import_directory": frozenset({4})},
    )
    with pytest.raises(PermissionMissing):
        import_directory(b"ma\n", name="co-quan.csv", decision="x", by=by, at=NOW)
    export_directory(by=SYSTEM, at=NOW)
    line = AuditEntry.objects.order_by("-sequence").first()
    assert line is not None
    assert line.action == "directory.export_directory"
