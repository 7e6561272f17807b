"""The operator's and everybody's message pages in a real browser: accessible, never too wide."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from tinhso.config.operator.tests.test_pages import administrator, failed_job
from tinhso.kernel import audit
from tinhso.kernel.actor import system_actor
from tinhso.kernel.long_tasks import start_long_task
from tinhso.kernel.models import (
    AuditEntry,
    EventDelivery,
    LongTask,
    LongTaskRefusal,
    OutboxEvent,
)
from tinhso.kernel.tests.test_audit import line as audit_line
from tinhso.kernel.tests.test_long_tasks import make_import
from tinhso.modules.identity.models import Account
from tinhso.modules.notifications import public as notifications
from tinhso.modules.notifications.models import Message

playwright = pytest.importorskip("playwright.sync_api")

ROOT: Path = settings.BASE_DIR
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BUILT = ROOT / "build" / "static" / "ui" / "tinhso.css"
PICTURES = ROOT / "screenshots" / "operator"
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
        # Under the driver's loop Django keeps connections apart; nobody else would close them.
        connections.close_all()
        del connections["default"]
        with suppress(playwright.Error):
            opened.close()


def _situation(now: datetime) -> dict[str, str]:
    """One of everything that can go wrong; addresses by name."""
    event = OutboxEvent.objects.create(
        name="cases.CaseFinished", subject="case:7", payload={"case_id": 7}, announced_at=now
    )
    letter = EventDelivery.objects.create(
        event=event,
        reaction="tinhso.modules.cases.reactions.hearing.tell_applicant",
        subject="case:7",
        state="dead",
        attempts=8,
        due_at=now,
        finished_at=now,
        error='Traceback (most recent call last):\n  File "hearing.py", line 41\nKeyError: 7',
    )
    job_id = failed_job("notifications.send_message")
    running = start_long_task(
        make_import("test.browser"), arguments={"rows": 3}, by=system_actor("thử"), at=now
    )
    LongTask.objects.filter(id=running.id).update(state="running", done=340, total=1_200)
    ended = LongTask.objects.create(
        kind="test.x",
        title="Nhập danh bạ cơ quan",
        state="done",
        done=560,
        total=560,
        refused=1,
        result={"made": 559},
        started_by_name="Trần Thị Hoa",
        requested_at=now,
        finished_at=now,
    )
    LongTaskRefusal.objects.create(task=ended, row="17", sentence="Mã cơ quan đã có.")
    with transaction.atomic():
        audit.record(audit_line(now, 7))
    line = AuditEntry.objects.get()
    return {
        "system": "/van-hanh/",
        "letters": "/van-hanh/su-kien/",
        "letter": f"/van-hanh/su-kien/{letter.pk}/",
        "jobs": "/van-hanh/viec-nen/",
        "job": f"/van-hanh/viec-nen/{job_id}/",
        "long-tasks": "/van-hanh/viec-dai/",
        "long-task-running": f"/van-hanh/viec-dai/{running.uuid}/",
        "long-task-ended": f"/van-hanh/viec-dai/{ended.uuid}/",
        "audit": "/van-hanh/nhat-ky/",
        "audit-line": f"/van-hanh/nhat-ky/{line.pk}/",
    }


def _messages(now: datetime) -> dict[str, str]:
    account = Account.objects.order_by("id").last()
    assert account is not None
    values = {"code": "H56.01-261117-0001", "procedure": "Đăng ký khai sinh"}
    for number in range(3):
        with transaction.atomic():
            notifications.notify(
                key=f"browser:{number}",
                kind="case_assigned",
                values={**values, "step": "Thẩm định", "due_at": now},
                account_id=account.pk,
                link="/ho-so/",
                at=now,
            )
    message = Message.objects.order_by("id").last()
    assert message is not None
    return {
        "inbox": "/thong-bao/",
        "message": f"/thong-bao/{message.public_id}/",
        "preferences": "/thong-bao/tuy-chon/",
        "deliveries": "/thong-bao/nhat-ky-gui/",
    }


def _words() -> dict[str, str]:
    return {
        "texts": "/thong-bao/loi-thong-bao/",
        "text": "/thong-bao/loi-thong-bao/case_assigned/",
    }


def _sign_in(context: Any, site: str, client: Client) -> None:
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.clear_cookies()
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def _wrong_with(page: Any, site: str, name: str, address: str) -> list[str]:
    """What axe finds on a desktop, and what is wider than the screen there or on a phone."""
    wrong = []
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 800})
        answer = page.goto(f"{site}{address}")
        if answer.status != 200:
            return [f"{name}: {answer.status}"]
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"{name} at {width}: {wide} wide")
        if width < 1_000:
            continue
        page.add_script_tag(path=str(AXE))
        found = page.evaluate(
            "rules => axe.run(document, {runOnly: rules}).then(r => r.violations)", RULES
        )
        wrong += [
            f"{name} at {width}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found
        ]
    return wrong


def test_every_page_is_accessible_and_fits(
    site: str,
    context: Any,
    home: Path,
    now: datetime,
) -> None:
    operator = administrator("operator")
    addresses = _messages(now) | _situation(now)
    page = context.pages[0] if context.pages else context.new_page()
    _sign_in(context, site, operator)

    wrong = [
        problem
        for name, address in addresses.items()
        for problem in _wrong_with(page, site, name, address)
    ]
    _sign_in(context, site, administrator("province_admin"))
    wrong += [
        problem
        for name, address in _words().items()
        for problem in _wrong_with(page, site, name, address)
    ]

    assert wrong == []


def test_progress_moves_by_itself_and_the_page_shows_the_end(
    site: str,
    context: Any,
    home: Path,
    now: datetime,
) -> None:
    operator = administrator("operator")
    task = LongTask.objects.create(
        kind="test.x",
        title="Nhập danh bạ cơ quan",
        state="running",
        done=10,
        total=40,
        started_by_name="Trần Thị Hoa",
        requested_at=timezone.now(),
        seen_at=timezone.now(),
    )
    _sign_in(context, site, operator)
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(f"{site}/van-hanh/viec-dai/{task.uuid}/")
    page.get_by_text("10/40").wait_for()

    LongTask.objects.update(done=30)
    page.get_by_text("30/40").wait_for()

    LongTask.objects.update(done=40, state="done", finished_at=timezone.now(), result={"made": 40})
    page.get_by_text("Đã xong").first.wait_for()
    page.get_by_text("made").wait_for()
