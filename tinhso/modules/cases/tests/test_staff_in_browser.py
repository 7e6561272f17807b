"""The officers' pages in a real browser: accessible, no wider than the screen, by keyboard."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.urls import reverse

from tinhso.modules.cases.tests import factories
from tinhso.modules.cases.tests.factories import at_moment, browser_of, make_case, moment
from tinhso.modules.cases.tests.world import World

playwright = pytest.importorskip("playwright.sync_api")

ROOT: Path = settings.BASE_DIR
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BUILT = ROOT / "build" / "static" / "ui" / "tinhso.css"
PICTURES = ROOT / "screenshots" / "cases"
ARGUMENTS = ["--no-sandbox", "--headless=new", "--disable-gpu", "--disable-quic"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium on this machine"),
    pytest.mark.skipif(not AXE.exists(), reason="npm ci in frontend/ brings axe-core"),
    pytest.mark.skipif(not BUILT.exists(), reason="the frontend is not built (npm run build)"),
]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_parts: object) -> None:
        """Keeps the test's output readable."""


@pytest.fixture(autouse=True)
def _database_beside_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser's driver runs a loop in this thread; the database is asked outside of it."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def site(committed_db: str) -> Iterator[str]:
    """The real application on a free port, with a database of its own."""
    application = StaticFilesHandler(get_wsgi_application())
    server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def context() -> Iterator[Any]:
    with playwright.sync_playwright() as started, tempfile.TemporaryDirectory() as profile:
        opened = started.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=ARGUMENTS, bypass_csp=True
        )
        opened.set_default_timeout(20_000)
        yield opened
        with suppress(playwright.Error):
            opened.close()


def _sign_in(context: Any, site: str, client: Client) -> None:
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.clear_cookies()
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def _problems(page: Any) -> list[tuple[str, list[str]]]:
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => r.violations)", RULES
    )
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


def _named(page: Any, name: str, width: int) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def world(site: str) -> World:
    """A world of dossiers in many situations, as of Thursday 19/11/2026, 10:00."""
    made = factories.small_world()
    names = ("Phạm Thị Nga", "Lê Văn Tuấn", "Trần Quốc Bảo", "Hoàng Thị Lan", "Đỗ Minh Quân")
    for place, name in enumerate(names):
        applicant = factories.applicant(name, place)
        make_case(made, "processing", applicant=applicant, at=moment(17, 8 + place))
    return made


def _addresses(world: World) -> dict[str, list[tuple[str, str]]]:
    """(name, address) by who opens them."""
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
            ("work-list", "/xu-ly/"),
            ("work-list-done", "/xu-ly/?tab=da-xong"),
            ("unit-pool", "/xu-ly/phong/"),
            ("overdue", "/xu-ly/qua-han/"),
            ("all-cases", "/xu-ly/tat-ca/"),
            ("dossier", of("appraised", "dossier")),
            ("dossier-waiting", of("supplement", "dossier")),
            ("dossier-opinion", of("opinion", "dossier")),
            ("why", of("supplement", "why")),
            ("supplement", of("appraised", "ask_supplement")),
            ("opinion-ask", of("appraised", "ask_opinion")),
            ("extend", of("appraised", "extend")),
            ("stop", of("appraised", "stop")),
            ("hand-over", of("appraised", "hand_over")),
            ("result-choose", of("appraised", "draft_result")),
            ("result", of("appraised", "compose_result", "construction_permit")),
            ("processes", "/quy-trinh/"),
            ("process", "/quy-trinh/commune-standard/"),
        ],
        "counter": [
            ("to-accept", "/tiep-nhan/"),
            ("check", of("submitted", "check")),
            ("refuse", of("submitted", "refuse")),
            ("reception-choose", "/tiep-nhan/tai-quay/"),
            ("reception", f"/tiep-nhan/tai-quay/{factories.CODE}/"),
            ("received", of("appraised", "received")),
            ("to-supplement", "/tiep-nhan/bo-sung/"),
            ("take-supplement", of("supplement", "receive_supplement")),
            ("to-return", "/tiep-nhan/tra-ket-qua/"),
            ("hand-out", of("finished", "return_result")),
            ("dossier-fee", of("fee", "dossier")),
        ],
        "department_specialist": [
            ("opinions", "/xu-ly/y-kien/"),
            ("opinion", reverse("cases:opinion", args=[cases["opinion"].opinions.get().pk])),
            ("handovers", "/xu-ly/ban-giao/"),
            ("handover", of("handover", "handover")),
        ],
        "leader": [
            ("leader", "/lanh-dao/"),
            ("leader-agency", reverse("cases:overview_agency", args=[world.commune])),
            ("approvals", "/lanh-dao/cho-duyet/"),
            ("dossier-approval", of("approval", "dossier")),
            ("statistics", "/thong-ke/"),
            ("figure-list", "/thong-ke/ho-so/?chi-so=now_running"),
            ("register", "/thong-ke/so-theo-doi/"),
        ],
    }


@pytest.mark.parametrize("width", [390, 1366])
def test_every_page_is_accessible_and_fits(
    context: Any,
    site: str,
    world: World,
    width: int,
) -> None:
    wrong: dict[str, Any] = {}
    with at_moment(moment(20, 11)):
        for key, pages in _addresses(world).items():
            _sign_in(context, site, browser_of(world, key))
            page = context.new_page()
            page.set_viewport_size({"width": width, "height": 820})
            for name, address in pages:
                answer = page.goto(site + address, wait_until="load")
                problems = _problems(page)
                too_wide = page.evaluate("document.documentElement.scrollWidth") > width
                _named(page, name, width)
                if answer.status != 200 or problems or too_wide:
                    wrong[name] = (answer.status, problems, "too wide" if too_wide else "")
            page.close()
    assert wrong == {}


def test_an_officer_works_by_keyboard(context: Any, site: str, world: World) -> None:
    with at_moment(moment(18, 9)):
        _sign_in(context, site, browser_of(world, "specialist"))
        page = context.new_page()
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
