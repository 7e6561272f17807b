"""Components: what they promise to readers with and without eyes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.template import Context, Template, TemplateSyntaxError

from tinhso.ui import charts
from tinhso.ui.specimen import samples
from tinhso.ui.templatetags.ui import icon


def drawn(source: str, **context: object) -> str:
    page = Template("{% load ui %}" + source).render(Context(context))
    return re.sub(
        r"\s*(<[^<>]*>)\s*", r"\1", page
    )  # where a template breaks its lines is its own affair


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "clock" %}')
    assert 'role="img" aria-label="Đã xong"' in drawn('{% icon "check" label="Đã xong" %}')


def test_an_unknown_icon_is_a_mistake_of_the_page() -> None:
    with pytest.raises(TemplateSyntaxError, match="no icon"):
        icon("no-such-icon")


def test_a_button_that_leads_somewhere_is_a_link_and_keeps_the_date_looked_at() -> None:
    page = drawn('{% button "Mở" href="/a?b=1" %}', as_of=date(2025, 6, 30), as_of_past=True)
    assert 'href="/a?b=1&amp;as_of=30%2F06%2F2025"' in page


def test_acts_that_write_are_not_shown_at_another_date() -> None:
    source = '{% button "Ký" "primary" writes=True %}'
    assert "Ký" in drawn(source, as_of_past=False)
    assert drawn(source, as_of_past=True).strip() == ""


def test_a_busy_button_is_announced_and_can_still_be_focused() -> None:
    page = drawn('{% button "Đang gửi…" busy=True %}')
    assert 'aria-disabled="true"' in page
    assert " disabled" not in page.replace("aria-disabled", "")


def test_due_chips_carry_an_icon_and_words_never_colour_alone() -> None:
    for chip in samples.DUES:
        page = drawn("{% due chip %}", chip=chip)
        assert "<svg" in page
        assert str(chip.words) in page


def test_a_due_chip_tells_date_and_clock_in_its_tooltip() -> None:
    page = drawn("{% due chip %}", chip=samples.DUES[0])
    assert 'title="Thứ Tư, 25/11/2026 17:00"' in page


def test_an_error_is_an_alert_and_everything_else_a_status() -> None:
    assert 'role="alert"' in drawn('{% alert "danger" "Chưa lưu" %}x{% endalert %}')
    assert 'role="status"' in drawn('{% alert "ok" "Đã lưu" %}x{% endalert %}')


def test_content_of_block_components_is_escaped_once() -> None:
    page = drawn('{% alert "info" title %}{{ said }}{% endalert %}', title="<b>", said="<i>&")
    assert "&lt;b&gt;" in page
    assert "&lt;i&gt;&amp;" in page
    assert "&amp;lt;" not in page


def test_tabs_are_links_with_the_current_one_marked_and_zero_stays_visible() -> None:
    page = drawn("{% tabs tabs 'Nhóm việc' %}", tabs=samples.TABS)
    assert page.count("<a ") == len(samples.TABS)
    assert page.count('aria-current="page"') == 1
    assert ">0</span>" in page


def test_the_last_crumb_is_the_page_itself() -> None:
    page = drawn("{% crumbs 'Trang chủ' '/' 'Khai sinh' %}")
    assert '<li><a href="/">Trang chủ</a></li>' in page
    assert '<li aria-current="page">Khai sinh</li>' in page


def test_steps_say_which_are_done_and_which_is_current() -> None:
    page = drawn("{% steps 2 'Một' 'Hai' 'Ba' %}")
    assert '<li class="done">Một</li><li aria-current="step">Hai</li><li>Ba</li>' in page


def test_days_start_on_their_weekday_and_the_end_stands_out() -> None:
    page = drawn("{% days days %}", days=samples.days())
    assert page.count('class="gap"') == 1  # 17/11/2026 is a Tuesday
    assert 'class="end"' in page
    assert 'class="count today"' in page


def test_the_timeline_says_the_state_of_each_step_without_colour() -> None:
    page = drawn("{% timeline entries %}", entries=samples.TIMELINE)
    assert page.count('aria-current="step"') == 1
    assert page.count("chưa tới") == 2


def test_a_meter_is_bounded_and_named() -> None:
    page = drawn("{% meter 140 'Đã dùng' %}")
    assert 'aria-valuenow="100.0"' in page
    assert 'aria-label="Đã dùng"' in page


def test_a_figure_leads_to_its_list() -> None:
    page = drawn("{% figure figure %}", figure=samples.FIGURES[2])
    assert page.startswith('<a href="#"')
    assert "Giảm 37" in page


def test_a_refused_paper_keeps_its_reason_and_offers_another_try() -> None:
    page = drawn("{% paper paper %}", paper=samples.PAPERS[3])
    assert "tối đa 10 MB" in page
    assert 'Chọn tệp khác<span class="vh">Căn cước của người yêu cầu</span>' in page


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ 1234.5|num }}", "1.234,5"),
        ("{{ 75000|dong }}", "75.000\u00a0đ"),
        ("{{ 0.978|share }}", "97,8%"),
        ("{{ '0912345678'|phone }}", "0912 345 678"),
        ("{{ '038196001217'|masked }}", "038 •••••• 217"),
        ("{{ '0912345678'|masked }}", "0912 ••• 678"),
        ("{{ 'thanh@thanhhoa.gov.vn'|masked_mail }}", "t•••@thanhhoa.gov.vn"),
        ("{{ 14889779|megabytes }}", "14,2\u00a0MB"),
        ("{{ 2048|megabytes }}", "2\u00a0kB"),
        ("{{ 'Lê Văn Thành'|initials }}", "VT"),
        ("{{ None|day }}{{ None|moment }}{{ None|num }}", ""),
    ],
)
def test_values_are_written_as_vietnamese_people_write_them(source: str, said: str) -> None:
    assert drawn(source) == said


def test_bars_start_at_zero_and_a_line_needs_two_points() -> None:
    bars = charts.bars((5, 10, 0))
    assert [height for _x, _y, _width, height in bars] == [15.0, 30.0, 0.0]
    assert charts.line((1,)) == ""
    assert charts.line((2, 2)).startswith("M0.0 29.0L100.0")
