"""The operator pages, as the operator and the auditor use them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tinhso.config.backup.backup import LAST, last_backup
from tinhso.config.mail import LettersInFolder
from tinhso.kernel import audit, events
from tinhso.kernel.actor import Actor
from tinhso.kernel.delivery import deliver_all
from tinhso.kernel.events import Event, announce, reacts_to
from tinhso.kernel.files import FileRules, store_file
from tinhso.kernel.long_tasks import start_long_task
from tinhso.kernel.models import (
    AuditEntry,
    EventDelivery,
    JobFailure,
    LongTask,
    LongTaskRefusal,
)
from tinhso.kernel.tests import samples
from tinhso.kernel.tests.test_long_tasks import make_import
from tinhso.modules.identity.tests.factories import (
    GOOD_PASSWORD,
    give_code_app,
    give_role,
    make_account,
    signed_in,
)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class ThingMade(Event):
    thing_id: int


def administrator(role: str) -> Client:
    account = make_account(
        "officer", password=GOOD_PASSWORD, at=timezone.now(), type="administrative"
    )
    give_role(account, role)
    give_code_app(account)
    return signed_in(account, methods=("password", "mfa"))


@pytest.fixture
def operator() -> Client:
    return administrator("operator")


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


# -- dead letters ----------------------------------------------------------------------------------


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EventDelivery]]:
    """Two dead deliveries and one behind them."""
    for name in ("_reactions", "_functions", "_classes"):
        monkeypatch.setattr(events, name, dict(getattr(events, name)))
    heard: list[int] = []

    @reacts_to(ThingMade)
    def hears(event: ThingMade, *, at: datetime) -> None:
        heard.append(event.thing_id)

    for thing_id, subject in ((1, "case:1"), (2, "case:2"), (3, "case:1")):
        with transaction.atomic():
            announce(ThingMade(thing_id), subject=subject)
    rows = list(EventDelivery.objects.order_by("id"))
    for row in rows[:2]:
        row.state, row.attempts, row.finished_at = "dead", 8, timezone.now()
        row.error = "Traceback: không chia được"
        row.save()
    yield rows
    assert len(heard) == len(set(heard))


def test_a_dead_letter_is_seen_with_its_fact_and_its_error(
    operator: Client, letters: list[EventDelivery]
) -> None:
    listed = page(operator, "/van-hanh/su-kien/")
    assert "case:1" in listed
    assert "case:2" in listed
    assert "case:2" not in page(operator, "/van-hanh/su-kien/?q=case:1")

    shown = page(operator, f"/van-hanh/su-kien/{letters[0].pk}/")
    assert "&quot;thing_id&quot;: 1" in shown
    assert "không chia được" in shown
    assert "Đang chờ phía sau" in shown
    assert operator.get("/van-hanh/su-kien/999999/").status_code == 404


def test_chosen_letters_are_replayed(operator: Client, letters: list[EventDelivery]) -> None:
    chosen = [letters[0].pk, letters[1].pk, letters[2].pk, "x"]

    operator.post("/van-hanh/su-kien/xu-ly-lai/", {"chosen": chosen})
    deliver_all(timezone.now())

    assert set(EventDelivery.objects.values_list("state", flat=True)) == {"done"}
    assert AuditEntry.objects.filter(action="kernel.replay_delivery", outcome="done").count() == 2


def test_letters_are_given_up_only_with_a_reason(
    operator: Client, letters: list[EventDelivery]
) -> None:
    address, chosen = "/van-hanh/su-kien/bo-qua/", [letters[0].pk, letters[1].pk]

    asked = operator.post(address, {"chosen": chosen}).content.decode()
    assert "Lý do bỏ qua" in asked
    assert f'name="chosen" value="{letters[0].pk}"' in asked
    empty = operator.post(address, {"chosen": chosen, "reason": " "}).content.decode()
    assert "Nhập" in empty
    assert EventDelivery.objects.filter(state="dead").count() == 2

    operator.post(address, {"chosen": chosen, "reason": "đã xử lý tay"})

    assert EventDelivery.objects.filter(state="dropped").count() == 2
    line = AuditEntry.objects.filter(action="kernel.drop_delivery").first()
    assert line is not None
    assert "đã xử lý tay" in line.content
    assert "Đã bỏ qua 2 sự kiện" in page(operator, "/van-hanh/su-kien/")


# -- jobs ------------------------------------------------------------------------------------------


def failed_job(name: str = "test.job") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " VALUES ('mail', %s, '{\"delivery_id\": 7}', 'failed', 3) RETURNING id",
            [name],
        )
        (job_id,) = cursor.fetchone() or (0,)
    JobFailure.objects.create(
        job_id=job_id, name=name, attempt=3, failed_at=timezone.now(), error="ZeroDivisionError"
    )
    return int(job_id)


def test_a_failed_job_is_seen_with_its_reason_and_run_again(operator: Client) -> None:
    job_id = failed_job()

    assert "test.job" in page(operator, "/van-hanh/viec-nen/")
    shown = page(operator, f"/van-hanh/viec-nen/{job_id}/")
    assert "ZeroDivisionError" in shown
    assert "&quot;delivery_id&quot;: 7" in shown
    assert operator.get("/van-hanh/viec-nen/999999/").status_code == 404

    operator.post("/van-hanh/viec-nen/chay-lai/", {"chosen": [job_id, 999_999]})

    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job_id])
        assert cursor.fetchone() == ("todo",)
    assert "Đã đưa 1 việc về hàng chờ" in page(operator, "/van-hanh/viec-nen/")
    operator.post("/van-hanh/viec-nen/chay-lai/", {"chosen": [job_id]})  # not failed any more
    assert "Đã đưa 0 việc" in page(operator, "/van-hanh/viec-nen/?q=1&tab=todo")


# -- long tasks ------------------------------------------------------------------------------------


def test_a_long_task_is_watched_by_its_starter_and_the_operator_only(
    operator: Client, home: Path, now: datetime
) -> None:
    account = make_account("officer", password=GOOD_PASSWORD, at=timezone.now())
    starter, stranger = (
        signed_in(account),
        signed_in(make_account("officer", password=GOOD_PASSWORD, at=timezone.now())),
    )
    by = Actor(kind="officer", name="Trần Thị Hoa", account_id=account.pk)
    work = make_import("test.pages")
    card = start_long_task(work, arguments={"rows": 3}, by=by, at=now)
    address = f"/van-hanh/viec-dai/{card.uuid}/"

    for browser in (starter, operator):
        shown = page(browser, address)
        assert "Nhập các dòng" in shown
        assert f'hx-get="{address}tien-do/"' in shown
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}dung/").status_code == 404
    assert "Nhập các dòng" in page(operator, "/van-hanh/viec-dai/")

    assert starter.post(f"{address}dung/").status_code == 302
    assert LongTask.objects.get(id=card.id).state == "cancelled"
    ended = starter.get(f"{address}tien-do/", headers={"HX-Request": "true"})
    assert ended["HX-Refresh"] == "true"
    assert "hx-get" not in ended.content.decode()


def test_a_finished_long_task_shows_refused_rows_and_gives_its_file(
    operator: Client, home: Path, clerk: Actor, now: datetime
) -> None:
    file = store_file(
        io.BytesIO(samples.PDF), name="Kết quả.pdf", allowed=FileRules(), by=clerk, at=now
    )
    task = LongTask.objects.create(
        kind="test.x",
        title="Xuất danh sách",
        state="done",
        done=10,
        total=10,
        refused=1,
        result={"lines": 10},
        result_file_id=file.id,
        started_by_name="Trần Thị Hoa",
        requested_at=now,
        finished_at=now,
    )
    LongTaskRefusal.objects.create(task=task, row="7", sentence="Mã cơ quan đã có.")
    address = f"/van-hanh/viec-dai/{task.uuid}/"

    shown = page(operator, address)
    assert "Mã cơ quan đã có." in shown
    assert f"{address}tep/" in shown
    answer = operator.get(f"{address}tep/")
    assert b"".join(answer.streaming_content) == samples.PDF  # type: ignore[attr-defined]

    LongTask.objects.update(result_file=None, state="failed", error="Traceback (most recent)")
    assert operator.get(f"{address}tep/").status_code == 404
    shown = page(operator, address)
    assert "Dừng giữa chừng vì sự cố" in shown
    assert "Traceback" in shown


# -- audit -----------------------------------------------------------------------------------------


def test_the_log_is_searched_by_thing_person_action_and_outcome(operator: Client) -> None:
    line = audit.AuditLine(
        at=timezone.now(),
        actor_kind="officer",
        actor_name="Lê Văn Thành",
        account_id=777_001,
        officer_id=None,
        organisation_id=None,
        position_title="Chuyên viên",
        address="10.0.0.8",
        action="kernel.retry_job",
        subject="case:71",
        outcome="refused",
        code="job_not_failed",
        facts={"made": 1},
    )
    audit.record(line)
    found = "case:71"

    for query in (
        "q=case:71",
        "q=777001",
        "q=Lê Văn Thành",
        "viec=kernel.retry_job",
        "ket-qua=refused",
    ):
        assert found in page(operator, f"/van-hanh/nhat-ky/?{query}"), query
    for query in ("q=case:7", "q=777002", "q=Lê Văn", "viec=kernel.drop_delivery", "ket-qua=done"):
        assert found not in page(operator, f"/van-hanh/nhat-ky/?{query}"), query

    entry = AuditEntry.objects.get(subject="case:71")
    shown = page(operator, f"/van-hanh/nhat-ky/{entry.pk}/")
    assert entry.hash in shown
    assert "10.0.0.8" in shown
    assert "job_not_failed" in shown
    assert operator.get("/van-hanh/nhat-ky/999999/").status_code == 404


def test_taking_the_log_out_is_itself_on_the_log(operator: Client) -> None:
    audit_before = AuditEntry.objects.count()

    answer = operator.get("/van-hanh/nhat-ky/?xuat=csv&ket-qua=done")

    assert answer.status_code == 200
    line = AuditEntry.objects.order_by("sequence").last()
    assert line is not None
    assert (line.action, line.outcome) == ("kernel.export_audit", "done")
    assert json.loads(line.content)["facts"]["kind"] == "csv"
    assert AuditEntry.objects.count() == audit_before + 1


def test_the_auditor_reads_the_log_and_nothing_else(home: Path) -> None:
    auditor = administrator("auditor")

    assert auditor.get("/van-hanh/nhat-ky/").status_code == 200
    assert auditor.get("/van-hanh/").status_code == 200
    assert auditor.get("/van-hanh/viec-nen/").status_code == 403


# -- system ----------------------------------------------------------------------------------------


def test_the_system_page_tells_what_is_wrong(operator: Client, home: Path) -> None:
    failed_job()

    shown = page(operator, "/van-hanh/")

    assert "PostgreSQL" in shown
    assert "Quá 26 giờ chưa có bản sao lưu" in shown
    assert "Có việc chạy nền bị lỗi" in shown
    assert "Có sự kiện không xử lý được" not in shown


def test_a_fresh_backup_is_no_worry(operator: Client, home: Path) -> None:
    (home / "run").mkdir()
    assert last_backup(home) is None
    told = {"made_at": timezone.now().isoformat(), "file": "/srv/x.tinhso", "bytes": "1"}
    (home / "run" / LAST).write_text(json.dumps(told))

    shown = page(operator, "/van-hanh/")

    assert "/srv/x.tinhso" in shown
    assert "chưa có bản sao lưu" not in shown


def test_a_scanner_away_is_told(operator: Client, home: Path, settings: Settings) -> None:
    settings.VIRUS_SCANNER = "clamav:///nowhere/clamd.sock"

    assert "Bộ quét mã độc không trả lời" in page(operator, "/van-hanh/")


def test_letters_in_the_folder_can_be_read(
    operator: Client, home: Path, settings: Settings
) -> None:
    settings.EMAIL_FILE_PATH = str(home / "outgoing-mail")
    LettersInFolder().send_messages(
        [EmailMessage("Xin chào", "Nội dung", "a@example.vn", ["b@example.vn"])]
    )
    (name,) = [path.name for path in (home / "outgoing-mail").iterdir()]

    assert name in page(operator, "/van-hanh/")
    answer = operator.get(f"/van-hanh/thu-da-viet/{name}")
    answer = operator.get(f"/van-hanh/thu-da-viet/{name}/")
    assert b"b@example.vn" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    for other in ("..%2Fkeys%2Fdjango-secret", "none.eml", "x.txt"):
        assert operator.get(f"/van-hanh/thu-da-viet/{other}/").status_code == 404


def test_metrics_are_for_the_monitoring_network(
    client: Client, home: Path, settings: Settings
) -> None:
    settings.METRICS_FROM = ["127.0.0.0/8"]
    failed_job()

    answer = client.get("/metrics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'tinhso_jobs{state="failed"} 1' in text
    assert 'tinhso_disk_bytes{kind="free"} ' in text
    assert "process_cpu_seconds_total " in text
    for line in text.splitlines():
        assert line.startswith("#") or float(line.rsplit(" ", 1)[1]) >= 0

    assert client.get("/metrics", REMOTE_ADDR="10.1.1.1").status_code == 403
    assert client.get("/metrics", REMOTE_ADDR="not an address").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403
