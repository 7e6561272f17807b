"""Every component in every state, with invented content."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from tinhso.kernel.text import fold
from tinhso.ui.icons import ICONS
from tinhso.ui.lists import (
    BulkAct,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyText,
    ListSpec,
    ListTab,
    TextFilter,
    list_page,
)
from tinhso.ui.specimen import forms, samples
from tinhso.ui.specimen.samples import SampleCase
from tinhso.ui.views import combo_options

Cases = Sequence[SampleCase]


def specimen(request: HttpRequest) -> HttpResponse:
    """The sheet: `?nen=toi` shows it dark whatever the reader chose."""
    context = {
        "samples": samples,
        "days": samples.days(),
        "fresh": forms.fresh(),
        "refused": forms.refused(),
        "icons": sorted(ICONS),
        "forced_theme": "dark" if request.GET.get("nen") == "toi" else "light",
        "step_titles": ["Người yêu cầu", "Cha và mẹ", "Trẻ và giấy tờ", "Kiểm tra và nộp"],
    }
    return render(request, "ui/specimen/specimen.html", context)


def _text(source: Cases, text: str) -> list[SampleCase]:
    wanted = fold(text)
    return [case for case in source if wanted in fold(f"{case.applicant} {case.code}")]


def _steps(source: Cases, values: Sequence[str]) -> list[SampleCase]:
    return [case for case in source if case.step in values]


def _of_state(*states: str) -> object:
    return lambda source: [case for case in source if not states or case.due.state in states]


WORK_LIST = ListSpec(
    name="specimen.work",
    title="Việc của tôi",
    unit="hồ sơ",
    order="due",
    page_size=18,
    columns=(
        Column("code", "Mã hồ sơ", css="code", sort=("code",), is_link=True),
        Column("applicant", "Người nộp", css="name one", sort=("applicant",), width="22%"),
        Column("procedure", "Thủ tục", css="one", width="24%"),
        Column("step", "Bước", css="hide-s nowrap"),
        Column("received_on", "Nhận", css="num muted hide-s", sort=("received_on",)),
        Column("due", "Hạn bước này", css="duecell", sort=("due_at",)),
        Column("promised_on", "Hẹn trả", css="num hide-s", sort=("promised_on",)),
    ),
    text=TextFilter(_text, placeholder="Lọc theo mã, tên…"),
    filters=(
        ChoiceFilter(
            "buoc", "Bước", [("Thẩm định", "Thẩm định"), ("Kiểm tra", "Kiểm tra")], apply=_steps
        ),
        DateRangeFilter(
            "nhan",
            "Ngày nhận",
            apply=lambda source, days: [
                case
                for case in source
                if (not days[0] or case.received_on >= days[0])
                and (not days[1] or case.received_on <= days[1])
            ],
        ),
    ),
    tabs=(
        ListTab("", "Cần xử lý", _of_state()),  # type: ignore[arg-type]
        ListTab("soon", "Sắp đến hạn", _of_state("soon"), tone="soon"),  # type: ignore[arg-type]
        ListTab("late", "Quá hạn", _of_state("late"), tone="late"),  # type: ignore[arg-type]
        ListTab("citizen", "Chờ người dân", _of_state("held")),  # type: ignore[arg-type]
        ListTab("done", "Đã xong tuần này", _of_state("done")),  # type: ignore[arg-type]
    ),
    bulk=(
        BulkAct("Trình duyệt", "#", key="T", is_main=True),
        BulkAct("Giao cho…", "#", key="G"),
        BulkAct("In phiếu kiểm soát", "#", key="P"),
    ),
    row_address=lambda case: f"/ui/specimen?ma={case.code}",
    row_name=lambda case: case.code,
    all_done=EmptyText(
        "Không có hồ sơ nào ở nhóm này",
        "6 hồ sơ sẽ đến hạn trước 17:00 hôm nay.",
        "Xem hồ sơ sắp đến hạn",
        "?tab=soon",
    ),
)


def staff(request: HttpRequest) -> HttpResponseBase:
    """A work list in the staff frame."""
    return list_page(request, WORK_LIST, samples.cases(), template="ui/specimen/staff.html")


def wall(request: HttpRequest) -> HttpResponse:
    """Tiles of the operations wall."""
    return render(request, "ui/specimen/wall.html", {"tiles": samples.TILES})


def find(request: HttpRequest) -> HttpResponse:
    """Lines of the sample type-ahead."""
    return combo_options(request, forms.communes(request.GET.get("q", "")))


def error(request: HttpRequest, status: int) -> HttpResponse:
    """An error page as it looks; a number that is no such page shows 404."""
    status = status if 400 <= status <= 599 else 404
    context = {
        "status": status,
        "sentence": {
            403: "Chỉ cán bộ thụ lý xem được hồ sơ này.",
            404: "Không có hồ sơ mang mã này.",
            503: "Chưa gửi được hồ sơ. Những gì bạn đã điền vẫn còn.",
        }.get(status, "Trang này đang gặp sự cố."),
        "code": "sample",
        "reference": "7F2K",
        "now": timezone.now(),
    }
    return render(request, f"ui/errors/{status}.html", context, status=status)
