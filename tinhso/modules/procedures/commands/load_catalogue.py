"""Read a harvest of the national catalogue in: versions are added and closed, never deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tinhso.kernel.actor import Actor
from tinhso.kernel.clock import ZONE
from tinhso.kernel.command import command, note
from tinhso.kernel.events import announce
from tinhso.kernel.temporal import Stamp
from tinhso.kernel.text import sort_key
from tinhso.modules.procedures.commands import overlaying
from tinhso.modules.procedures.commands.harvest_files import read_harvest
from tinhso.modules.procedures.commands.periods import end_periods
from tinhso.modules.procedures.commands.search_words import more_words, search_columns
from tinhso.modules.procedures.events import CatalogueLoaded, ProcedureClosed
from tinhso.modules.procedures.models import (
    Harvest,
    HarvestLine,
    LifeEvent,
    Procedure,
    ProcedureVersion,
    ResultKind,
    ServiceField,
    VersionPeriod,
)
from tinhso.modules.procedures.queries import data_files
from tinhso.modules.procedures.rules import names
from tinhso.modules.procedures.rules.harvest_row import ReadRow

Progress = Callable[[int, int], None]
# Columns whose change makes a new version, with the words of the report.
PARTS = {
    "name": "tên",
    "field_name": "lĩnh vực",
    "levels": "cấp thực hiện",
    "online_level": "mức trực tuyến",
    "implementing_agency": "cơ quan thực hiện",
    "promulgating_agency": "cơ quan ban hành",
    "decision_number": "quyết định công bố",
    "term": "thời hạn",
    "life_events": "việc trong đời",
}
CONTENT_PARTS = {
    "methods": "cách thức, phí",
    "papers": "giấy tờ",
    "remarks": "lưu ý",
    "results": "kết quả",
    "legal_bases": "căn cứ pháp lý",
    "subjects": "đối tượng",
    "cases": "trường hợp",
    "steps": "trình tự",
    "requirements": "điều kiện",
}


@dataclass(frozen=True, slots=True)
class HarvestFiles:
    """What is read in. Without `effective_on` versions hold from always (a first load)."""

    catalogue: Path = data_files.CATALOGUE
    steps: Path | None = data_files.STEPS
    label: str = data_files.LABEL
    source: str = data_files.SOURCE
    effective_on: date | None = None


@dataclass(slots=True)
class _Work:
    harvest: Harvest
    files: HarvestFiles
    by: Actor
    at: datetime
    now_in_force: dict[str, tuple[VersionPeriod, ProcedureVersion]]
    procedures: dict[str, Procedure]
    numbers: dict[int, int] = field(default_factory=dict)
    lines: list[HarvestLine] = field(default_factory=list)
    versions: list[ProcedureVersion] = field(default_factory=list)
    replaced: list[VersionPeriod] = field(default_factory=list)
    overlaid: list[int] = field(default_factory=list)


@command(permission="procedures.load_catalogue", audits=("files",))
def load_catalogue(
    files: HarvestFiles | None = None,
    *,
    progress: Progress | None = None,
    by: Actor,
    at: datetime,
) -> Harvest:
    """Read a harvest in and return its report. The same harvest twice changes nothing.

    Procedures that are gone are closed on the harvest's day. Raises HarvestInvalid.
    """
    files = files or HarvestFiles()
    rows, refused = read_harvest(files.catalogue, files.steps)
    day = files.effective_on
    if day is None and Harvest.objects.exists():
        # Only the first load may hold from always; a later one holds from the day it is read.
        day = at.astimezone(ZONE).date()
    harvest = Harvest.objects.create(
        label=files.label,
        sha256=data_files.digest(*[path for path in (files.catalogue, files.steps) if path]),
        effective_on=day,
        at=at,
        by_name=by.name,
        rows=len(rows) + len(refused),
        refused=len(refused),
    )
    work = _Work(harvest, files, by, at, _in_force(), _procedures_by_code())
    work.lines += [_line(harvest, code, name, "refused", [why]) for code, name, why in refused]
    _load_code_lists(rows)
    for done, row in enumerate(rows, start=1):
        _take(work, row)
        if progress and done % 100 == 0:
            progress(done, len(rows))
    _close_missing(work, {row.code for row in rows})
    _write(work)
    if progress:
        progress(len(rows), len(rows))
    note(subject=f"harvest:{harvest.id}", added=harvest.added, changed=harvest.changed)
    announce(
        CatalogueLoaded(harvest.id, harvest.added, harvest.changed, harvest.closed),
        subject=f"harvest:{harvest.id}",
    )
    return harvest


def _in_force() -> dict[str, tuple[VersionPeriod, ProcedureVersion]]:
    """The latest current period of each procedure's harvested text, with its version."""
    periods = (
        VersionPeriod.objects.filter(recorded__upper_inf=True)
        .select_related("version", "procedure", "version__based_on")
        .order_by("procedure_id", "validity")
    )
    found: dict[str, tuple[VersionPeriod, ProcedureVersion]] = {}
    for period in periods:
        national = period.version.based_on if period.version.overlay_id else period.version
        found[period.procedure.code] = (period, national or period.version)
    return found


def _procedures_by_code() -> dict[str, Procedure]:
    return {procedure.code: procedure for procedure in Procedure.objects.all()}


