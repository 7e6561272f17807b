"""Invented people and figures the specimen shows; nothing here is read by the product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import get_current_timezone

from tinhso.ui.shown import (
    ClockMeter,
    DayCell,
    Due,
    Fact,
    Figure,
    HistoryEntry,
    Paper,
    PaperAct,
    ProcessStep,
    Tab,
    Tile,
    TimelineEntry,
)

_HERE = get_current_timezone()


def at(day: int, hour: int, minute: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=_HERE)


TABS = [
    Tab("Cần xử lý", "?", 23, is_current=True),
    Tab("Sắp đến hạn", "?tab=soon", 6, tone="soon"),
    Tab("Quá hạn", "?tab=late", 2, tone="late"),
    Tab("Chờ người dân", "?tab=wait", 0),
]
FACTS = [
    Fact("Thời hạn", "Trong ngày làm việc", "Nhận sau 15:00 thì trả vào ngày làm việc kế tiếp"),
    Fact("Lệ phí", "Không thu", "Bản sao thêm: 8.000 đ/bản"),
    Fact("Nơi giải quyết", "UBND cấp xã", "Nơi cư trú của cha hoặc mẹ"),
]
DETAILS = [
    Fact("Người nộp", "Nguyễn Văn Đạt"),
    Fact("Công trình", "Nhà ở 2 tầng, thửa 214, tờ bản đồ 37"),
    Fact("Lệ phí", "75.000 đ", "đã nộp 17/11"),
]
TIMELINE = [
    TimelineEntry("done", "Bạn nộp hồ sơ trực tuyến", "15:42, 17/11/2026"),
    TimelineEntry(
        "done",
        "Đã tiếp nhận",
        "07:35, 18/11/2026 · Trịnh Thu Hà",
        link_text="Giấy tiếp nhận hồ sơ và hẹn trả kết quả (PDF)",
        link="#",
    ),
    TimelineEntry(
        "pause",
        "Bạn được đề nghị bổ sung, tạm dừng tính thời hạn",
        "08:05, 19/11/2026 đến hết 20/11/2026",
        body="Cần: bản vẽ mặt cắt móng có chữ ký của người thiết kế.",
    ),
    TimelineEntry("now", "Đang thẩm định", "Từ 25/11/2026 · Lê Văn Thành"),
    TimelineEntry("todo", "Lãnh đạo phường ký giấy phép", "Dự kiến 30/11/2026"),
    TimelineEntry("todo", "Trả kết quả", "Chậm nhất 17:00, 01/12/2026"),
]
HISTORY = [
    HistoryEntry("Tra cứu CSDL đất đai", at(27, 9, 36), "Lê Văn Thành"),
    HistoryEntry("Chuyển bước Thẩm định", at(25, 8, 10), "Lê Văn Thành", link="#"),
    HistoryEntry("Tiếp nhận, cấp mã hồ sơ", at(18, 7, 35), "Trịnh Thu Hà"),
]
PROCESS = [
    ProcessStep("Tiếp nhận", "done", "Trịnh Thu Hà, 18/11"),
    ProcessStep("Kiểm tra", "done", "Lê Văn Thành, 23/11"),
    ProcessStep("Thẩm định", "now", "Lê Văn Thành, từ 25/11"),
    ProcessStep("Duyệt", "todo", "Trưởng phòng"),
    ProcessStep("Ký, trả", "todo", "Chủ tịch phường"),
]
CLOCKS = [
    ClockMeter(
        "Bước thẩm định",
        Due("soon", "Còn 4 giờ 50", at(27, 16, 30)),
        78,
        "Hạn 16:30, 27/11 · định mức 3 ngày làm việc",
    ),
    ClockMeter("Phường Hạc Thành", Due("plain", "Còn 3 ngày"), 62, "Đã dùng 4,3/7 ngày làm việc"),
    ClockMeter(
        "Hẹn trả người dân",
        value="01/12/2026",
        limit="Tạm dừng 1 lần, 2 ngày. Nghỉ lễ 24/11.",
        link_text="Vì sao hẹn ngày này?",
        link="#",
    ),
]
DUES = [
    Due("late", "Quá 1 ngày 2 giờ", at(25, 17, 0)),
    Due("soon", "Còn 3 giờ", at(27, 16, 30)),
    Due("plain", "Thứ Hai 09:30"),
    Due("held", "Tạm dừng, chờ bổ sung"),
    Due("done", "Xong trước hạn 1 ngày"),
]
FIGURES = [
    Figure(
        "Trả đúng hẹn",
        "97,8",
        "#",
        "%",
        "Tăng 0,4 điểm so với kỳ trước",
        "better",
        (3, 4, 4, 6, 7, 9, 8, 9, 7, 8),
    ),
    Figure(
        "Đang giải quyết", "18.432", "#", change="Tăng 612", series=(2, 3, 2, 5, 4, 6, 5, 7, 6, 8)
    ),
    Figure(
        "Đang quá hạn",
        "214",
        "#",
        change="Giảm 37",
        trend="better",
        series=(9, 8, 8, 6, 7, 5, 5, 4, 4, 3),
    ),
    Figure("Chờ người dân bổ sung", "1.106", "#", change="6,0% hồ sơ đang giải quyết"),
    Figure("Nộp trực tuyến", "71,4", "#", "%", "Mục tiêu năm 2026: 80%"),
]
PAPERS = [
    Paper(
        "Giấy chứng sinh",
        "vault",
        "Bệnh viện Phụ sản gửi bản điện tử, ký số hợp lệ",
        acts=(PaperAct("Xem", "#"),),
    ),
    Paper(
        "Giấy chứng nhận kết hôn",
        "checked",
        "Từ kho giấy tờ của bạn, cấp 12/03/2023",
        acts=(PaperAct("Xem", "#"), PaperAct("Không dùng", name="drop", value="1")),
    ),
    Paper("Bản vẽ thiết kế", "uploading", percent=62),
    Paper(
        "Căn cước của người yêu cầu",
        "refused",
        "CCCD mặt sau.heic nặng 14,2 MB, tối đa 10 MB",
        acts=(PaperAct("Chọn tệp khác", "#", is_main=True),),
    ),
    Paper(
        "Giấy ủy quyền",
        "empty",
        "Chỉ cần khi nộp thay",
        acts=(PaperAct("Chọn tệp", "#", is_main=True),),
    ),
]


def days() -> list[DayCell]:
    """The fifteen days of the intended picture."""
    words = {
        17: ("received", "Nộp 15:42"),
        18: ("count", "Ngày 1"),
        19: ("pause", "Chờ bổ sung"),
        20: ("pause", "Chờ bổ sung"),
        23: ("count", "Ngày 2"),
        24: ("holiday", "Ngày Văn hóa Việt Nam"),
        25: ("count", "Ngày 3"),
        26: ("count", "Ngày 4"),
        27: ("count", "Ngày 5, hôm nay"),
        30: ("count", "Ngày 6"),
    }
    cells = []
    for step in range(15):
        day = date(2026, 11, 17) + timedelta(days=step)
        kind, said = (
            ("end", "Ngày 7, trả kết quả")
            if day.month == 12
            else words.get(day.day, ("off", "Nghỉ"))
        )
        cells.append(DayCell(day, kind, said, is_today=day == date(2026, 11, 27)))  # type: ignore[arg-type]
    return cells


_WAVE = (4, 6, 5, 8, 7, 9, 12, 10, 14, 9, 7, 11, 13, 12, 15, 9, 10, 14, 16, 12)
TILES = [
    Tile(
        "Hồ sơ nhận hôm nay",
        "2.186",
        "",
        "1.574 trực tuyến, 612 tại quầy",
        "Giải quyết TTHC",
        at(27, 9, 39),
        series=_WAVE,
        chart="bars",
    ),
    Tile(
        "Hồ sơ đang quá hạn",
        "214",
        "/ 18.432",
        "Giảm 37 so với thứ Sáu trước",
        "Giải quyết TTHC",
        at(27, 9, 39),
        "warn",
        "Theo dõi",
        _WAVE[::-1],
    ),
    Tile(
        "Chờ tại quầy",
        "9",
        "phút",
        "Lâu nhất: Sầm Sơn, 31 phút",
        "Xếp hàng 166 TT PVHCC",
        at(27, 9, 39),
        series=_WAVE,
    ),
    Tile(
        "Trục kết nối LGSP",
        "0",
        "gd/phút",
        "Mất kết nối từ 09:12",
        "LGSP",
        at(27, 9, 39),
        "alarm",
        "Vượt ngưỡng",
        _WAVE,
    ),
]


@dataclass(frozen=True, slots=True)
class SampleCase:
    """A row of the sample work list."""

    pk: int
    code: str
    applicant: str
    procedure: str
    step: str
    received_on: date
    due_at: datetime
    due: Due
    promised_on: date | None


_PEOPLE = (
    "Phạm Thị Nga",
    "Hợp tác xã Đông Hải",
    "Lê Văn Tuấn",
    "Nguyễn Văn Đạt",
    "Trần Quốc Bảo",
    "Hoàng Thị Lan",
    "Công ty TNHH Xây dựng Lam Sơn",
    "Đỗ Minh Quân",
    "Vũ Thị Hạnh",
    "Bùi Văn Sơn",
    "Ngô Thị Thu",
    "Lê Thị Mai",
    "Nguyễn Hữu Phúc",
    "Hộ kinh doanh Hải Yến",
    "Phan Văn Hòa",
    "Trịnh Đình Long",
    "Đặng Thị Yến",
    "Lý Thị Xuân",
    "Nguyễn Ngữ Ỷ",
    "Đặng Thị Ưởng",
    "Lỗ Khuyển",
    "Cầm Bá Hiển",
    "Hà Thị Ẩm",
)
_PROCEDURES = (
    "Giấy phép xây dựng nhà ở",
    "Gia hạn giấy phép xây dựng",
    "Đăng ký đất đai lần đầu",
    "Tách thửa, hợp thửa đất",
    "Đăng ký biến động đất đai",
)
_CHIPS = (
    Due("late", "Quá 1 ngày 2 giờ"),
    Due("late", "Quá 2 giờ 40"),
    Due("soon", "Còn 2 giờ"),
    Due("soon", "Còn 4 giờ 50"),
    Due("soon", "Còn 4 giờ 50"),
    Due("soon", "Còn 5 giờ 20"),
    Due("soon", "Còn 5 giờ 20"),
    Due("plain", "Thứ Hai 09:30"),
    Due("plain", "Thứ Hai 10:00"),
    Due("plain", "Thứ Hai 11:15"),
    Due("held", "Chờ bổ sung"),
)


def cases() -> list[SampleCase]:
    """Twenty-three dossiers, the nearest due first."""
    return [
        SampleCase(
            pk=place + 1,
            code=f"H56.102-2611{13 + place % 14}-{(place * 37) % 90 + 1:04d}",
            applicant=name,
            procedure=_PROCEDURES[place % len(_PROCEDURES)],
            step="Thẩm định" if place % 3 else "Kiểm tra",
            received_on=date(2026, 11, 13 + place % 14),
            due_at=at(25, 17, 0) + timedelta(hours=3 * place),
            due=_CHIPS[place] if place < len(_CHIPS) else Due("plain", "Thứ Ba 10:30"),
            promised_on=None if place == 10 else date(2026, 11, 25) + timedelta(days=place),
        )
        for place, name in enumerate(_PEOPLE)
    ]
