"""Overview, statistics and registers: every number equals the list it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tinhso.kernel.models import AuditEntry
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import overview, statistics
from tinhso.modules.cases.queries.overview import COHORT, FIGURES, NOW, Selection
from tinhso.modules.cases.tests.factories import (
    at_moment,
    browser_of,
    make_case,
    moment,
    small_world,
    text_of,
)
from tinhso.modules.cases.tests.world import World
from tinhso.modules.cases.web.staff import figures

pytestmark = pytest.mark.django_db
SITUATIONS = (
    "submitted",
    "accepted",
    "processing",
    "supplement",
    "fee",
    "stopped",
    "finished",
    "returned",
    "approval",
)


@pytest.fixture
def world() -> World:
    made = small_world()
    for state in SITUATIONS:
        make_case(made, state)
    return made


@pytest.fixture(autouse=True)
def _two_weeks_later() -> Iterator[None]:
    """Late enough for what was promised for the 27th to be overdue."""
    with at_moment(moment(30, 9)):
        yield


def period() -> statistics.Period:
    return statistics.Period(moment(1, 0), moment(30, 23), moment(30, 9))


def length_of(browser: Client, address: str) -> int:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return int(answer.context["list"].count)


@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_every_figure_is_the_length_of_its_list(world: World, figure: str) -> None:
    by = world.officer("leader")
    chosen = Selection(figure, period())
    number = overview.selected(by, chosen).count()
    counted = (
        getattr(overview.everything(by, chosen), figure)
        if figure in NOW
        else getattr(statistics.total(by, period()), figure)
    )
    address = figures.Place(chosen).list_address(figure)
    assert length_of(browser_of(world, "leader"), address) == number == counted


def test_the_figures_of_a_period_add_up(world: World) -> None:
    by = world.officer("leader")
    total = statistics.total(by, period())
    assert total.received == len(SITUATIONS)
    parts = (total.not_accepted_yet, total.running, total.waiting, total.done, total.ended)
    assert sum(parts) == total.received
    assert total.done_on_time + total.done_late == total.done


@pytest.mark.parametrize("key", ["co-quan", "linh-vuc", "kenh", "thu-tuc", "trang-thai"])
@pytest.mark.req("TTHC-25")
def test_rows_sum_to_the_total_and_lead_to_as_many_dossiers(world: World, key: str) -> None:
    browser = browser_of(world, "leader")
    answer = browser.get("/thong-ke/", {"theo": key, "tu": "1/11/2026", "den": "30/11/2026"})
    total = statistics.total(world.officer("leader"), period())
    rows = [shown.row for shown in answer.context["list"].rows]

    for name in COHORT:
        assert sum(getattr(row.figures, name) for row in rows) == getattr(total, name), name
    for row in rows:
        for name in ("received", "running_late", "done"):
            assert length_of(browser, row.addresses[name]) == getattr(row.figures, name)


def test_the_overview_links_every_figure_to_its_list(world: World) -> None:
    browser = browser_of(world, "leader")
    answer = browser.get("/lanh-dao/")
    assert answer.status_code == 200
    kpis = {str(kpi.name): kpi for kpi in answer.context["kpis"]}

    for name in ("Đang giải quyết", "Đang quá hạn", "Chờ người dân bổ sung"):
        assert length_of(browser, kpis[name].address) == int(kpis[name].value)
    assert int(kpis["Đang quá hạn"].value) == 3
    for row in answer.context["rows"]:
        assert length_of(browser, row.late_address) == row.line.now_late
        assert length_of(browser, row.received_address) == row.line.period_received


def test_how_long_overdue_adds_up_and_leads_to_the_dossiers(world: World) -> None:
    browser = browser_of(world, "leader")
    answer = browser.get("/lanh-dao/")
    buckets = answer.context["buckets"]
    assert sum(bucket.number for bucket, _width, _address in buckets) == 3
    for bucket, _width, address in buckets:
        assert length_of(browser, address) == bucket.number


def test_one_goes_from_the_agency_to_the_unit_to_the_dossiers(world: World) -> None:
    browser = browser_of(world, "leader")
    inside = browser.get(reverse("cases:overview_agency", args=[world.commune]))
    names = [row.line.name for row in inside.context["rows"]]
    assert "Phòng Kinh tế, Hạ tầng và Đô thị" in names
    for row in inside.context["rows"]:
        assert length_of(browser, row.address) == row.line.now_running
    assert browser.get("/lanh-dao/cap/xa/").status_code == 200
    assert browser.get("/lanh-dao/cap/khong-co/").status_code == 404


def test_a_department_counts_only_its_own(world: World) -> None:
    answer = browser_of(world, "department_head").get("/lanh-dao/")
    assert answer.context["total"].now_running == 0
    said = text_of(browser_of(world, "department_head").get("/thong-ke/"))
    assert "Phường Hạc Thành" not in said


def test_lists_of_figures_show_no_names_of_people(world: World) -> None:
    answer = browser_of(world, "leader").get("/thong-ke/ho-so/", {"chi-so": "received"})
    assert "Nguyễn Văn Đạt" not in text_of(answer)


def test_statistics_are_exported_and_that_is_recorded(world: World) -> None:
    answer = browser_of(world, "leader").get("/thong-ke/", {"xuat": "csv", "ky": "30"})
    written = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert re.search(rf"Ủy ban nhân dân phường Hạc Thành,{len(SITUATIONS)},", written)
    assert AuditEntry.objects.filter(action="cases.note_figures_export").count() == 1


def test_the_register_is_the_official_form_of_the_period(world: World) -> None:
    browser = browser_of(world, "leader")
    asked: dict[str, str | int] = {
        "agency": world.commune,
        "agency_text": "",
        "first": "1/11/2026",
        "last": "30/11/2026",
    }
    assert browser.get("/thong-ke/so-theo-doi/").status_code == 200
    answer = browser.get("/thong-ke/so-theo-doi/", asked)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    turned = browser.get("/thong-ke/so-theo-doi/", asked | {"last": "1/10/2026"})
    assert "Ngày cuối phải từ ngày đầu trở đi" in text_of(turned)
    other = browser_of(world, "department_head").get("/thong-ke/so-theo-doi/", asked)
    assert other.status_code == 403


def test_what_waits_for_my_approval(world: World) -> None:
    browser = browser_of(world, "leader")
    answer = browser.get("/lanh-dao/cho-duyet/")
    assert answer.context["list"].count == "1"
    assert "1 hồ sơ chờ bạn duyệt" in text_of(browser.get("/lanh-dao/"))

    Case.objects.filter(step_role="leader").update(holder_officer_id=None)
    assert browser.get("/lanh-dao/cho-duyet/").context["list"].count == "1"
    Case.objects.filter(step_role="leader").update(handling_organisation_id=world.department)
    assert browser.get("/lanh-dao/cho-duyet/").context["list"].count == "0"
