"""The directory as a ZIP of CSV files: every version known now, with its days and decision."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from django.utils.timezone import localdate

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.directory.commands.code_lists import codes_as_table
from tinhso.modules.directory.commands.tables.people import (
    OfficerTable,
    PositionTable,
    PostTable,
)
from tinhso.modules.directory.commands.tables.places import AreaTable, OrganisationTable
from tinhso.modules.directory.models import (
    AreaVersion,
    CodeList,
    OfficerVersion,
    OrganisationVersion,
    PositionVersion,
    PostHolding,
)
from tinhso.modules.directory.rules.tables import write_table

# Parents before children: an import reads top down.
_LEVEL_FIRST = ("-level", "area_id", "validity")


@command(permission="directory.export_directory")
def export_directory(*, by: Actor, at: datetime) -> bytes:
    """Every file of the directory in one ZIP. Leaves a line: it holds records of officers."""
    known = {
        AreaTable(): AreaVersion.objects.current().order_by(*_LEVEL_FIRST),
        OrganisationTable(): OrganisationVersion.objects.current().order_by(
            "organisation_id", "validity"
        ),
        PositionTable(): PositionVersion.objects.current().order_by("position_id", "validity"),
        OfficerTable(localdate(at)): OfficerVersion.objects.current()
        .select_related("officer")
        .order_by("officer__employee_code", "validity"),
        PostTable(): PostHolding.objects.current()
        .select_related("officer", "delegated_by")
        .order_by("officer_id", "position_id", "validity"),
    }
    out, counts = io.BytesIO(), {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, rows in known.items():
            found = list(table.export(rows.iterator(chunk_size=2_000)))
            counts[table.file] = len(found)
            archive.writestr(table.file, write_table(table.columns, found))
        for code_list in CodeList.objects.order_by("code"):
            name = f"danh-muc/{code_list.code}.csv"
            archive.writestr(name, codes_as_table(code_list.code, localdate(at)))
    note(subject="directory", rows=counts)
    return out.getvalue()
