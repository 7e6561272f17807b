"""Events: nothing lost, nothing twice, in order per subject, and dead letters wait for a person."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event as StopSignal
from threading import Lock, Thread

import pytest
from django.db import connection, transaction

from tests import database
from tinhso.kernel import delivery, events
from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.kernel.delivery import (
    MAX_ATTEMPTS,
    DeliveryNotDead,
    DeliveryNotFound,
    deliver_all,
    deliver_next,
    drop_delivery,
    replay_delivery,
)
from tinhso.kernel.events import Event, announce, reacts_to
from tinhso.kernel.models import AuditEntry, EventDelivery, NumberSeries, OutboxEvent

OPERATOR = Actor(
    kind="officer", name="Vận hành", account_id=1, grants={"kernel.replay_delivery": EVERYWHERE}
)


@dataclass(frozen=True)
class ThingMade(Event):
    thing_id: int
    made_at: datetime
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class ThingGone(Event):
    thing_id: int


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reactions made here are known only here."""
    for name in ("_reactions", "_functions", "_classes"):
        monkeypatch.setattr(events, name, dict(getattr(events, name)))


class Heard:
    """A reaction that keeps what it heard as rows, and fails as often as told."""

    def __init__(self, name: str = "hears") -> None:
        self.failures = 0
        self.calls: list[int] = []
        self.name = name
        outer = self

        def reaction(event: ThingMade, *, at: datetime) -> None:
            outer.calls.append(event.thing_id)
            NumberSeries.objects.create(key=f"{name}:{event.thing_id}:{len(outer.calls)}")
            if outer.failures:
                outer.failures -= 1
                raise ZeroDivisionError("không chia được\x00")

        reaction.__name__ = name
        reacts_to(ThingMade)(reaction)


def make(thing_id: int, at: datetime, subject: str = "") -> None:
    with transaction.atomic():
        announce(ThingMade(thing_id, at, ("a", "b")), subject=subject or f"thing:{thing_id}")


def later(at: datetime) -> datetime:
    """Announcing reads the clock, so deliveries are due at the real moment."""
    return max(at, datetime.now(at.tzinfo)) + timedelta(seconds=1)


@pytest.mark.django_db
def test_an_event_is_heard_once_and_as_it_was(now: datetime) -> None:
    seen: list[tuple[Event, datetime]] = []

    @reacts_to(ThingMade)
    def hears(event: ThingMade, *, at: datetime) -> None:
        seen.append((event, at))

    make(7, now)
    moment = later(now)

    assert deliver_all(moment) == 1
    assert deliver_all(moment) == 0
    assert seen == [(ThingMade(7, now, ("a", "b")), moment)]
    row = EventDelivery.objects.get()
    assert (row.state, row.attempts, row.finished_at) == ("done", 1, moment)
    assert "ThingMade" in str(row.event)
    assert str(row).startswith(row.reaction)


@pytest.mark.django_db
def test_a_rollback_announces_nothing(now: datetime) -> None:
    Heard()

    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        announce(ThingMade(1, now), subject="thing:1")
        raise ZeroDivisionError

    assert not OutboxEvent.objects.exists()
    assert deliver_all(later(now)) == 0


def test_announcing_needs_a_transaction(committed_db: str, now: datetime) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        announce(ThingMade(1, now), subject="x")


@pytest.mark.django_db
def test_an_event_nobody_hears_is_kept_without_deliveries(now: datetime) -> None:
    with transaction.atomic():
        announce(ThingGone(1), subject="thing:1")

    assert OutboxEvent.objects.count() == 1
    assert not EventDelivery.objects.exists()


@pytest.mark.django_db
def test_every_reaction_hears_and_one_that_fails_does_not_stop_the_other(now: datetime) -> None:
    good, bad = Heard("good"), Heard("bad")
    bad.failures = 1
    make(1, now)

    deliver_all(later(now))

    assert good.calls == [1]
    states = dict(EventDelivery.objects.values_list("reaction", "state"))
    assert {key.split(".")[-1]: state for key, state in states.items()} == {
        "good": "done",
        "bad": "pending",
    }


