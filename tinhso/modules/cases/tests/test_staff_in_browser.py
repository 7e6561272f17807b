"""The officers' pages in a real browser: accessible, no wider than the screen, by keyboard."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.plugins.browser.owed import PHONE, WIDE, Looks, become
from tinhso.modules.cases.tests import factories
from tinhso.modules.cases.tests.factories import at_moment, browser_of, make_case, moment
from tinhso.modules.cases.tests.world import World


@pytest.fixture
def world(site: str) -> World:
    """A world of dossiers in many situations, as of Thursday 19/11/2026, 10:00."""
    made = factories.small_world()
    names = ("Phạm Thị Nga", "Lê Văn Tuấn", "Trần Quốc Bảo", "Hoàng Thị Lan", "Đỗ Minh Quân")
    for place, name in enumerate(names):
        applicant = factories.applicant(name, place)
        make_case(made, "processing", applicant=applicant, at=moment(17, 8 + place))
    return made


def _addresses(world: World) -> dict[str, list[str]]:
    """Addresses by who opens them."""
    cases = {
        state: make_case(world, state)
        for state in ("submitted", "appraised", "supplement", "opinion", "fee", "handover")
    }
    late = {state: make_case(world, state) for state in ("approval", "finished")}

    def of(state: str, name: str, *more: object) -> str:
        case = {**cases, **late}[state]
        return reverse(f"cases:{name}", args=[case.public_id, *more])

    return {
        "specialist": [
            "/xu-ly/",
            "/xu-ly/?tab=da-xong",
            "/xu-ly/phong/",
            "/xu-ly/qua-han/",
            "/xu-ly/tat-ca/",
            of("appraised", "dossier"),
            of("supplement", "dossier"),
            of("opinion", "dossier"),
            of("supplement", "why"),
            of("appraised", "ask_supplement"),
            of("appraised", "ask_opinion"),
            of("appraised", "extend"),
            of("appraised", "stop"),
            of("appraised", "hand_over"),
            of("appraised", "draft_result"),
            of("appraised", "compose_result", "construction_permit"),
            "/quy-trinh/",
            "/quy-trinh/commune-standard/",
        ],
        "counter": [
            "/tiep-nhan/",
            of("submitted", "check"),
            of("submitted", "refuse"),
            "/tiep-nhan/tai-quay/",
            f"/tiep-nhan/tai-quay/{factories.CODE}/",
            of("appraised", "received"),
            "/tiep-nhan/bo-sung/",
            of("supplement", "receive_supplement"),
            "/tiep-nhan/tra-ket-qua/",
            of("finished", "return_result"),
            of("fee", "dossier"),
        ],
        "department_specialist": [
            "/xu-ly/y-kien/",
            reverse("cases:opinion", args=[cases["opinion"].opinions.get().pk]),
            "/xu-ly/ban-giao/",
            of("handover", "handover"),
        ],
        "leader": [
            "/lanh-dao/",
            reverse("cases:overview_agency", args=[world.commune]),
            "/lanh-dao/cho-duyet/",
            of("approval", "dossier"),
            "/thong-ke/",
            "/thong-ke/ho-so/?chi-so=now_running",
            "/thong-ke/so-theo-doi/",
        ],
    }


def test_every_page_is_accessible_and_fits(
    page: Page, site: str, world: World, looks: Looks
) -> None:
    wrong: list[str] = []
    with at_moment(moment(20, 11)):
        for person, pages in _addresses(world).items():
            become(page, site, browser_of(world, person))
            for address in pages:
                wrong += looks.wrong_at(page, site + address, WIDE, PHONE)
    assert wrong == []


def test_an_officer_works_by_keyboard(page: Page, site: str, world: World) -> None:
    with at_moment(moment(18, 9)):
        become(page, site, browser_of(world, "specialist"))
        page.goto(f"{site}/xu-ly/", wait_until="load")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("x")
        assert "Đã chọn 1 hồ sơ" in page.inner_text("[data-bulk]")
        page.keyboard.press("Escape")
        assert page.is_hidden("[data-bulk]")
        code = page.inner_text("tr.cur td.code")
        page.keyboard.press("Enter")
        page.wait_for_url("**/xu-ly/*-*/")
        assert code in page.inner_text("main")
        first = page.url
        page.keyboard.press("j")
        page.wait_for_url(lambda address: address != first)
        page.keyboard.press("k")
        page.wait_for_url(first)
        page.keyboard.press("t")
        page.wait_for_load_state("load")
        assert "Chuyển thẩm định" in page.inner_text("main")
