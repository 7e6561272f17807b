"""The directory from a ZIP of CSV files, or from one of them."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.events import announce
from tinhso.kernel.table_files import MOST_MEGABYTES, TableUnreadable, few
from tinhso.kernel.table_words import why
from tinhso.kernel.temporal import Stamp
from tinhso.modules.directory.commands.code_lists import take_over_codes
from tinhso.modules.directory.commands.post_notices import tell_of_recent_posts
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.stamps import move_tree
from tinhso.modules.directory.commands.tables.people import (
    OfficerTable,
    PositionTable,
    PostTable,
)
from tinhso.modules.directory.commands.tables.places import AreaTable, OrganisationTable
from tinhso.modules.directory.commands.tables.shapes import Labels, Table
from tinhso.modules.directory.errors import FileUnreadable
from tinhso.modules.directory.events import OrganisationTreeChanged
from tinhso.modules.directory.models import CodeList
from tinhso.modules.directory.rules.tables import Report, read_table

LISTS = "danh-muc/"
_LIST_FILE = re.compile(r"danh-muc/[a-z0-9][a-z0-9_-]{0,59}\.csv", re.ASCII)
# What the unpackers of the standard library raise for bytes that are no archive, or a locked one.
_BROKEN = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    zlib.error, lzma.LZMAError, struct.error,
)  # fmt: skip


@command(permission="directory.import_directory", audits=("name", "decision", "dry_run"))
def import_directory(
    content: bytes,
    *,
    name: str,
    decision: str,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> list[Report]:
    """Take over the good rows of the files, report every refused one; `dry_run` writes nothing.

    `content` is a ZIP of the files `export_directory` writes, or one of them under its own name.
    What a file does not name stays as it is. One transaction. Raises FileUnreadable.
    """
    require_reach(by, None, "directory.import_directory")
    files = _files(content, name)
    stamp = Stamp(by, at, decision)
    with transaction.atomic():
        reports = _take_over(files, stamp)
        if dry_run:
            transaction.set_rollback(True)
        elif any(report.made or report.changed for report in reports):
            move_tree()
            announce(
                OrganisationTreeChanged(organisation_id=0, on=localdate(at)), subject="directory"
            )
            tell_of_recent_posts(at=at)
    note(
        subject="directory",
        files=[report.file for report in reports],
        made=sum(report.made for report in reports),
        changed=sum(report.changed for report in reports),
        refused=sum(len(report.refused) for report in reports),
    )
    return reports


def _files(content: bytes, name: str) -> dict[str, bytes]:
    if not content.startswith(b"PK\x03\x04"):
        return {name.rsplit("/", 1)[-1]: content}
    try:
        return _unpacked(content)
    except TableUnreadable as wrong:
        raise FileUnreadable(reason=why(wrong)) from wrong
    except _BROKEN as wrong:
        raise FileUnreadable(reason=why(TableUnreadable("archive_broken"))) from wrong


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [info for info in archive.infolist() if not info.is_dir()]
        if sum(info.file_size for info in entries) > MOST_MEGABYTES * 1024 * 1024:
            raise TableUnreadable("large", most=MOST_MEGABYTES)
        return {info.filename: archive.read(info) for info in entries}


def _take_over(files: dict[str, bytes], stamp: Stamp) -> list[Report]:
    labels, reports = Labels(), []
    tables: tuple[Table, ...] = (
        AreaTable(),
        OrganisationTable(),
        PositionTable(),
        OfficerTable(localdate(stamp.at)),
        PostTable(),
    )
    known = {table.file for table in tables}
    strange = sorted(name for name in files if name not in known and not _LIST_FILE.fullmatch(name))
    if strange:
        raise FileUnreadable(reason=why(TableUnreadable("file_unknown", names=few(strange))))
    for table in tables:
        if table.file not in files:
            continue
        try:
            rows = read_table(files[table.file], required=table.required, known=table.columns)
        except TableUnreadable as wrong:
            raise FileUnreadable(reason=f"{table.file}: {why(wrong)}") from wrong
        reports.append(table.take_over(rows, labels, stamp))
    for name in sorted(name for name in files if name.startswith(LISTS)):
        code = name.removeprefix(LISTS).removesuffix(".csv")
        found, _made = CodeList.objects.get_or_create(code=code, defaults={"title": code})
        reports.append(take_over_codes(found, files[name], stamp))
    return reports
