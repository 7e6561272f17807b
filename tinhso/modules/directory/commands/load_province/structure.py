"""The units inside a committee, and the positions of each: the model the demonstration follows."""

from __future__ import annotations

from dataclasses import dataclass

BASIS = "Nghị định 150/2025/NĐ-CP về cơ quan chuyên môn cấp xã"
BASIS_BEFORE = "Mô hình ba cấp trước ngày 01/7/2025 (dữ liệu mẫu)"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit inside an agency."""

    code: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A position of a unit ("" is the agency itself). `takes`: titles of before that lead here."""

    unit: str
    title: str
    roles: tuple[str, ...]
    rank: int
    people: int
    grade: str
    seats: int | None = None
    takes: tuple[str, ...] = ()


OFFICE, ECONOMY, CULTURE, CENTRE, COUNTER = "VP", "KT", "VHXH", "TTHCC", "MC"


def commune_units(kind: str) -> tuple[Unit, ...]:
    """Units of a commune's committee since 1/7/2025; a ward names one differently."""
    economy = "Phòng Kinh tế, Hạ tầng và Đô thị" if kind == "Phường" else "Phòng Kinh tế"
    return (
        Unit(OFFICE, "division", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
        Unit(ECONOMY, "division", economy),
        Unit(CULTURE, "division", "Phòng Văn hóa - Xã hội"),
        Unit(CENTRE, "service_centre", "Trung tâm Phục vụ hành chính công"),
    )


def units_before(level: str) -> tuple[Unit, ...]:
    """Units the demonstration has in districts and communes until 30/6/2025."""
    counter = Unit(COUNTER, "counter", "Bộ phận Tiếp nhận và Trả kết quả")
    if level == "district":
        office = Unit(OFFICE, "division", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân")
        return (office, counter)
    return (counter,)


# Heads of communes that were merged, for whom no seat of a leader is left.
LEADERS = ("Chủ tịch", "Phó Chủ tịch")
COMMUNE_SEATS = (
    Seat("", "Chủ tịch", ("leader",), 1, 1, "Chuyên viên chính", 1),
    Seat("", "Phó Chủ tịch", ("leader",), 2, 1, "Chuyên viên chính", 2),
    Seat(
        OFFICE,
        "Chánh Văn phòng",
        ("division_head", "unit_admin"),
        1,
        1,
        "Chuyên viên",
        1,
        LEADERS,
    ),
    Seat(OFFICE, "Công chức tư pháp - hộ tịch", ("specialist",), 50, 2, "Chuyên viên"),
    Seat(
        OFFICE,
        "Văn thư",
        ("clerk",),
        60,
        1,
        "Văn thư viên",
        takes=("Công chức văn phòng - thống kê",),
    ),
    Seat(ECONOMY, "Trưởng phòng", ("division_head",), 1, 1, "Chuyên viên", 1, LEADERS),
    Seat(
        ECONOMY,
        "Chuyên viên",
        ("specialist",),
        50,
        2,
        "Chuyên viên",
        takes=("Công chức địa chính - xây dựng",),
    ),
    Seat(CULTURE, "Trưởng phòng", ("division_head",), 1, 1, "Chuyên viên", 1, LEADERS),
    Seat(
        CULTURE,
        "Chuyên viên",
        ("specialist",),
        50,
        1,
        "Chuyên viên",
        takes=("Công chức văn hóa - xã hội",),
    ),
    Seat(
        CENTRE,
        "Giám đốc Trung tâm",
        ("division_head", "procedure_controller"),
        1,
        1,
        "Chuyên viên",
        1,
        LEADERS,
    ),
    Seat(CENTRE, "Cán bộ tiếp nhận", ("counter_clerk",), 50, 2, "Cán sự"),
    Seat(
        CENTRE,
        "Kế toán, thủ quỹ",
        ("cashier",),
        60,
        1,
        "Kế toán viên",
        takes=("Công chức tài chính - kế toán",),
    ),
)
COMMUNE_SEATS_BEFORE = (
    Seat("", "Chủ tịch", ("leader",), 1, 1, "Chuyên viên", 1),
    Seat("", "Phó Chủ tịch", ("leader", "division_head"), 2, 1, "Chuyên viên"),
    Seat("", "Công chức tư pháp - hộ tịch", ("specialist",), 50, 1, "Cán sự"),
    Seat("", "Công chức địa chính - xây dựng", ("specialist",), 50, 1, "Cán sự"),
    Seat("", "Công chức văn phòng - thống kê", ("clerk",), 60, 1, "Cán sự"),
    Seat(COUNTER, "Cán bộ tiếp nhận", ("counter_clerk",), 50, 1, "Cán sự"),
)
DISTRICT_SEATS_BEFORE = (
    Seat("", "Chủ tịch", ("leader",), 1, 1, "Chuyên viên chính", 1),
    Seat(OFFICE, "Chánh Văn phòng", ("division_head",), 1, 1, "Chuyên viên chính", 1),
    Seat(OFFICE, "Chuyên viên", ("specialist",), 50, 2, "Chuyên viên"),
    Seat(OFFICE, "Văn thư", ("clerk",), 60, 1, "Văn thư viên"),
    Seat(COUNTER, "Cán bộ tiếp nhận", ("counter_clerk",), 50, 1, "Chuyên viên"),
)
DEPARTMENT_SEATS = (
    Seat("", "Giám đốc", ("leader",), 1, 1, "Chuyên viên cao cấp", 1),
    Seat(OFFICE, "Chánh Văn phòng", ("division_head", "unit_admin"), 1, 1, "Chuyên viên chính", 1),
    Seat(OFFICE, "Cán bộ tiếp nhận", ("counter_clerk",), 50, 1, "Chuyên viên"),
    Seat(OFFICE, "Văn thư", ("clerk",), 60, 1, "Văn thư viên"),
    Seat("NV", "Trưởng phòng", ("division_head",), 1, 1, "Chuyên viên chính", 1),
    Seat("NV", "Chuyên viên", ("specialist",), 50, 3, "Chuyên viên"),
)
PROVINCE_SEATS = (
    Seat("", "Chủ tịch", ("leader", "report_viewer"), 1, 1, "Chuyên viên cao cấp", 1),
)
PROVINCE_OFFICE_SEATS = (
    Seat(
        "",
        "Chánh Văn phòng",
        ("division_head", "unit_admin", "procedure_controller", "province_admin"),
        1,
        1,
        "Chuyên viên cao cấp",
        1,
    ),
    Seat("", "Quản trị hệ thống", ("province_admin", "operator", "auditor"), 50, 1, "Chuyên viên"),
    Seat("", "Kiểm soát thủ tục hành chính", ("procedure_controller",), 50, 1, "Chuyên viên chính"),
)
PROVINCE_CENTRE_SEATS = (
    Seat(
        "",
        "Giám đốc Trung tâm",
        ("division_head", "procedure_controller"),
        1,
        1,
        "Chuyên viên chính",
        1,
    ),
    Seat("", "Cán bộ tiếp nhận", ("counter_clerk",), 50, 2, "Chuyên viên"),
    Seat("", "Kế toán, thủ quỹ", ("cashier",), 60, 1, "Kế toán viên"),
)
