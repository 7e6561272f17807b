"""Lines of a reorganisation from a CSV file that a person wrote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tinhso.kernel.table_files import TableUnreadable
from tinhso.kernel.table_words import why
from tinhso.modules.directory.errors import FileUnreadable
from tinhso.modules.directory.models import AreaVersion, OrganisationVersion
from tinhso.modules.directory.rules.change_set import Change, Kind, Origin, Subject
from tinhso.modules.directory.rules.tables import (
    Cells,
    Refused,
    Row,
    read_table,
)

COLUMNS = (
    "so",
    "doi_tuong",
    "cach",
    "tu",
    "ma",
    "ten",
    "ten_day_du",
    "loai",
    "cha",
    "dia_ban",
)
SUBJECTS: dict[str, Subject] = {"dia-ban": "area", "co-quan": "organisation"}
KINDS: dict[str, Kind] = {
    "nhap": "merge",
    "chia": "split",
    "doi-ten": "rename",
    "chuyen": "transfer",
    "ket-thuc": "abolish",
    "thanh-lap": "create",
}


class LineReader:
    """Reads rows one after another: a row may name the code an earlier row makes."""

    def __init__(self, effective_on: date) -> None:
        last_day = effective_on - timedelta(days=1)
        self.known: dict[Subject, dict[str, int]] = {
            "area": dict(AreaVersion.objects.as_of(last_day).values_list("code", "area_id")),
            "organisation": dict(
                OrganisationVersion.objects.as_of(last_day).values_list("code", "organisation_id")
            ),
        }
        self.levels = dict(AreaVersion.objects.as_of(last_day).values_list("area_id", "level"))
        self.made: dict[tuple[Subject, str], int] = {}

    def read(self, row: Row) -> tuple[Change | None, list[Refused]]:
        """The line, or what is wrong with it."""
        cells = Cells(row)
        number = cells.integer("so") or row.number
        subject = SUBJECTS.get(cells.choice("doi_tuong", SUBJECTS), "area")
        kind = KINDS.get(cells.choice("cach", KINDS), "create")
        units = self._units(cells, subject)
        keeps = kind in ("rename", "transfer", "abolish")
        if keeps and len(units) != 1:
            cells.refuse("tu", "one_unit_needed")
        if kind in ("merge", "split") and not units:
            cells.refuse("tu", "missing")
        values = {} if kind == "abolish" else self._values(cells, subject, is_new=not keeps)
        if cells.refused:
            return None, cells.refused
        if not keeps:
            self.made[subject, str(values["code"])] = number
        title = str(values.get("full_name") or values.get("name") or "")
        line = Change(
            number=number,
            subject=subject,
            kind=kind,
            origins=() if keeps else tuple(units),
            unit=units[0].id if keeps else None,
            values=values,
            title=title or cells.text("tu", most=100),
        )
        return line, []

    def _units(self, cells: Cells, subject: Subject) -> list[Origin]:
        """ "14758* 14761!": codes of the last day; * a part only, ! the default successor."""
        written = cells.text("tu", most=1_000).split()
        parts: list[Origin] = []
        for word in written:
            code = word.rstrip("*!")
            found = self.known[subject].get(code)
            if found is None:
                cells.refuse("tu", "unknown", word)
                continue
            is_part = "*" in word
            is_default = "!" in word or not is_part
            parts.append(Origin(found, "part" if is_part else "all", is_default=is_default))
        return parts

    def _values(self, cells: Cells, subject: Subject, *, is_new: bool) -> dict[str, object]:
        limits = {"ma": ("code", 35), "ten": ("name", 250), "loai": ("kind", 40)}
        if subject == "area":
            limits |= {"ma": ("code", 5), "ten": ("name", 100), "ten_day_du": ("full_name", 120)}
        values: dict[str, object] = {}
        for column, (name, most) in limits.items():
            text = cells.text(column, most=most, needed=is_new)
            if text:
                values[name] = text
        self._place(cells, "cha", subject, values, ("parent_id", "parent_change"))
        if subject == "organisation":
            self._place(cells, "dia_ban", "area", values, ("area_id", "area_change"))
            if values.get("kind") and values["kind"] not in OrganisationVersion.Kind.values:
                cells.refuse("loai", "unknown", str(values["kind"]))
        elif is_new:
            levels = {2: "province", 3: "district", 5: "commune"}
            values["level"] = levels.get(len(str(values.get("code", ""))), "")
            if not values["level"]:
                cells.refuse("ma", "form")
        return values

    def _place(
        self,
        cells: Cells,
        column: str,
        subject: Subject,
        values: dict[str, object],
        names: tuple[str, str],
    ) -> None:
        code = cells.text(column, most=35)
        if not code:
            return
        if (subject, code) in self.made:
            values[names[1]] = self.made[subject, code]
        elif code in self.known[subject]:
            values[names[0]] = self.known[subject][code]
        else:
            cells.refuse(column, "unknown", code)


def read_changes(content: bytes, *, effective_on: date) -> tuple[list[Change], list[Refused]]:
    """Lines of the file, and what is wrong with those it cannot read. Raises FileUnreadable."""
    try:
        rows = read_table(content, required=("doi_tuong", "cach"), known=COLUMNS)
    except TableUnreadable as wrong:
        raise FileUnreadable(reason=why(wrong)) from wrong
    return _read(rows, LineReader(effective_on))


def _read(rows: Iterable[Row], reader: LineReader) -> tuple[list[Change], list[Refused]]:
    lines: list[Change] = []
    refused: list[Refused] = []
    for row in rows:
        line, wrong = reader.read(row)
        refused += wrong
        if line is not None:
            lines.append(line)
    return lines, refused