@pytest.mark.django_db
def test_a_failed_reaction_leaves_nothing_and_is_tried_again_later(now: datetime) -> None:
    heard = Heard()
    heard.failures = 2
    make(1, now)
    moment = later(now)

    deliver_all(moment)

    row = EventDelivery.objects.get()
    assert (row.state, row.attempts) == ("pending", 1)
    assert row.due_at == moment + timedelta(seconds=2)
    assert "ZeroDivisionError" in row.error
    assert not NumberSeries.objects.exists()
    assert deliver_all(moment + timedelta(seconds=1)) == 0
    assert deliver_all(moment + timedelta(seconds=2)) == 1
    row.refresh_from_db()
    assert row.due_at == moment + timedelta(seconds=2 + 4)
    assert deliver_all(moment + timedelta(seconds=6)) == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == ("done", 3, "")
    assert NumberSeries.objects.count() == 1


@pytest.mark.django_db
def test_one_subject_keeps_its_order_and_others_go_on(now: datetime) -> None:
    heard = Heard()
    heard.failures = 1
    for thing_id, subject in ((1, "case:1"), (2, "case:1"), (3, "case:2")):
        make(thing_id, now, subject)
    moment = later(now)

    deliver_all(moment)
    assert heard.calls == [1, 3]

    deliver_all(moment + timedelta(seconds=5))
    assert heard.calls == [1, 3, 1, 2]


def dead_letter(now: datetime) -> tuple[Heard, EventDelivery, datetime]:
    heard = Heard()
    heard.failures = MAX_ATTEMPTS
    make(1, now, "case:1")
    make(2, now, "case:1")
    moment = later(now)
    for _ in range(MAX_ATTEMPTS):
        moment += timedelta(hours=1)
        assert deliver_all(moment) >= 1
    row = EventDelivery.objects.order_by("id").first()
    assert row is not None
    assert row.state == "dead"
    return heard, row, moment


@pytest.mark.django_db
def test_what_keeps_failing_is_dead_and_holds_up_its_subject(now: datetime) -> None:
    heard, row, moment = dead_letter(now)

    assert deliver_all(moment + timedelta(days=30)) == 0
    assert heard.calls == [1] * MAX_ATTEMPTS
    assert row.finished_at == moment
    assert "\x00" not in row.error


@pytest.mark.django_db
def test_a_replayed_letter_is_delivered_and_those_behind_it(now: datetime) -> None:
    heard, row, moment = dead_letter(now)

    replay_delivery(row.id, by=OPERATOR, at=moment)
    deliver_all(moment)

    assert heard.calls[MAX_ATTEMPTS:] == [1, 2]
    assert set(EventDelivery.objects.values_list("state", flat=True)) == {"done"}
    line = AuditEntry.objects.get(action="kernel.replay_delivery")
    assert (line.outcome, line.subject) == ("done", "case:1")


@pytest.mark.django_db
def test_a_dropped_letter_lets_those_behind_it_go_on(now: datetime) -> None:
    heard, row, moment = dead_letter(now)

    drop_delivery(row.id, reason="đã xử lý tay", by=OPERATOR, at=moment)
    deliver_all(moment)

    assert heard.calls[MAX_ATTEMPTS:] == [2]
    row.refresh_from_db()
    assert row.state == "dropped"
    assert "đã xử lý tay" in AuditEntry.objects.get(action="kernel.drop_delivery").content


@pytest.mark.django_db
def test_only_dead_letters_are_replayed_or_dropped(now: datetime) -> None:
    Heard()
    make(1, now)
    row = EventDelivery.objects.get()

    with pytest.raises(DeliveryNotDead):
        replay_delivery(row.id, by=OPERATOR, at=now)
    with pytest.raises(DeliveryNotDead):
        drop_delivery(row.id, reason="x", by=OPERATOR, at=now)
    with pytest.raises(DeliveryNotFound):
        replay_delivery(10**9, by=OPERATOR, at=now)


