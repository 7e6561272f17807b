"""Changes of shared code lists: a code means one thing for ever, its name has a history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.table_files import TableUnreadable
from tinhso.kernel.table_words import why
from tinhso.kernel.temporal import Span, Stamp, Timeline, date_range
from tinhso.kernel.text import fold, nfc, sort_key
from tinhso.modules.directory.commands.reach import require_reach
from tinhso.modules.directory.commands.refusing import refuse
from tinhso.modules.directory.errors import (
    CodeInUse,
    CodeListNotFound,
    CodeNotFound,
    CodeTaken,
    FileUnreadable,
)
from tinhso.modules.directory.models import CodeList, CodeListItem, CodeListItemVersion
from tinhso.modules.directory.queries.code_lists import times_used
from tinhso.modules.directory.rules.tables import (
    Cells,
    Refused,
    Report,
    Row,
    read_table,
    write_table,
)

MANAGE = "directory.manage_code_lists"
COLUMNS = ("ma", "ten", "ma_cha", "thu_tu", "ngay_hl", "ngay_hhl", "trang_thai")
"""Standard columns of shared lists (QĐ 2176/QĐ-UBND); `ngay_hhl` is the last day."""


@dataclass(frozen=True, slots=True)
class CodeValues:
    """What a code means: its name, the code above it, its place in the list."""

    name: str
    parent: str = ""
    order: int = 0
    name_en: str = ""


@command(permission=MANAGE, audits=("code", "title"))
def add_code_list(
    code: str, *, title: str, by: Actor, at: datetime, source: str = "", kept_by: str = ""
) -> int:
    """Make an empty list; return its id. Raises FactsInvalid, CodeTaken."""
    require_reach(by, None, MANAGE)
    written = code.strip().lower()
    refuse({name: ["missing"] for name, text in (("code", written), ("title", title)) if not text})
    if CodeList.objects.filter(code=written).exists():
        raise CodeTaken(written=written)
    made = CodeList.objects.create(code=written, title=title, source=source, kept_by=kept_by)
    note(subject=f"code_list:{written}")
    return int(made.pk)


@command(permission=MANAGE, audits=("code_list", "code", "values", "since", "decision"))
def set_code(  # noqa: PLR0913 - what a code means, from when, by which decision
    code_list: str,
    code: str,
    values: CodeValues,
    *,
    since: date | None,
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Add a code, or let it mean something else from that day on (None: as far as one looks back).

    Papers of before keep the name of before. Raises CodeListNotFound, CodeNotFound (the parent),
    FactsInvalid.
    """
    require_reach(by, None, MANAGE)
    found = _list(code_list)
    written = code.strip()
    refuse(
        {name: ["missing"] for name, text in (("code", written), ("name", values.name)) if not text}
    )
    parent = _item(found, values.parent) if values.parent else None
    item, _made = CodeListItem.objects.get_or_create(code_list=found, code=written)
    Timeline(CodeListItemVersion, item_id=item.pk).replace(
        Span(since, None), _columns(written, values, parent), Stamp(by, at, decision)
    )
    note(subject=f"code_list:{code_list}")


@command(permission=MANAGE, audits=("code_list", "code", "on", "decision"))
def end_code(
    code_list: str, code: str, *, on: date, decision: str, by: Actor, at: datetime
) -> None:
    """Let a code end: `on` is the first day it may no longer be chosen. Raises CodeNotFound."""
    require_reach(by, None, MANAGE)
    item = _item(_list(code_list), code)
    held = CodeListItemVersion.objects.current().filter(item=item, validity__fully_gt=(None, on))
    alive = CodeListItemVersion.objects.as_of(on).filter(item=item)
    if not (alive.exists() or held.exists()):
        raise CodeNotFound
    Timeline(CodeListItemVersion, item_id=item.pk).end(on, Stamp(by, at, decision))
    note(subject=f"code_list:{code_list}")


@command(permission=MANAGE, audits=("code_list", "code", "decision"))
def withdraw_code(code_list: str, code: str, *, decision: str, by: Actor, at: datetime) -> None:
    """Take back a code that was entered by mistake and that nothing uses.

    From now on it holds on no day; that it was known stays in the history. Raises CodeNotFound,
    CodeInUse: a code that is used can be ended only.
    """
    require_reach(by, None, MANAGE)
    item = _item(_list(code_list), code)
    times = times_used(code_list, code)
    if times:
        raise CodeInUse(written=code, times=times)
    Timeline(CodeListItemVersion, item_id=item.pk).clear(Span(), Stamp(by, at, decision))
    note(subject=f"code_list:{code_list}")


