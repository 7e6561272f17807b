"""The operator's and everybody's message pages in a real browser: accessible, never too wide."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page

from tests.plugins.browser.owed import PHONE, WIDE, Looks, become
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

WORDS = ["/thong-bao/loi-thong-bao/", "/thong-bao/loi-thong-bao/case_assigned/"]


def _situation(now: datetime) -> list[str]:
    """One of everything that can go wrong; the addresses where it is seen."""
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
    return [
        "/van-hanh/",
        "/van-hanh/su-kien/",
        f"/van-hanh/su-kien/{letter.pk}/",
        "/van-hanh/viec-nen/",
        f"/van-hanh/viec-nen/{job_id}/",
        "/van-hanh/viec-dai/",
        f"/van-hanh/viec-dai/{running.uuid}/",
        f"/van-hanh/viec-dai/{ended.uuid}/",
        "/van-hanh/nhat-ky/",
        f"/van-hanh/nhat-ky/{line.pk}/",
    ]


def _messages(now: datetime) -> list[str]:
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
    return [
        "/thong-bao/",
        f"/thong-bao/{message.public_id}/",
        "/thong-bao/tuy-chon/",
        "/thong-bao/nhat-ky-gui/",
    ]


def test_every_page_is_accessible_and_fits(
    site: str, page: Page, home: Path, now: datetime, looks: Looks
) -> None:
    operator = administrator("operator")
    addresses = [*_messages(now), *_situation(now)]
    become(page, site, operator)
    wrong = [
        one for address in addresses for one in looks.wrong_at(page, site + address, WIDE, PHONE)
    ]
    become(page, site, administrator("province_admin"))
    wrong += [one for address in WORDS for one in looks.wrong_at(page, site + address, WIDE, PHONE)]
    assert wrong == []


def test_progress_moves_by_itself_and_the_page_shows_the_end(
    site: str, page: Page, home: Path, now: datetime
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
    become(page, site, operator)
    page.goto(f"{site}/van-hanh/viec-dai/{task.uuid}/")
    page.get_by_text("10/40").wait_for()

    LongTask.objects.update(done=30)
    page.get_by_text("30/40").wait_for()

    LongTask.objects.update(done=40, state="done", finished_at=timezone.now(), result={"made": 40})
    page.get_by_text("Đã xong").first.wait_for()
    page.get_by_text("made").wait_for()
