"""A form fetches further questions anew while its person types on; nothing they type is lost."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.journeys.conftest import As
from tests.journeys.stories import give_up_drafts
from tests.journeys.visitor import Visitor

DESIGNER = "Tổ chức, cá nhân lập thiết kế"


def at_the_kind_of_work(citizen: Visitor) -> None:
    """A construction permit, at the step where an answer brings another question."""
    give_up_drafts(citizen)
    citizen.open("/thu-tuc/1.013225/")
    citizen.press("Nộp hồ sơ")
    citizen.choose("Cơ quan giải quyết", "Ủy ban nhân dân phường Hạc Thành")
    citizen.press("Tiếp tục")
    citizen.open(re.sub(r"/buoc/\d+/", "/buoc/4/", citizen.page.url))
    citizen.sees("Loại công trình", DESIGNER)


def held_back(citizen: Visitor) -> list[Route]:
    """What the page asks of this step from now on; each waits until the test lets it go."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    citizen.page.route("**/buoc/4/", hold)
    return held


def test_what_is_typed_while_questions_are_fetched_anew_stays(as_: As) -> None:
    citizen = as_("hoa.nguyen")
    at_the_kind_of_work(citizen)
    page, held = citizen.page, held_back(citizen)
    designer = page.get_by_label(DESIGNER)
    designer.fill("Hoàng Long")

    with page.expect_request("**/buoc/4/"):
        page.get_by_label("Nhà ở riêng lẻ").check()
    page.get_by_label("Cấp IV").check()
    designer.press("Home")
    designer.press_sequentially("Công ty ")
    expect(page.get_by_text("Liền kề công trình khác?")).to_have_count(0)
    for request in held:
        request.continue_()
    expect(page.get_by_text("Liền kề công trình khác?")).to_be_visible()

    expect(designer).to_be_focused()
    page.keyboard.type("TNHH ")
    expect(designer).to_have_value("Công ty TNHH Hoàng Long")
    expect(page.get_by_label("Cấp IV")).to_be_checked()
    expect(page.get_by_label("Nhà ở riêng lẻ")).to_be_checked()


def test_two_answers_in_quick_succession_both_bring_their_questions(as_: As) -> None:
    citizen = as_("hoa.nguyen")
    at_the_kind_of_work(citizen)
    page, held = citizen.page, held_back(citizen)
    for kind in ("Công trình theo tuyến trong đô thị", "Nhà ở riêng lẻ"):
        with page.expect_request("**/buoc/4/"):
            page.get_by_label(kind).check()
    held[-1].continue_()
    expect(page.get_by_text("Liền kề công trình khác?")).to_be_visible()
    expect(page.get_by_label("Nhà ở riêng lẻ")).to_be_checked()
