"""The province's office, service centre and departments: the 21 of 2023 and the changes of 2025."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tinhso.kernel.temporal import Span, Stamp
from tinhso.kernel.text import normal_tone_position
from tinhso.modules.directory.commands.load_province import shipped
from tinhso.modules.directory.models import OrganisationSuccession

PROVINCE = "38"
AGENCY = "H56"
OFFICE, CENTRE = "office", "centre"
REARRANGED = date(2025, 3, 1)
LISTED = "Kế hoạch 298/KH-UBND ngày 20/12/2023 của UBND tỉnh Thanh Hóa"
MODEL = "Nghị định 45/2025/NĐ-CP (danh sách sở); văn bản của tỉnh chưa có trong dữ liệu"
# Observed on the national portal; every other code is ours until the province's decision is loaded.
OBSERVED = {
    "Sở Tư pháp": "H56.14",
    "Sở Xây dựng": "H56.17",
    "Ban Quản lý Khu kinh tế Nghi Sơn và các Khu công nghiệp": "H56.21",
    "Sở Nông nghiệp và Môi trường": "H56.71",
}
# Departments that a province has no more since 1/3/2025 and that no row of the table continues.
ENDED = ("Ban Dân tộc", "Sở Lao động - Thương binh và Xã hội", "Sở Thông tin và Truyền thông")


@dataclass(frozen=True, slots=True)
class UnitValues:
    """What a row of an organisation needs."""

    code: str
    kind: str
    name: str
    short_name: str
    is_provisional: bool = True
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Department:
    """A department for a span of days; `key` tells one from another of the same name."""

    key: str
    name: str
    code: str
    is_provisional: bool
    span: Span
    decision: str
    end_decision: str = ""

    def with_units(self, top: str) -> Iterator[tuple[str, UnitValues, str]]:
        """The department and its two units of the demonstration: (key, values, key above)."""
        own = UnitValues(self.code, "department", self.name, self.name, self.is_provisional)
        yield self.key, own, top
        for unit, title in (("VP", "Văn phòng"), ("NV", "Phòng Nghiệp vụ")):
            yield (
                f"{self.key}/{unit}",
                UnitValues(
                    code=f"{self.code}.{unit}",
                    kind="division",
                    name=f"{title} {self.name}",
                    short_name=title,
                    is_demo=True,
                ),
                self.key,
            )


@dataclass(frozen=True, slots=True)
class _Merger:
    name: str
    origins: tuple[str, ...]
    decision: str


def office_and_centre(agency: str, place: str) -> tuple[UnitValues, UnitValues]:
    """Văn phòng UBND tỉnh and the provincial service centre, which belongs to it."""
    area = f"{place[0].lower()}{place[1:]}"
    return (
        UnitValues(
            f"{agency}.VP", "department", f"Văn phòng Ủy ban nhân dân {area}", "Văn phòng UBND tỉnh"
        ),
        UnitValues(
            f"{agency}.VP.TTHCC",
            "service_centre",
            f"Trung tâm Phục vụ hành chính công {area}",
            "Trung tâm Phục vụ hành chính công tỉnh",
        ),
    )


def listed(until: date | None) -> list[Department]:
    """Departments of 2023 and, unless `until` is before it, those of the rearrangement of 2025."""
    rearranged = until is None or until >= REARRANGED
    mergers = _mergers()
    merged = {origin for merger in mergers for origin in merger.origins}
    found: list[Department] = []
    for number, name in _of_2023():
        ends = rearranged and (name in merged or name in ENDED)
        found.append(
            Department(
                key=name,
                name=name,
                code=OBSERVED.get(name, f"{AGENCY}.D{number:02d}"),
                is_provisional=name not in OBSERVED,
                span=Span(None, REARRANGED) if ends else Span(),
                decision=LISTED,
                end_decision=(MODEL if name in ENDED else "Sắp xếp năm 2025") if ends else "",
            )
        )
    if rearranged:
        known = {department.name for department in found if department.span.end is None}
        new = [merger for merger in mergers if merger.name not in known]
        found += [_made(number, merger) for number, merger in enumerate(new, start=31)]
    return found


def _made(number: int, merger: _Merger) -> Department:
    return Department(
        key=f"{merger.name} (2025)",
        name=merger.name,
        code=OBSERVED.get(merger.name, f"{AGENCY}.D{number:02d}"),
        is_provisional=merger.name not in OBSERVED,
        span=Span(REARRANGED, None),
        decision=merger.decision,
    )


def _of_2023() -> Iterator[tuple[int, str]]:
    for row in shipped.rows("org", "departments_2023.csv"):
        name = _plain(row["name"])
        if name != "Văn phòng UBND tỉnh":
            yield int(row["no"]), name


def _plain(name: str) -> str:
    tidy = normal_tone_position(name.strip()).replace("động -Thương", "động - Thương")
    return tidy.replace("Văn hóa, thể thao", "Văn hóa, Thể thao")


def _mergers() -> list[_Merger]:
    """Rows of the table of 2025: planned, as the press reported; the source stays with each."""
    return [
        _Merger(
            name=_plain(row["name"]),
            origins=tuple(_plain(part) for part in row["formed_from"].split(";") if part.strip()),
            decision=f"Theo báo chí ({row['status_in_source']}): {row['source_url']}",
        )
        for row in shipped.rows("org", "departments_2025_changes.csv")
    ]


def write_successions(ids: dict[str, int], *, until: date | None, stamp: Stamp) -> None:
    """Which departments went into which on 1/3/2025; where no source says it, an open question."""
    if until is not None and until < REARRANGED:
        return

    def link(**values: object) -> OrganisationSuccession:
        return OrganisationSuccession(
            effective_on=REARRANGED,
            recorded=stamp.recorded,
            recorded_by=stamp.by.name,
            **values,
        )

    links = [link(kind="unknown", predecessor_id=ids[name], decision=MODEL) for name in ENDED]
    for merger in _mergers():
        links += [
            link(
                kind="merged",
                predecessor_id=ids[origin],
                successor_id=ids[f"{merger.name} (2025)"],
                is_default=True,
                decision=merger.decision,
            )
            for origin in merger.origins
        ]
    OrganisationSuccession.objects.bulk_create(links)
