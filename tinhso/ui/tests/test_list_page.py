"""A list page as a reader meets it: address in, page or file out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from openpyxl import load_workbook

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import PermissionMissing
from tinhso.kernel.models import LongTask
from tinhso.ui.lists import (
    BulkAct,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyText,
    ListSpec,
    ListTab,
    ReferenceFilter,
    TextFilter,
    list_page,
)
from tinhso.ui.lists import page as pages

OFFICER = Actor(kind="officer", name="Lê Văn Thành", grants={"ui.act": None})
START = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
Tasks = QuerySet[LongTask]

SPEC = ListSpec(
    name="kernel.tasks",
    title="Việc chạy lâu",
    unit="việc",
    order="title",
    page_size=4,
    columns=(
        Column("title", "Tên", sort=("title",), css="name", is_link=True),
        Column("state", "Trạng thái", cell="get_state_display"),
        Column("done", "Đã làm", sort=("done",), css="r"),
        Column("requested_at", "Yêu cầu lúc", sort=("requested_at",)),
        Column("acts", "Thao tác", cell=lambda _task: "…", export=None),
    ),
    text=TextFilter(lambda source, text: source.filter(title__icontains=text), label="Tìm"),
    filters=(
        ChoiceFilter("trang-thai", "Trạng thái", LongTask.State.choices, field="state"),
        DateRangeFilter("yc", "Ngày yêu cầu", field="requested_at", is_moment=True),
        ReferenceFilter(
            "loai",
            "Loại",
            lambda source, value: source.filter(kind=value),
            label_of=lambda value: {"ui.test": "Thử"}.get(value, ""),
        ),
    ),
    tabs=(
        ListTab("", "Tất cả", lambda source: source),
        ListTab("xong", "Đã xong", lambda source: source.filter(state="done"), tone="late"),
    ),
    row_address=lambda task: f"/viec/{task.pk}",
    row_name=lambda task: task.title,
    bulk=(
        BulkAct("Dừng", "/viec/dung", permission="ui.act"),
        BulkAct("Xóa", "/viec/xoa", permission="ui.no"),
    ),
    nothing_yet=EmptyText("Chưa có việc nào chạy"),
    all_done=EmptyText("Không có việc nào đã xong"),
)


def task(place: int, **changed: Any) -> LongTask:
    is_done = place % 2 == 1
    values = {
        "kind": "ui.test",
        "key": str(place),
        "title": f"Việc {place:02d}",
        "state": "done" if is_done else "waiting",
        "started_by_name": "Kiểm thử",
        "requested_at": START + timedelta(days=place),
        "finished_at": START if is_done else None,
        "done": place,
    }
    return LongTask(**{**values, **changed})


@pytest.fixture
def _ten_tasks(db: None) -> None:
    LongTask.objects.bulk_create(task(place) for place in range(10))


def asked(address: str = "/viec/", actor: Actor = OFFICER) -> HttpRequest:
    request = RequestFactory().get(address)
    request.actor = actor  # type: ignore[attr-defined]
    return request


def squeezed(answer: HttpResponseBase) -> str:
    """The page without the white space around its elements."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s*(<[^<>]*>)\s*", r"\1", page)


def shown(address: str = "/viec/", spec: ListSpec = SPEC, **about: Any) -> str:
    answer = list_page(asked(address, **about), spec, LongTask.objects.all())
    return squeezed(answer)


def titles(page: str) -> list[str]:
    return re.findall(r"data-open>(Việc \d\d)</a>", page)


def link(page: str, text: str) -> str:
    found = re.search(rf'<a [^>]*?href="([^"]*)"[^>]*>{text}', page)
    assert found, f"no link {text!r}"
    return unescape(found[1])


