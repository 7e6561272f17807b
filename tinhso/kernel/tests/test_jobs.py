"""Jobs: in the queue exactly if the change is made, run, tried again, healed after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Event as StopSignal
from threading import Thread
from typing import Any

import pytest
from croniter import croniter  # type: ignore[import-untyped]
from django.db import connection, transaction
from procrastinate.contrib.django import procrastinate_app

from tests import database
from tinhso.config.schedule import SCHEDULE
from tinhso.kernel import jobs
from tinhso.kernel.jobs import (
    NEVER,
    Retry,
    daily,
    enqueue,
    enqueue_at,
    every,
    job,
    queue_lengths,
    run_waiting_jobs,
    run_worker,
    set_schedule,
    weekly,
)
from tinhso.kernel.models import JobFailure, NumberSeries
from tinhso.kernel.tasks import forget_old_jobs

ran: list[Any] = []


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Jobs made here are known only here."""
    known, tasks = set(jobs.registry), procrastinate_app.app.tasks
    ran.clear()
    yield
    for name in set(jobs.registry) - known:
        del jobs.registry[name]
        del tasks[name]


def queued() -> list[tuple[str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status::text, attempts FROM procrastinate_jobs"
            " WHERE task_name LIKE 'test.%' ORDER BY id"
        )
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def make(name: str = "test.job", *, retry: Retry = NEVER, alone: bool = False) -> jobs.Job[Any]:
    def work(*, number: int, fail: bool = False) -> None:
        NumberSeries.objects.create(key=f"{name}:{number}:{len(ran)}")
        ran.append(number)
        if fail:
            raise ZeroDivisionError("không chia được\x00")

    return job(name=name, retry=retry, alone=alone)(work)


@pytest.mark.dbcompat
def test_a_job_runs_after_the_commit_that_enqueued_it(committed_db: str) -> None:
    work = make()

    with transaction.atomic():
        number = enqueue(work, number=7)
    run_waiting_jobs()

    assert number is not None
    assert ran == [7]
    assert queued() == [("test.job", "succeeded", 1)]


def test_a_rollback_takes_the_job_out_again(committed_db: str) -> None:
    work = make()

    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        enqueue(work, number=7)
        raise ZeroDivisionError

    assert queued() == []


def test_a_job_enqueued_in_a_job_belongs_to_that_jobs_transaction(committed_db: str) -> None:
    second = make("test.second")

    def work() -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
            enqueue(second, number=1)
            raise ZeroDivisionError
        with transaction.atomic():
            enqueue(second, number=2)

    enqueue(job(name="test.first")(work))
    run_waiting_jobs()

    assert ran == [2]


def test_calling_a_job_runs_it_here_and_now(committed_db: str) -> None:
    make()(number=3)

    assert ran == [3]


def test_arguments_have_names(committed_db: str) -> None:
    with pytest.raises(TypeError):
        enqueue(make(), 7)


def test_a_name_is_given_once() -> None:
    make()
    with pytest.raises(ValueError, match="registered twice"):
        make()


def test_a_lone_job_waits_once_and_does_not_spoil_the_transaction(committed_db: str) -> None:
    work = make(alone=True)

    with transaction.atomic():
        first = enqueue(work, number=1)
        second = enqueue(work, number=2)
        NumberSeries.objects.create(key="after")
    run_waiting_jobs()

    assert first is not None
    assert second is None
    assert ran == [1]
    assert NumberSeries.objects.filter(key="after").exists()


def test_a_job_can_wait_for_its_moment(committed_db: str) -> None:
    enqueue_at(make(), datetime.now(UTC) + timedelta(hours=1), number=1)
    run_waiting_jobs()

    assert ran == []
    assert queue_lengths() == {"todo": 1, "doing": 0, "failed": 0}


def test_a_failed_job_is_tried_again_later_and_its_reason_is_kept(committed_db: str) -> None:
    work = make(retry=Retry(attempts=2, first_pause=timedelta(minutes=1)))
    enqueue(work, number=1, fail=True)
    before = datetime.now(UTC)

    run_waiting_jobs()

    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs")
        (due_at,) = cursor.fetchone() or (before,)
        assert timedelta(seconds=59) < due_at - before < timedelta(seconds=90)
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    run_waiting_jobs()

    assert queued() == [("test.job", "failed", 2)]
    failures = list(JobFailure.objects.order_by("id"))
    assert [failure.attempt for failure in failures] == [1, 2]
    assert "ZeroDivisionError: không chia được" in failures[0].error
    assert str(failures[0]) == f"test.job {failures[0].job_id}"
    assert queue_lengths() == {"todo": 0, "doing": 0, "failed": 1}


def test_pauses_double_up_to_the_longest() -> None:
    rule = Retry(first_pause=timedelta(seconds=30), longest_pause=timedelta(minutes=3))

    pauses = [rule.pause(failures).total_seconds() for failures in (1, 2, 3, 4, 1_000)]
    assert pauses == [30, 60, 120, 180, 180]


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.05)