@pytest.mark.django_db
def test_a_reaction_that_no_longer_exists_is_a_dead_letter_not_a_stop(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    Heard()
    make(1, now)
    monkeypatch.setattr(events, "_functions", {})

    deliver_all(later(now))

    assert "KeyError" in EventDelivery.objects.get().error


@pytest.mark.django_db
def test_registering_twice_is_hearing_once(now: datetime) -> None:
    def hears(event: ThingMade, *, at: datetime) -> None: ...

    reacts_to(ThingMade)(hears)
    reacts_to(ThingMade)(hears)

    name = events.name_of(ThingMade)
    assert len(events.reactions()[name]) == 1


# -- several workers, real commits -----------------------------------------------------------------


def in_threads(count: int, work: object) -> None:
    problems: list[BaseException] = []

    def run() -> None:
        try:
            work()  # type: ignore[operator]
        except BaseException as problem:  # noqa: BLE001 - told to the test
            problems.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


@pytest.mark.dbcompat
def test_two_workers_share_the_work_in_order_and_without_doubles(
    committed_db: str, now: datetime
) -> None:
    heard: dict[str, list[int]] = {}
    lock = Lock()

    @reacts_to(ThingMade)
    def hears(event: ThingMade, *, at: datetime) -> None:
        NumberSeries.objects.create(key=f"made:{event.thing_id}")
        time.sleep(0.002)
        with lock:
            heard.setdefault(event.names[0], []).append(event.thing_id)

    for number in range(120):
        with transaction.atomic():
            subject = f"case:{number % 6}"
            announce(ThingMade(number, now, (subject,)), subject=subject)
    moment = later(now)

    def work() -> None:
        idle = 0
        while idle < 20:
            if deliver_next(moment):
                idle = 0
            else:
                idle += 1
                time.sleep(0.005)

    in_threads(2, work)

    assert EventDelivery.objects.filter(state="done").count() == 120
    assert NumberSeries.objects.count() == 120
    for subject, numbers in heard.items():
        assert numbers == sorted(numbers), subject
    assert sum(map(len, heard.values())) == 120


def test_the_worker_goes_on_after_the_database_was_away(committed_db: str, now: datetime) -> None:
    seen: list[int] = []

    @reacts_to(ThingMade)
    def hears(event: ThingMade, *, at: datetime) -> None:
        seen.append(event.thing_id)

    stop = StopSignal()

    def work() -> None:
        delivery.run_forever(stop)
        connection.close()

    worker = Thread(target=work)
    worker.start()
    try:
        make(1, now)
        wait_until(lambda: seen == [1])
        with database.connect(committed_db, "owner") as owner:
            owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND usename = 'tinhso_runtime'"
            ) if is_superuser(owner) else kill_as_runtime(committed_db)
        connection.close()
        make(2, now)
        wait_until(lambda: seen == [1, 2])
    finally:
        stop.set()
        worker.join()


def is_superuser(owner: object) -> bool:
    row = owner.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")  # type: ignore[attr-defined]
    return bool(row.fetchone()[0])


def kill_as_runtime(name: str) -> None:
    """A role may end its own sessions."""
    with database.connect(name, "runtime") as runtime:
        runtime.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
            " current_database() AND pid <> pg_backend_pid() AND usename = current_user"
        )


def wait_until(holds: object, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


KILLED_WORKER = """
import sys, time, django
django.setup()
from datetime import datetime, timedelta, UTC
from tinhso.kernel.events import reacts_to
from tinhso.kernel.models import NumberSeries
from tinhso.kernel.tests import test_outbox
from tinhso.kernel.delivery import deliver_next

def hears(event, *, at):
    NumberSeries.objects.create(key=f"half:{event.thing_id}")
    print("working", flush=True)
    time.sleep(60)

hears.__module__, hears.__name__ = sys.argv[1].rsplit(".", 1)
reacts_to(test_outbox.ThingMade)(hears)
deliver_next(datetime.now(UTC) + timedelta(seconds=5))
"""


def test_a_kill_in_the_middle_of_a_reaction_loses_and_doubles_nothing(
    committed_db: str, now: datetime
) -> None:
    heard = Heard()
    make(1, now)
    key = EventDelivery.objects.get().reaction
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED_WORKER, key],
        env=database.environment(committed_db),
        stdout=subprocess.PIPE,
        text=True,
        cwd=database.CHECKOUT,
    )
    assert worker.stdout is not None
    try:
        assert worker.stdout.readline() == "working\n"
        assert deliver_all(later(now)) == 0  # held by the other worker
        os.kill(worker.pid, signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()

    wait_until(lambda: deliver_all(later(now)) == 1)

    assert heard.calls == [1]
    assert list(NumberSeries.objects.values_list("key", flat=True)) == ["hears:1:1"]
    assert EventDelivery.objects.get().state == "done"