@pytest.mark.django_db
@pytest.mark.usefixtures("_ten_tasks")
class TestPages:
    def test_forwards_and_back_again_shows_the_same_pages(self) -> None:
        first = shown()
        assert titles(first) == ["Việc 00", "Việc 01", "Việc 02", "Việc 03"]
        assert "1–4 trong 10" in first
        assert "Trang trước" not in first
        second = shown(link(first, "Trang sau"))
        assert titles(second) == ["Việc 04", "Việc 05", "Việc 06", "Việc 07"]
        assert "5–8 trong 10" in second
        third = shown(link(second, "Trang sau"))
        assert titles(third) == ["Việc 08", "Việc 09"]
        assert "9–10 trong 10" in third
        assert "Trang sau" not in third
        back = shown(link(third, "Trang trước"))
        assert titles(back) == titles(second)
        assert "5–8 trong 10" in back
        assert "Trang trước" not in shown(link(back, "Trang trước"))

    def test_a_click_on_the_current_column_turns_the_order(self) -> None:
        page = shown()
        assert 'aria-sort="ascending"' in page
        turned = shown(link(page, "Tên"))
        assert titles(turned)[0] == "Việc 09"
        assert 'aria-sort="descending"' in turned

    def test_another_order_or_filter_starts_at_the_first_page(self) -> None:
        second = shown(link(shown(), "Trang sau"))
        assert "trang=" not in link(second, "Đã làm")
        assert "trang=" not in link(second, "Đã xong")

    def test_tabs_count_and_narrow(self) -> None:
        page = shown("/viec/?tab=xong")
        assert titles(page) == ["Việc 01", "Việc 03", "Việc 05", "Việc 07"]
        assert 'Đã xong<span class="n late">5</span>' in page
        assert 'Tất cả<span class="n">10</span>' in page

    def test_filters_narrow_together_and_say_themselves(self) -> None:
        page = shown(
            "/viec/?q=việc&trang-thai=done&yc_tu=18/11/2026&yc_den=22/11/2026&loai=ui.test"
        )
        assert titles(page) == ["Việc 01", "Việc 03", "Việc 05"]
        assert "18/11–22/11" in page
        assert "Loại<b>Thử</b>" in page

    def test_a_day_at_the_end_of_a_range_is_included_until_midnight_in_vietnam(self) -> None:
        LongTask.objects.bulk_create(
            [
                task(90, requested_at=datetime(2026, 12, 31, 16, 59, tzinfo=UTC)),
                task(91, requested_at=datetime(2026, 12, 31, 17, 0, tzinfo=UTC)),
            ]
        )
        assert titles(shown("/viec/?yc_tu=31/12/2026&yc_den=31/12/2026")) == ["Việc 90"]

    def test_values_nobody_offered_are_ignored(self) -> None:
        assert (
            len(
                titles(shown("/viec/?trang-thai=hack&loai=x&yc_tu=mai&tab=zzz&xep=-nope&trang=abc"))
            )
            == 4
        )

    def test_removing_a_filter_keeps_the_others(self) -> None:
        page = shown("/viec/?q=việc&trang-thai=done")
        chip = re.search(r'<a class="fchip on" href="([^"]*)"', page)
        assert chip
        assert unescape(chip[1]) == "/viec/?q=vi%E1%BB%87c"

    def test_costs_two_queries_however_many_tabs_there_are(
        self, django_assert_num_queries: Any
    ) -> None:
        many = replace(
            SPEC, tabs=tuple(ListTab(str(n), f"T{n}", lambda source: source) for n in range(6))
        )
        with django_assert_num_queries(2):
            shown(spec=many)

    def test_other_modules_are_asked_once_for_a_page(self) -> None:
        asked_for: list[int] = []

        def prepare(rows: list[Any]) -> list[Any]:
            asked_for.append(len(rows))
            return rows

        shown(spec=replace(SPEC, prepare=prepare))
        assert asked_for == [4]

    def test_counting_stops_at_the_bound(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pages, "MOST_COUNTED", 6)
        page = shown()
        assert "1–4 trong hơn 6" in page
        assert 'Tất cả<span class="n">6+</span>' in page

    def test_words_found_almost_everywhere_are_not_counted(
        self,
        monkeypatch: pytest.MonkeyPatch,
        django_assert_num_queries: Any,
    ) -> None:
        with django_assert_num_queries(3):
            counted = shown("/viec/?q=Việc")
        assert "rất nhiều" not in counted
        monkeypatch.setattr(pages, "expected_count", lambda _source: pages.MOST_COUNTED + 1)
        with django_assert_num_queries(1):
            page = shown("/viec/?q=Việc")
        assert "1–4 trong rất nhiều" in page
        assert '<span class="n"' not in page

    def test_only_permitted_acts_on_chosen_rows_are_offered(self) -> None:
        page = shown()
        assert 'formaction="/viec/dung"' in page
        assert "/viec/xoa" not in page
        nobody = shown(actor=Actor(kind="officer", name="X"))
        assert "data-bulk" not in nobody
        assert "data-choose-all" not in nobody

    def test_rows_are_chosen_by_name(self) -> None:
        assert "Chọn Việc 00" in shown()


@pytest.mark.django_db
class TestEmptiness:
    def test_three_reasons_have_three_texts(self) -> None:
        assert "Chưa có việc nào chạy" in shown(spec=replace(SPEC, all_done=None))
        assert "Không có việc nào đã xong" in shown("/viec/?tab=xong")
        found_nothing = shown("/viec/?q=zzz")
        assert "Không có việc nào khớp bộ lọc" in found_nothing
        assert link(found_nothing, "Bỏ lọc") == "/viec/"


