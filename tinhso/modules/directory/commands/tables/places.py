"""Areas and organisations as CSV files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from tinhso.kernel.temporal import Span
from tinhso.modules.directory.commands import areas, organisations
from tinhso.modules.directory.commands.tables.shapes import Entry, Labels, Table, last_day
from tinhso.modules.directory.models import (
    Area,
    AreaVersion,
    Organisation,
    OrganisationVersion,
)
from tinhso.modules.directory.rules.facts import wrong_with_area, wrong_with_organisation
from tinhso.modules.directory.rules.tables import Cells


class AreaTable(Table):
    """dia-ban.csv."""

    file = "dia-ban.csv"
    columns = (
        "nhom",
        "ma",
        "cap",
        "ten",
        "ten_day_du",
        "loai",
        "ten_tieng_anh",
        "cha",
        "dien_tich_km2",
        "ngay_hl",
        "ngay_hhl",
        "can_cu",
    )
    required = ("ma", "cap", "ten", "ten_day_du", "loai")
    model = AreaVersion

    def export(self, known: Iterable[AreaVersion]) -> Iterator[tuple[object, ...]]:
        for row in known:
            yield (
                row.area_id,
                row.code,
                row.level,
                row.name,
                row.full_name,
                row.kind,
                row.name_en,
                row.parent_id,
                row.area_km2,
                row.valid_from,
                last_day(row),
                row.decision,
            )

    def read(self, cells: Cells, labels: Labels) -> Entry | None:
        code = cells.text("ma", most=5, needed=True)
        level = cells.choice("cap", AreaVersion.Level.values)
        start, end = cells.span("ngay_hl", "ngay_hhl")
        values: dict[str, Any] = {
            "code": code,
            "level": level,
            "name": cells.text("ten", most=100, needed=True),
            "full_name": cells.text("ten_day_du", most=120, needed=True),
            "kind": cells.text("loai", most=40, needed=True),
            "name_en": cells.text("ten_tieng_anh", most=120),
            "area_km2": _square_kilometres(cells),
        }
        for column, codes in wrong_with_area(values).items():
            if not cells.refused:
                cells.refuse({"code": "ma", "level": "cap"}.get(column, column), codes[0])
        label = cells.text("nhom", most=40) or f"ma:{code}"
        values["parent_id"] = _place(cells, "cha", labels.area, AreaVersion, "area_id", start)
        if cells.refused:
            return None
        # Children follow their parents in the file; the province of a province is itself.
        identity = labels.area.get(label) or _existing(AreaVersion, "area_id", code, start)
        labels.area[label] = identity or int(Area.objects.create().pk)
        values["province_id"] = self._province(values, labels, labels.area[label], start)
        if values["province_id"] is None:
            cells.refuse("cha", "missing")
            return None
        labels.province[labels.area[label]] = values["province_id"]
        return Entry(
            number=cells.row.number,
            label=label,
            span=Span(start, end),
            values=areas.with_keys(values),
            decision=cells.text("can_cu", most=500),
        )

    def _province(
        self, values: dict[str, Any], labels: Labels, identity: int, start: date | None
    ) -> int | None:
        if values["level"] == "province":
            return identity
        if values["parent_id"] is None:
            return None
        if values["parent_id"] in labels.province:
            return labels.province[values["parent_id"]]
        rows = AreaVersion.objects.current().filter(area_id=values["parent_id"])
        if start is not None:
            rows = rows.filter(validity__contains=start)
        found: int | None = rows.values_list("province_id", flat=True).first()
        return found

    def key_of(self, group: list[Entry], labels: Labels) -> dict[str, Any]:
        return {"area_id": labels.area[group[0].label]}


class OrganisationTable(Table):
    """co-quan.csv."""

    file = "co-quan.csv"
    columns = (
        "nhom",
        "ma",
        "ma_tam",
        "loai",
        "ten",
        "ten_ngan",
        "cha",
        "dia_ban",
        "dia_chi",
        "dien_thoai",
        "thu_dien_tu",
        "thu_tu",
        "ngay_hl",
        "ngay_hhl",
        "can_cu",
    )
    required = ("ma", "loai", "ten")
    model = OrganisationVersion

    def export(self, known: Iterable[OrganisationVersion]) -> Iterator[tuple[object, ...]]:
        for row in known:
            yield (
                row.organisation_id,
                row.code,
                row.code_is_provisional,
                row.kind,
                row.name,
                row.short_name,
                row.parent_id,
                row.area_id,
                row.address,
                row.phone,
                row.email,
                row.order,
                row.valid_from,
                last_day(row),
                row.decision,
            )

    def read(self, cells: Cells, labels: Labels) -> Entry | None:
        code = cells.text("ma", most=35, needed=True)
        start, end = cells.span("ngay_hl", "ngay_hhl")
        values: dict[str, Any] = {
            "code": code,
            "code_is_provisional": cells.flag("ma_tam"),
            "kind": cells.choice("loai", OrganisationVersion.Kind.values),
            "name": cells.text("ten", most=250, needed=True),
            "short_name": cells.text("ten_ngan", most=150),
            "address": cells.text("dia_chi", most=300),
            "phone": cells.text("dien_thoai", most=50),
            "email": cells.text("thu_dien_tu", most=254),
            "order": cells.integer("thu_tu") or 0,
        }
        for column, codes in wrong_with_organisation(values).items():
            if not cells.refused:
                cells.refuse({"code": "ma", "email": "thu_dien_tu"}.get(column, column), codes[0])
        label = cells.text("nhom", most=40) or f"ma:{code}"
        values["parent_id"] = _place(
            cells, "cha", labels.organisation, OrganisationVersion, "organisation_id", start
        )
        values["area_id"] = _place(cells, "dia_ban", labels.area, AreaVersion, "area_id", start)
        if cells.refused:
            return None
        made = organisations.with_keys(values)
        identity = labels.organisation.get(label) or _existing(
            OrganisationVersion, "organisation_id", str(made["code"]), start
        )
        labels.organisation[label] = identity or int(Organisation.objects.create().pk)
        return Entry(
            number=cells.row.number,
            label=label,
            span=Span(start, end),
            values=made,
            decision=cells.text("can_cu", most=500),
        )

    def key_of(self, group: list[Entry], labels: Labels) -> dict[str, Any]:
        return {"organisation_id": labels.organisation[group[0].label]}


def _square_kilometres(cells: Cells) -> Decimal | None:
    written = cells.text("dien_tich_km2", most=20).replace(",", ".")
    if not written:
        return None
    try:
        size = Decimal(written)
    except InvalidOperation:
        size = Decimal(-1)
    if not size.is_finite() or not 0 < size < 10_000_000:
        cells.refuse("dien_tich_km2", "unreadable", written)
        return None
    return size.quantize(Decimal("0.01"))


def _place(
    cells: Cells,
    column: str,
    labels: dict[str, int],
    model: type[AreaVersion] | type[OrganisationVersion],
    key: str,
    start: date | None,
) -> int | None:
    """The id behind a label of the file, or behind a code on the first day of the row."""
    written = cells.text(column, most=40)
    if not written:
        return None
    found = labels.get(written) or labels.get(f"ma:{written}")
    found = found or _existing(model, key, written, start)
    if found is None:
        cells.refuse(column, "unknown", written)
    return found


def _existing(
    model: type[AreaVersion] | type[OrganisationVersion], key: str, code: str, start: date | None
) -> int | None:
    """Whose code it is on that day; with an open beginning, whose it was first."""
    rows = model.objects.current().filter(code=code)
    if start is not None:
        rows = rows.filter(validity__contains=start)
    found: int | None = rows.order_by("validity").values_list(key, flat=True).first()
    return found