def _load_code_lists(rows: Sequence[ReadRow]) -> None:
    fields = {row.columns["field_code"]: row.columns["field_name"] for row in rows}
    ServiceField.objects.bulk_create(
        [
            ServiceField(code=code, name=name, sort_key=sort_key(name))
            for code, name in fields.items()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "sort_key"],
    )
    LifeEvent.objects.bulk_create(
        [LifeEvent(**row) for row in data_files.csv_rows("life_events.csv")],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "note", "icon", "place"],
    )
    results = {
        row["result_code"]: row["name"][:500] for row in data_files.csv_rows("result_codes.csv")
    }
    ResultKind.objects.bulk_create(
        [ResultKind(code=code, name=name) for code, name in results.items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )


def _take(work: _Work, row: ReadRow) -> None:
    current = work.now_in_force.get(row.code)
    if (
        current is not None
        and current[1].content_hash == row.content_hash
        and current[0].validity.upper is None
    ):
        work.harvest.unchanged += 1
        return
    if current is not None and current[1].origin == ProcedureVersion.Origin.LOCAL:
        # The province's own text stays until a person replaces it.
        work.harvest.unchanged += 1
        return
    work.versions.append(_new_version(work, row, current))
    if current is None:
        work.harvest.added += 1
        work.lines.append(_line(work.harvest, row.code, row.columns["name"], "added", []))
        return
    work.harvest.changed += 1
    parts = changed_parts(current[1], row.columns, row.content)
    work.lines.append(_line(work.harvest, row.code, row.columns["name"], "changed", parts))
    if current[0].validity.upper is None:
        work.replaced.append(current[0])
    if current[0].version.overlay_id:
        work.overlaid.append(current[0].procedure_id)


def changed_parts(
    old: ProcedureVersion, columns: Mapping[str, Any], content: Mapping[str, Any]
) -> list[str]:
    """Names of the parts in which a new text differs from a version."""
    parts = [words for name, words in PARTS.items() if getattr(old, name) != columns[name]]
    return parts + [
        words
        for name, words in CONTENT_PARTS.items()
        if old.content.get(name) != _as_json(content[name])
    ]


def _as_json(value: object) -> object:
    return [_as_json(item) for item in value] if isinstance(value, list | tuple) else value


def _new_version(
    work: _Work, row: ReadRow, current: tuple[VersionPeriod, ProcedureVersion] | None
) -> ProcedureVersion:
    short, weight = data_files.common().get(row.code, ("", 0))
    procedure = work.procedures.get(row.code)
    if procedure is None:
        procedure = Procedure(
            code=row.code,
            is_central=row.is_central,
            central_note="Suy từ dữ liệu: ngành dọc của Bộ" if row.is_central else "",
            weight=weight,
            added_at=work.at,
        )
        work.procedures[row.code] = procedure
    version = ProcedureVersion(
        procedure=procedure,
        number=(current[1].number + 1) if current else 1,
        state=ProcedureVersion.State.APPROVED,
        origin=ProcedureVersion.Origin.NATIONAL,
        based_on=current[1] if current else None,
        short_name=short or names.short_name(row.columns["name"]),
        content=row.content,
        content_hash=row.content_hash,
        source=work.files.source,
        harvest=work.harvest,
        planned_from=work.harvest.effective_on,
        written_at=work.at,
        written_by=work.by.name,
        written_by_account=work.by.account_id,
        approved_at=work.at,
        approved_by=row.columns["promulgating_agency"] or work.by.name,
        **row.columns,
    )
    for name, value in search_columns(
        code=row.code,
        name=version.name,
        short_name=version.short_name,
        field_name=version.field_name,
        agency=version.implementing_agency,
        more=more_words(row.content, version.life_events),
    ).items():
        setattr(version, name, value)
    return version


def _close_missing(work: _Work, codes: set[str]) -> None:
    for code, (period, version) in work.now_in_force.items():
        if code in codes or period.validity.upper is not None:
            continue
        if version.origin == ProcedureVersion.Origin.LOCAL:
            continue
        work.harvest.closed += 1
        work.lines.append(_line(work.harvest, code, version.name, "closed", []))
        work.replaced.append(period)
        announce(
            ProcedureClosed(period.procedure_id, code, str(work.harvest.effective_on)),
            subject=f"procedure:{period.procedure_id}",
        )


def _write(work: _Work) -> None:
    fresh = [procedure for procedure in work.procedures.values() if procedure.pk is None]
    Procedure.objects.bulk_create(fresh, batch_size=1_000)
    day = work.harvest.effective_on
    end_periods(work.replaced, day, Stamp(work.by, work.at, work.files.label))
    for version in work.versions:
        version.procedure_id = version.procedure.pk
        version.number = _next_number(work, version)
    ProcedureVersion.objects.bulk_create(work.versions, batch_size=500)
    VersionPeriod.objects.bulk_create(
        [
            VersionPeriod(
                procedure_id=version.procedure_id,
                version=version,
                validity=DateRange(day, None),
                recorded=DateTimeTZRange(work.at, None),
                decision=work.files.label,
                recorded_by=work.by.name,
            )
            for version in work.versions
        ],
        batch_size=1_000,
    )
    HarvestLine.objects.bulk_create(work.lines, batch_size=1_000)
    work.harvest.save()
    for procedure_id in work.overlaid:
        overlaying.lay_again(procedure_id, day, by=work.by, at=work.at)


def _next_number(work: _Work, version: ProcedureVersion) -> int:
    """Numbers of a procedure that already has versions continue after its highest."""
    if version.number == 1:
        return 1
    if not work.numbers:
        pairs = ProcedureVersion.objects.order_by("procedure_id", "number").values_list(
            "procedure_id", "number"
        )
        work.numbers = dict(pairs)
    return work.numbers.get(version.procedure_id, 0) + 1


def _line(harvest: Harvest, code: str, name: str, change: str, parts: list[str]) -> HarvestLine:
    return HarvestLine(harvest=harvest, code=code[:60], name=name[:300], change=change, parts=parts)