def lines_of(answer: HttpResponseBase) -> list[list[str]]:
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.django_db
@pytest.mark.usefixtures("_ten_tasks")
class TestExports:
    def file(self, address: str, spec: ListSpec = SPEC) -> HttpResponseBase:
        return list_page(asked(address), spec, LongTask.objects.all())

    def test_a_csv_holds_exactly_the_filtered_rows_with_filter_time_and_maker_on_top(self) -> None:
        answer = self.file("/viec/?tab=xong&q=việc&trang-thai=done&xuat=csv")
        assert answer.getvalue().startswith(b"\xef\xbb\xbf")
        lines = lines_of(self.file("/viec/?tab=xong&q=việc&trang-thai=done&xuat=csv"))
        assert lines[0] == ["Việc chạy lâu"]
        assert lines[1][0] == "Bộ lọc"
        assert "Đã xong; Tìm: “việc”; Trạng thái: " in lines[1][1]
        assert lines[2][0] == "Lập lúc"
        assert lines[2][2] == "Lê Văn Thành"
        assert lines[4] == ["Tên", "Trạng thái", "Đã làm", "Yêu cầu lúc"]
        assert [line[0] for line in lines[5:]] == [f"Việc {n:02d}" for n in (1, 3, 5, 7, 9)]
        assert lines[5][3] == "09:00, 18/11/2026"

    def test_an_xlsx_keeps_numbers_and_moments_as_what_they_are(self) -> None:
        answer = self.file("/viec/?xuat=xlsx&xep=-done")
        sheet = load_workbook(io.BytesIO(answer.getvalue())).active
        assert sheet is not None
        rows = list(sheet.iter_rows(min_row=6, values_only=True))
        assert len(rows) == 10
        assert rows[0][0] == "Việc 09"
        assert rows[0][2] == 9
        assert rows[0][3] == datetime(2026, 11, 26, 9, 0)  # noqa: DTZ001 - Excel has no zones

    def test_the_page_size_does_not_bound_the_file(self) -> None:
        assert len(lines_of(self.file("/viec/?xuat=csv"))) == 5 + 10

    def test_exports_are_put_on_record_before_they_leave(self) -> None:
        noted: list[tuple[str, str]] = []
        spec = replace(SPEC, exported=lambda _request, kind, words: noted.append((kind, words)))
        self.file("/viec/?xuat=csv&loai=ui.test", spec)
        assert noted == [("csv", "Tất cả; Loại: Thử")]

    def test_who_may_not_export_sees_no_button_and_gets_no_file(self) -> None:
        spec = replace(SPEC, export_permission="ui.export")
        assert "xuat=" not in shown(spec=spec)
        with pytest.raises(PermissionMissing):
            self.file("/viec/?xuat=csv", spec)


@dataclass(frozen=True, slots=True)
class Card:
    pk: int
    name: Any


CARDS = ListSpec(
    name="cards",
    title="Thẻ",
    unit="thẻ",
    order="name",
    columns=(Column("name", "Tên", sort=("pk",)),),
)


def exported(name: Any, kind: str = "csv") -> HttpResponseBase:
    return list_page(asked(f"/?xuat={kind}"), CARDS, [Card(1, name)])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_from_people_never_becomes_a_formula(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    assert lines_of(exported(text))[5] == [f"'{text}"] or start == "\r"
    raw = exported(text).getvalue().decode("utf-8-sig")
    assert f"'{start}HYPERLINK" in raw
    book = load_workbook(io.BytesIO(exported(text, "xlsx").getvalue()))
    cell = book.active["A6"]  # type: ignore[index]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_negative_numbers_stay_numbers_in_files() -> None:
    assert lines_of(exported(-5))[5] == ["-5"]


def test_html_of_a_cell_is_text_in_a_file() -> None:
    assert lines_of(exported(mark_safe("<b>Đạt</b>")))[5] == ["Đạt"]


def test_cells_are_escaped_on_the_page() -> None:
    answer = list_page(asked("/"), CARDS, [Card(1, "<script>alert(1)</script>")])
    assert b"<script>alert" not in answer.content  # type: ignore[attr-defined]


def test_a_list_in_memory_pages_like_any_other() -> None:
    cards = [Card(n, f"Thẻ {n:02d}") for n in range(60)]
    page = squeezed(list_page(asked("/"), CARDS, cards))
    assert "1–25 trong 60" in page
    following = list_page(asked(link(page, "Trang sau")), CARDS, cards).content.decode()  # type: ignore[attr-defined]
    assert "26–50 trong 60" in following


@pytest.mark.parametrize(
    "broken",
    [
        lambda: replace(CARDS, page_size=51),
        lambda: replace(CARDS, page_size=0),
        lambda: replace(CARDS, order="nothing"),
    ],
)
def test_a_spec_that_cannot_work_is_refused_when_it_is_written(
    broken: Callable[[], ListSpec],
) -> None:
    with pytest.raises(ValueError, match="cards"):
        broken()


def test_days_and_moments_are_written_in_vietnamese() -> None:
    spec = replace(CARDS, columns=(Column("name", "Ngày", sort=("pk",)),))
    page = list_page(asked("/"), spec, [Card(1, date(2026, 11, 22)), Card(2, START), Card(3, None)])
    shown_page = page.content.decode()  # type: ignore[attr-defined]
    assert "22/11/2026" in shown_page
    assert "09:00, 17/11/2026" in shown_page
    assert '<span class="muted">—</span>' in shown_page