@command(permission=MANAGE, audits=("code_list", "decision", "dry_run"))
def import_codes(
    code_list: str,
    content: bytes,
    *,
    decision: str,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> Report:
    """Take over the good rows of a CSV file with the standard columns; report the refused ones.

    Codes that the file does not have stay as they are. `dry_run` says what would happen and writes
    nothing. Raises CodeListNotFound, FileUnreadable.
    """
    require_reach(by, None, MANAGE)
    report = take_over_codes(_list(code_list), content, Stamp(by, at, decision), dry_run=dry_run)
    note(subject=f"code_list:{code_list}", made=report.made, changed=report.changed)
    note(refused=len(report.refused))
    return report


def take_over_codes(
    found: CodeList, content: bytes, stamp: Stamp, *, dry_run: bool = False
) -> Report:
    """The work of `import_codes`, for the loader as well. Raises FileUnreadable."""
    try:
        rows = read_table(content, required=COLUMNS[:2], known=COLUMNS)
    except TableUnreadable as wrong:
        raise FileUnreadable(reason=why(wrong)) from wrong
    items = {item.code: item for item in found.items.all()}
    codes = {row.cells.get("ma", "") for row in rows} | set(items)
    seen: set[tuple[str, date | None]] = set()
    lines = [_read(row, codes, seen) for row in rows]
    accepted = [line for line in lines if not line.refused]
    new = {line.code for line in accepted} - set(items)
    if not dry_run:
        fresh = CodeListItem.objects.bulk_create(
            CodeListItem(code_list=found, code=code) for code in sorted(new)
        )
        items |= {item.code: item for item in fresh}
    done = [_apply(line, items, stamp, dry_run=dry_run) for line in accepted]
    return Report(
        file=f"{found.code}.csv",
        read=len(rows),
        made=len(new),
        changed=sum(
            what == "changed" and line.code not in new
            for what, line in zip(done, accepted, strict=True)
        ),
        unchanged=done.count("same"),
        refused=tuple(refused for line in lines for refused in line.refused),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    code: str
    values: CodeValues
    span: Span
    refused: tuple[Refused, ...]


def _read(row: Row, codes: set[str], seen: set[tuple[str, date | None]]) -> _Line:
    cells = Cells(row)
    code = cells.text("ma", most=60, needed=True)
    values = CodeValues(
        name=nfc(cells.text("ten", most=300, needed=True)),
        parent=cells.text("ma_cha", most=60),
        order=cells.integer("thu_tu") or 0,
    )
    start, end = cells.span("ngay_hl", "ngay_hhl")
    cells.choice("trang_thai", ("0", "1"), default="1")
    if values.parent and (values.parent not in codes or values.parent == code):
        cells.refuse("ma_cha", "unknown", values.parent)
    if code and (code, start) in seen:
        cells.refuse("ma", "twice", code)
    seen.add((code, start))
    span = Span() if cells.refused else Span(start, end)
    return _Line(code, values, span, tuple(cells.refused))


def _apply(line: _Line, items: dict[str, CodeListItem], stamp: Stamp, *, dry_run: bool) -> str:
    item, parent = items.get(line.code), items.get(line.values.parent)
    columns = _columns(line.code, line.values, parent)
    same = CodeListItemVersion.objects.current().filter(
        item=item, validity=date_range(line.span), **columns
    )
    if item is not None and same.exists():
        return "same"
    if item is not None and not dry_run:
        Timeline(CodeListItemVersion, item_id=item.pk).replace(line.span, columns, stamp)
    return "changed"


def _columns(code: str, values: CodeValues, parent: CodeListItem | None) -> dict[str, object]:
    return {
        "name": nfc(values.name).strip(),
        "name_en": values.name_en,
        "parent_id": parent.pk if parent else None,
        "order": values.order,
        "search": fold(f"{values.name} {code}"),
        "sort_key": sort_key(values.name),
    }


def codes_as_table(code_list: str, today: date) -> bytes:
    """Every known version of a list as a CSV file with the standard columns."""
    rows = (
        CodeListItemVersion.objects.current()
        .filter(item__code_list=_list(code_list))
        .select_related("item", "parent")
        .order_by("order", "item__code", "validity")
    )
    return write_table(
        COLUMNS,
        (
            (
                row.item.code,
                row.name,
                row.parent.code if row.parent else "",
                row.order,
                row.valid_from,
                date.fromordinal(row.valid_to.toordinal() - 1) if row.valid_to else None,
                row.valid_to is None or row.valid_to > today,
            )
            for row in rows
        ),
    )


def _list(code: str) -> CodeList:
    found = CodeList.objects.filter(code=code).first()
    if found is None:
        raise CodeListNotFound
    return found


def _item(found: CodeList, code: str) -> CodeListItem:
    item = found.items.filter(code=code.strip()).first()
    if item is None:
        raise CodeNotFound
    return item
