"""Positions, officers and posts as CSV files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tinhso.kernel.temporal import Span
from tinhso.kernel.text import fold, name_sort_key, nfc
from tinhso.modules.directory.commands.tables.shapes import Entry, Labels, Table, last_day
from tinhso.modules.directory.models import (
    Officer,
    OfficerVersion,
    OrganisationVersion,
    Position,
    PositionVersion,
    PostHolding,
)
from tinhso.modules.directory.rules.facts import wrong_with_officer, wrong_with_position
from tinhso.modules.directory.rules.tables import Cells


class PositionTable(Table):
    """vi-tri.csv."""

    file = "vi-tri.csv"
    columns = (
        "nhom",
        "co_quan",
        "chuc_danh",
        "vai_tro",
        "thu_bac",
        "so_nguoi",
        "ngay_hl",
        "ngay_hhl",
        "can_cu",
    )
    required = ("co_quan", "chuc_danh")
    model = PositionVersion

    def export(self, known: Iterable[PositionVersion]) -> Iterator[tuple[object, ...]]:
        for row in known:
            yield (
                row.position_id,
                row.organisation_id,
                row.title,
                " ".join(row.roles),
                row.rank,
                row.seats,
                row.valid_from,
                last_day(row),
                row.decision,
            )

    def read(self, cells: Cells, labels: Labels) -> Entry | None:
        start, end = cells.span("ngay_hl", "ngay_hhl")
        organisation_id = organisation_of(cells, labels, start)
        values: dict[str, Any] = {
            "title": nfc(cells.text("chuc_danh", most=150, needed=True)),
            "roles": cells.text("vai_tro", most=400).split(),
            "rank": cells.integer("thu_bac") or 50,
            "seats": cells.integer("so_nguoi"),
        }
        names = {"title": "chuc_danh", "roles": "vai_tro", "rank": "thu_bac", "seats": "so_nguoi"}
        for column, codes in wrong_with_position(values).items():
            if not cells.refused:
                cells.refuse(names[column], codes[0])
        if cells.refused or organisation_id is None:
            return None
        label = cells.text("nhom", most=40) or f"{organisation_id}:{values['title']}"
        known = labels.position.get(label) or self._existing(
            label, organisation_id, values["title"]
        )
        labels.position[label] = known or int(Position.objects.create().pk)
        return Entry(
            number=cells.row.number,
            label=label,
            span=Span(start, end),
            values=values | {"organisation_id": organisation_id},
            decision=cells.text("can_cu", most=500),
        )

    def _existing(self, label: str, organisation_id: int, title: str) -> int | None:
        """By the label where it is the id of such a position here, else the only such position."""
        rows = PositionVersion.objects.current().filter(
            organisation_id=organisation_id, title=title
        )
        ids: set[int] = set(rows.values_list("position_id", flat=True))
        if label.isdecimal() and int(label) in ids:
            return int(label)
        return ids.pop() if len(ids) == 1 else None

    def key_of(self, group: list[Entry], labels: Labels) -> dict[str, Any]:
        return {"position_id": labels.position[group[0].label]}


class OfficerTable(Table):
    """can-bo.csv. The personal number is not here: identity keeps it, sealed."""

    file = "can-bo.csv"
    columns = (
        "ma_can_bo",
        "ho_ten",
        "ngay_sinh",
        "gioi_tinh",
        "dien",
        "ngach",
        "trinh_do",
        "ngay_tuyen_dung",
        "thu_dien_tu",
        "dien_thoai",
        "ngay_hl",
        "ngay_hhl",
        "can_cu",
    )
    required = ("ma_can_bo", "ho_ten")
    model = OfficerVersion

    def __init__(self, today: date) -> None:
        self.today = today

    def export(self, known: Iterable[OfficerVersion]) -> Iterator[tuple[object, ...]]:
        for row in known:
            yield (
                row.officer.employee_code,
                row.full_name,
                row.born_on,
                row.gender,
                row.standing,
                row.grade,
                row.qualification,
                row.recruited_on,
                row.email,
                row.phone,
                row.valid_from,
                last_day(row),
                row.decision,
            )

    def read(self, cells: Cells, labels: Labels) -> Entry | None:
        code = cells.text("ma_can_bo", most=30, needed=True).upper()
        start, end = cells.span("ngay_hl", "ngay_hhl")
        name = " ".join(nfc(cells.text("ho_ten", most=100, needed=True)).split())
        values: dict[str, Any] = {
            "full_name": name,
            "born_on": cells.day("ngay_sinh"),
            "gender": cells.choice("gioi_tinh", ("", *OfficerVersion.Gender.values)),
            "standing": cells.choice(
                "dien", OfficerVersion.Standing.values, default="civil_servant"
            ),
            "grade": cells.text("ngach", most=60),
            "qualification": cells.text("trinh_do", most=120),
            "recruited_on": cells.day("ngay_tuyen_dung"),
            "email": cells.text("thu_dien_tu", most=254),
            "phone": cells.text("dien_thoai", most=20),
        }
        names = {
            "full_name": "ho_ten",
            "born_on": "ngay_sinh",
            "recruited_on": "ngay_tuyen_dung",
            "email": "thu_dien_tu",
        }
        for column, codes in wrong_with_officer(values, today=self.today).items():
            if not cells.refused:
                cells.refuse(names[column], codes[0])
        if cells.refused:
            return None
        return Entry(
            number=cells.row.number,
            label=code,
            span=Span(start, end),
            values=values | {"search": fold(f"{name} {code}"), "sort_key": name_sort_key(name)},
            decision=cells.text("can_cu", most=500),
        )

    def key_of(self, group: list[Entry], labels: Labels) -> dict[str, Any]:
        officer, _made = Officer.objects.get_or_create(employee_code=group[0].label)
        return {"officer_id": officer.pk}


class PostTable(Table):
    """giu-vi-tri.csv: who holds which position."""

    file = "giu-vi-tri.csv"
    columns = (
        "ma_can_bo",
        "vi_tri",
        "co_quan",
        "chuc_danh",
        "cach_giu",
        "nguoi_uy_quyen",
        "ngay_hl",
        "ngay_hhl",
        "can_cu",
    )
    required = ("ma_can_bo",)
    model = PostHolding

    def export(self, known: Iterable[PostHolding]) -> Iterator[tuple[object, ...]]:
        for row in known:
            yield (
                row.officer.employee_code,
                row.position_id,
                "",
                "",
                row.kind,
                row.delegated_by.employee_code if row.delegated_by else "",
                row.valid_from,
                last_day(row),
                row.decision,
            )

    def read(self, cells: Cells, labels: Labels) -> Entry | None:
        start, end = cells.span("ngay_hl", "ngay_hhl")
        officer_id = self._officer(cells, "ma_can_bo", needed=True)
        kind = cells.choice("cach_giu", PostHolding.Kind.values, default="principal")
        delegated_by = self._officer(cells, "nguoi_uy_quyen", needed=kind == "delegated")
        position_id = self._position(cells, labels, start)
        if cells.refused or officer_id is None or position_id is None:
            return None
        return Entry(
            number=cells.row.number,
            label=f"{officer_id}:{position_id}",
            span=Span(start, end),
            values={
                "kind": kind,
                "delegated_by_id": delegated_by if kind == "delegated" else None,
            },
            decision=cells.text("can_cu", most=500),
            key={"officer_id": officer_id, "position_id": position_id},
        )

    def _officer(self, cells: Cells, column: str, *, needed: bool) -> int | None:
        code = cells.text(column, most=30, needed=needed).upper()
        if not code:
            return None
        found = Officer.objects.filter(employee_code=code).values_list("id", flat=True).first()
        if found is None:
            cells.refuse(column, "unknown", code)
        return found

    def _position(self, cells: Cells, labels: Labels, start: date | None) -> int | None:
        """By the label of vi-tri.csv, else by organisation and title."""
        label = cells.text("vi_tri", most=40)
        if label:
            if label not in labels.position:
                cells.refuse("vi_tri", "unknown", label)
            return labels.position.get(label)
        title = nfc(cells.text("chuc_danh", most=150, needed=True))
        organisation_id = organisation_of(cells, labels, start)
        if cells.refused:
            return None
        rows = PositionVersion.objects.current().filter(
            organisation_id=organisation_id, title=title
        )
        ids: set[int] = set(rows.values_list("position_id", flat=True))
        if len(ids) != 1:
            cells.refuse("chuc_danh", "unknown" if not ids else "ambiguous", title)
            return None
        return ids.pop()

    def key_of(self, group: list[Entry], labels: Labels) -> dict[str, Any]:
        assert group[0].key is not None  # noqa: S101 - `read` gives each its key
        return dict(group[0].key)


def organisation_of(cells: Cells, labels: Labels, start: date | None) -> int | None:
    """The organisation by the label of co-quan.csv, else by its code on the first day."""
    written = cells.text("co_quan", most=40, needed=True)
    if not written:
        return None
    if written in labels.organisation:
        return labels.organisation[written]
    rows = OrganisationVersion.objects.current().filter(code=written.upper())
    if start is not None:
        rows = rows.filter(validity__contains=start)
    found: int | None = rows.order_by("-validity").values_list("organisation_id", flat=True).first()
    if found is None:
        cells.refuse("co_quan", "unknown", written)
    return found
