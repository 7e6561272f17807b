"""Long tasks: progress that shows while they run, refused rows, cancelling, joining, dying."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from threading import Event as Signal
from threading import Thread

import pytest
from django.db import connection, transaction

from tinhso.kernel import long_tasks
from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.kernel.errors import Conflict, Invalid
from tinhso.kernel.jobs import run_waiting_jobs
from tinhso.kernel.long_tasks import (
    LongTaskEnded,
    LongTaskKind,
    LongTaskNotFound,
    LongTaskOfAnother,
    Progress,
    cancel_long_task,
    fail_abandoned,
    long_task,
    long_task_card,
    refused_rows,
    run_long_task,
    start_long_task,
)
from tinhso.kernel.models import LongTask, NumberSeries

OWN = {"kernel.cancel_own_long_task": EVERYWHERE}
HOA = Actor(kind="officer", name="Trần Thị Hoa", account_id=41, grants=OWN)
OTHER = Actor(kind="officer", name="Lê Văn Thành", account_id=42, grants=OWN)
OPERATOR = Actor(
    kind="officer",
    name="Vận hành",
    account_id=43,
    grants=OWN | {"kernel.cancel_long_task": EVERYWHERE},
)


class RowWrong(Invalid):
    code = "row_wrong"
    message = "Dòng này sai."


class NothingToDo(Conflict):
    code = "nothing_to_do"
    message = "Không có gì để nhập."


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_tasks, "_kinds", dict(long_tasks._kinds))


def make_import(kind: str = "test.import_rows") -> LongTaskKind[...]:
    @long_task(kind=kind, title="Nhập các dòng")
    def import_rows(progress: Progress, *, rows: int, wrong: int = 0) -> dict[str, object]:
        if rows == 0:
            raise NothingToDo
        progress.begin(total=rows, stage="Đọc tệp")
        for number in range(1, rows + 1):
            if number <= wrong:
                progress.refuse(row=str(number), refusal=RowWrong())
            progress.step()
        return {"made": rows - wrong}

    return import_rows


def start(work: LongTaskKind[...], now: datetime, **arguments: object) -> int:
    return start_long_task(work, arguments=arguments, by=HOA, at=now).id


@pytest.mark.dbcompat
def test_a_task_runs_counts_and_keeps_what_came_of_it(committed_db: str, now: datetime) -> None:
    task_id = start(make_import(), now, rows=20, wrong=2)
    assert long_task_card(task_id).state == "waiting"

    run_waiting_jobs()

    card = long_task_card(task_id)
    assert (card.state, card.state_title, card.done, card.total) == ("done", "Đã xong", 20, 20)
    assert (card.refused, card.percent, card.stage) == (2, 100, "Đọc tệp")
    assert card.result == {"made": 18}
    assert refused_rows(task_id) == [("1", "Dòng này sai."), ("2", "Dòng này sai.")]
    assert not card.is_open
    assert card.started_by_name == "Trần Thị Hoa"
    assert long_task_card(card.uuid) == card


def test_a_second_start_joins_the_first(committed_db: str, now: datetime) -> None:
    work = make_import()

    first = start_long_task(work, key="x", arguments={"rows": 1}, by=HOA, at=now)
    second = start_long_task(work, key="x", arguments={"rows": 1}, by=OTHER, at=now)
    elsewhere = start_long_task(work, key="y", arguments={"rows": 1}, by=OTHER, at=now)
    run_waiting_jobs()
    third = start_long_task(work, key="x", arguments={"rows": 1}, by=OTHER, at=now)

    assert (second.id, second.joined, first.joined) == (first.id, True, False)
    assert len({first.id, elsewhere.id, third.id}) == 3
    assert not third.joined


def test_a_rollback_takes_the_start_back(committed_db: str, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        start(make_import(), now, rows=1)
        raise ZeroDivisionError
    run_waiting_jobs()

    assert not LongTask.objects.exists()


def test_a_refusal_ends_it_with_its_sentence(committed_db: str, now: datetime) -> None:
    task_id = start(make_import(), now, rows=0)
    run_waiting_jobs()

    row = LongTask.objects.get(id=task_id)
    assert (row.state, row.error) == ("failed", "Không có gì để nhập.")


def test_a_surprise_ends_it_with_its_trace(committed_db: str, now: datetime) -> None:
    @long_task(kind="test.falls", title="Đổ")
    def falls(progress: Progress) -> None:
        progress.begin(total=3)
        progress.step()
        raise ZeroDivisionError

    task_id = start(falls, now)
    run_waiting_jobs()

    row = LongTask.objects.get(id=task_id)
    assert (row.state, row.done, row.total) == ("failed", 1, 3)
    assert "ZeroDivisionError" in row.error


def test_progress_shows_while_a_transaction_is_open_and_a_person_can_stop_it(
    committed_db: str, now: datetime
) -> None:
    begun = Signal()

    @long_task(kind="test.slow", title="Chậm")
    def slow(progress: Progress) -> None:
        with transaction.atomic():
            NumberSeries.objects.create(key="never kept")
            progress.begin(total=100_000)
            begun.set()
            while True:
                progress.step()
                time.sleep(0.01)

    task_id = start(slow, now)

    def work() -> None:
        try:
            run_long_task(task_id=task_id)
        finally:
            connection.close()

    thread = Thread(target=work)
    thread.start()
    begun.wait(10)
    deadline = time.monotonic() + 10
    while not long_task_card(task_id).done and time.monotonic() < deadline:
        time.sleep(0.05)
    seen = long_task_card(task_id)
    assert seen.state == "running"
    assert 0 < seen.done < 100_000
    assert seen.percent == seen.done * 100 // 100_000

    with pytest.raises(LongTaskOfAnother):
        cancel_long_task(task_id, by=OTHER, at=now)
    cancel_long_task(task_id, by=HOA, at=now)
    thread.join(timeout=10)

    assert not thread.is_alive()
    assert long_task_card(task_id).state == "cancelled"
    assert not NumberSeries.objects.exists()


def test_a_waiting_task_is_cancelled_at_once_and_never_runs(
    committed_db: str, now: datetime
) -> None:
    task_id = start(make_import(), now, rows=5)

    card = cancel_long_task(task_id, by=OPERATOR, at=now)
    run_waiting_jobs()

    assert card.state == "cancelled"
    assert long_task_card(task_id).done == 0
    with pytest.raises(LongTaskEnded):
        cancel_long_task(task_id, by=HOA, at=now)
    with pytest.raises(LongTaskNotFound):
        cancel_long_task(10**9, by=HOA, at=now)
    with pytest.raises(LongTaskNotFound):
        long_task_card(10**9)


def test_a_task_whose_process_died_is_failed_and_can_be_started_again(
    committed_db: str, now: datetime
) -> None:
    work = make_import()
    task_id = start(work, now, rows=1)
    LongTask.objects.filter(id=task_id).update(
        state="running", seen_at=now - timedelta(minutes=3), started_at=now
    )

    assert fail_abandoned(at=now) == 1

    row = LongTask.objects.get(id=task_id)
    assert (row.state, row.finished_at) == ("failed", now)
    assert row.error.startswith("Tiến trình bị ngắt giữa chừng")
    run_long_task(task_id=task_id)  # the queue's second try leaves it alone
    assert long_task_card(task_id).state == "failed"
    assert start(work, now, rows=1) != task_id


def test_a_task_that_lives_is_left_alone(committed_db: str, now: datetime) -> None:
    task_id = start(make_import(), now, rows=1)
    LongTask.objects.filter(id=task_id).update(
        state="running", seen_at=now - timedelta(minutes=1), started_at=now
    )

    assert fail_abandoned(at=now) == 0


def test_a_kind_has_one_function() -> None:
    make_import()
    with pytest.raises(ValueError, match="registered twice"):
        make_import()


def test_percent_is_unknown_without_a_total(committed_db: str, now: datetime) -> None:
    assert long_task_card(start(make_import(), now, rows=1)).percent is None