def test_a_worker_runs_jobs_as_they_come_and_stops_when_told(committed_db: str) -> None:
    work, stop = make(), StopSignal()
    worker = Thread(target=run_worker, args=[stop])
    worker.start()
    try:
        for number in range(5):
            enqueue(work, number=number)
        wait_until(lambda: sorted(ran) == [0, 1, 2, 3, 4])
    finally:
        stop.set()
        worker.join(timeout=15)
    assert not worker.is_alive()


def test_a_worker_waits_for_a_database_that_is_away(committed_db: str) -> None:
    work, stop = make(), StopSignal()
    worker = Thread(target=run_worker, args=[stop])
    worker.start()
    try:
        enqueue(work, number=1)
        wait_until(lambda: ran == [1])
        connection.close()
        with database.connect(committed_db, "runtime") as runtime:
            runtime.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                " current_database() AND pid <> pg_backend_pid() AND usename = current_user"
            )
        connection.close()
        enqueue(work, number=2)
        wait_until(lambda: ran == [1, 2])
    finally:
        stop.set()
        worker.join(timeout=15)
    assert not worker.is_alive()


KILLED = """
import time, django
django.setup()
from tinhso.kernel.jobs import job, run_waiting_jobs

@job(name="test.job")
def work(*, number, fail=False):
    print("working", flush=True)
    time.sleep(60)

run_waiting_jobs(["default"])
"""


def test_a_job_of_a_killed_worker_is_put_back(
    committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_ALIVE_SECONDS", 0.5)
    work, stop = make(), StopSignal()
    enqueue(work, number=1)
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED],
        env=database.environment(committed_db),
        stdout=subprocess.PIPE,
        text=True,
        cwd=database.CHECKOUT,
    )
    assert killed.stdout is not None
    assert killed.stdout.readline() == "working\n"
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    time.sleep(0.6)

    worker = Thread(target=run_worker, args=[stop])
    worker.start()
    try:
        wait_until(lambda: ran == [1])
    finally:
        stop.set()
        worker.join(timeout=15)
    assert queued() == [("test.job", "succeeded", 2)]


def test_finished_jobs_are_forgotten_after_their_time(committed_db: str) -> None:
    work = make()
    for number in (1, 2):
        enqueue(work, number=number)
    enqueue(work, number=3, fail=True)
    run_waiting_jobs()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '30 days'")
    enqueue(work, number=4)
    run_waiting_jobs()

    forget_old_jobs()

    assert [status for _name, status, _attempts in queued()] == ["failed", "succeeded"]
    assert JobFailure.objects.count() == 1


# -- the schedule ----------------------------------------------------------------------------------


def next_run(entry: jobs.Periodic, after: datetime) -> datetime:
    return datetime.fromtimestamp(croniter(entry.cron, after.timestamp()).get_next(float), UTC)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (daily("02:15", "x"), "2026-11-18T02:15"),
        (daily("09:30", "x"), "2026-11-17T09:30"),
        (every(10, "x"), "2026-11-17T09:10"),
        (weekly(0, "02:00", "x"), "2026-11-23T02:00"),
        (weekly(1, "09:30", "x"), "2026-11-17T09:30"),
        (weekly(6, "06:59", "x"), "2026-11-22T06:59"),
        (weekly(6, "07:00", "x"), "2026-11-22T07:00"),
    ],
)
def test_times_are_of_vietnam(entry: jobs.Periodic, expected: str, now: datetime) -> None:
    assert next_run(entry, now) == datetime.fromisoformat(expected).replace(tzinfo=now.tzinfo)


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="25:00"):
        daily("25:00", "x")


def test_every_job_on_the_schedule_exists() -> None:
    assert {entry.job_name for entry in SCHEDULE} <= set(jobs.registry)
    assert len({(entry.job_name, entry.cron) for entry in SCHEDULE}) == len(SCHEDULE)


def test_a_scheduled_job_gets_into_the_queue_by_itself(committed_db: str) -> None:
    def tick() -> None:
        ran.append("tick")

    job(name="test.tick")(tick)
    stop = StopSignal()
    worker = Thread(target=run_worker, args=[stop])
    # The worker sets the product's schedule when it imports it; ours goes in afterwards.
    set_schedule([every(1, "test.tick")])
    try:
        worker.start()
        wait_until(lambda: "tick" in ran)
    finally:
        stop.set()
        worker.join(timeout=15)
        set_schedule(SCHEDULE)
    assert queued()[0][:2] == ("test.tick", "succeeded")
