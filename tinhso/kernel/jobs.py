"""Background jobs on the same PostgreSQL, enqueued with the change: they exist exactly if it does.

    @job(name="notifications.send_mail", queue="mail", retry=Retry(attempts=8))
    def send_mail(*, delivery_id: int) -> None: ...

    enqueue(send_mail, delivery_id=7)

A job runs at least once: it may run again after a kill, so it checks what is already done. The
queue is procrastinate's; this module is the only one that knows it.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event as StopSignal
from typing import Any, Generic, ParamSpec

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from procrastinate import App, JobContext, exceptions
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import DjangoApp, procrastinate_app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job as QueuedJob
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from tinhso.kernel.models import JobFailure

P = ParamSpec("P")
logger = logging.getLogger(__name__)

_KEPT_ERROR = 4_000
_ALIVE_SECONDS = 30.0
_HEAL_EVERY = 30.0
_AWAY_PAUSE = 2.0
_GRACE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Retry:
    """How often and when a failed job is tried again: pauses double up to the longest."""

    attempts: int = 5
    first_pause: timedelta = timedelta(seconds=30)
    longest_pause: timedelta = timedelta(hours=1)

    def pause(self, failures: int) -> timedelta:
        """The pause after so many failures (1 or more)."""
        doubled: timedelta = self.first_pause * 2 ** min(failures - 1, 30)
        return min(doubled, self.longest_pause)


NEVER = Retry(attempts=1)


@dataclass(frozen=True, slots=True)
class Job(Generic[P]):
    """A function that the queue knows by name. Calling it runs it here and now."""

    name: str
    queue: str
    retry: Retry
    alone: bool
    function: Callable[P, None]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        self.function(*args, **kwargs)


registry: dict[str, Job[Any]] = {}


def job(
    *, name: str, queue: str = "default", retry: Retry = NEVER, alone: bool = False
) -> Callable[[Callable[P, None]], Job[P]]:
    """Make a function a job under a stable name ("module.verb_noun").

    Its parameters are keyword-only JSON values. With `alone`, it waits at most once in the queue
    and never runs twice at the same time.
    """

    def register(function: Callable[P, None]) -> Job[P]:
        if name in registry:
            raise ValueError(f"job {name} registered twice")
        made = Job(name, queue, retry, alone, function)
        registry[name] = made
        lock = name if alone else None
        procrastinate_app.app.task(
            name=name,
            queue=queue,
            retry=_Strategy(retry),
            lock=lock,
            queueing_lock=lock,
            pass_context=True,
        )(_runner(made))
        return made

    return register


def enqueue(job_: Job[P], *args: P.args, **kwargs: P.kwargs) -> int | None:
    """Put the job in the queue of the running transaction; a rollback takes it out again.

    Gives back its number in the queue; None for an `alone` job that already waits there.
    """
    return _defer(job_, dict(kwargs), args, None)


def enqueue_at(job_: Job[P], moment: datetime, *args: P.args, **kwargs: P.kwargs) -> int | None:
    """As `enqueue`, to run not before the moment."""
    return _defer(job_, dict(kwargs), args, moment)


def _defer(
    job_: Job[Any], kwargs: dict[str, Any], args: tuple[Any, ...], moment: datetime | None
) -> int | None:
    if args:
        raise TypeError(f"job {job_.name} takes keyword arguments only")
    options: dict[str, Any] = {} if moment is None else {"schedule_at": moment}
    try:
        # A savepoint: the queue refuses a second waiting one by a failing statement.
        with transaction.atomic():
            return int(procrastinate_app.app.tasks[job_.name].configure(**options).defer(**kwargs))
    except exceptions.AlreadyEnqueued:
        return None


class _Strategy(BaseRetryStrategy):
    """Our retry rule in the queue's terms."""

    def __init__(self, rule: Retry) -> None:
        self.rule = rule

    def get_retry_decision(
        self, *, exception: BaseException, job: QueuedJob
    ) -> RetryDecision | None:
        # `attempts` counts the runs before this one.
        if job.attempts + 1 >= self.rule.attempts:
            return None
        return RetryDecision(retry_at=timezone.now() + self.rule.pause(job.attempts + 1))


def _runner(job_: Job[Any]) -> Callable[..., None]:
    def run(context: JobContext, **arguments: object) -> None:
        arguments.pop("timestamp", None)  # periodic jobs get the tick they were due at
        try:
            job_.function(**arguments)
        except Exception:
            _remember(job_.name, context)
            raise

    return run


def _remember(name: str, context: JobContext) -> None:
    """Keep why the attempt failed, for the operator; a lost database must not hide the reason."""
    text = traceback.format_exc()[-_KEPT_ERROR:].replace("\x00", "�")
    try:
        JobFailure.objects.create(
            job_id=context.job.id or 0,
            name=name,
            attempt=context.job.attempts + 1,
            failed_at=timezone.now(),
            error=text,
        )
    except (OperationalError, InterfaceError):
        logger.warning("job %s failed and its reason could not be kept", name)


# -- the schedule ----------------------------------------------------------------------------------

_FROM_VIETNAM_TO_UTC = -7


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that runs by itself; `cron` is in UTC, made by `every`, `daily` or `weekly`."""

    job_name: str
    cron: str


def every(minutes: int, job_name: str) -> Periodic:
    """Every so many minutes of the hour (1 to 59)."""
    return Periodic(job_name, f"*/{minutes} * * * *")


def daily(time_of_day: str, job_name: str) -> Periodic:
    """Every day at "HH:MM" of Việt Nam, which has no summer time."""
    hour, minute = _hour_and_minute(time_of_day)
    return Periodic(job_name, f"{minute} {(hour + _FROM_VIETNAM_TO_UTC) % 24} * * *")


def weekly(weekday: int, time_of_day: str, job_name: str) -> Periodic:
    """Every week on a weekday (0 is Monday) at "HH:MM" of Việt Nam."""
    hour, minute = _hour_and_minute(time_of_day)
    day = (weekday - 1 if hour + _FROM_VIETNAM_TO_UTC < 0 else weekday) % 7
    cron_day = (day + 1) % 7  # cron counts from Sunday
    return Periodic(job_name, f"{minute} {(hour + _FROM_VIETNAM_TO_UTC) % 24} * * {cron_day}")


def set_schedule(schedule: Iterable[Periodic]) -> None:
    """Make the queue run these jobs by themselves; whatever was set before is replaced.

    Raises KeyError for a job that no module registered.
    """
    app = procrastinate_app.app
    app.periodic_registry.periodic_tasks.clear()
    for entry in schedule:
        app.periodic_registry.register_task(
            task=app.tasks[registry[entry.job_name].name],
            cron=entry.cron,
            periodic_id=entry.cron,
            configure_kwargs={},
        )


def _hour_and_minute(time_of_day: str) -> tuple[int, int]:
    hour, minute = (int(part) for part in time_of_day.split(":"))
    if not (0 <= hour < 24 and 0 <= minute < 60):
        raise ValueError(f"not a time of day: {time_of_day}")
    return hour, minute


# -- the worker ------------------------------------------------------------------------------------


def run_worker(
    stop: StopSignal, *, concurrency: int = 2, queues: Iterable[str] | None = None
) -> None:
    """Run jobs until told to stop; then running ones get 20 s to end. Blocks.

    Jobs left behind by a worker that was killed are put back after half a minute. A lost database
    is waited for.
    """
    while not stop.is_set():
        try:
            asyncio.run(_work(stop, concurrency, list(queues) if queues else None))
        except (exceptions.ConnectorException, OperationalError, OSError) as problem:
            logger.warning("job queue away, trying again: %s", problem)
        if not stop.is_set():
            stop.wait(_AWAY_PAUSE)


def run_waiting_jobs(queues: Iterable[str] | None = None) -> None:
    """Run whatever waits now, then return: for tests with real commits and for the console."""
    asyncio.run(_work(None, 1, list(queues) if queues else None))


async def _work(stop: StopSignal | None, concurrency: int, queues: list[str] | None) -> None:
    app = procrastinate_app.current_app
    assert isinstance(app.connector, DjangoConnector)  # noqa: S101 - Django's app has no other
    # A second app for the worker's own connection. Replacing the connector of the first one would
    # make `enqueue` inside jobs use another connection than the job's transaction.
    worker_app = DjangoApp(
        connector=app.connector.get_worker_connector(),
        import_paths=list(app.import_paths),
        periodic_defaults=app.periodic_defaults,
    )
    worker_app.tasks = app.tasks
    async with worker_app.open_async():
        if stop is not None:
            worker_app.perform_import_paths()  # type: ignore[no-untyped-call]
            _take_schedule(app, worker_app)
        options: WorkerOptions = {
            "concurrency": concurrency,
            "wait": stop is not None,
            "listen_notify": stop is not None,
            "install_signal_handlers": False,
            "shutdown_graceful_timeout": _GRACE_SECONDS,
        }
        if queues:
            options["queues"] = queues
        worker = worker_app._worker(**options)
        if stop is None:
            await worker.run()  # type: ignore[no-untyped-call]
            return
        running = asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]
        healing = asyncio.create_task(_heal(worker_app))
        try:
            # Either of the two ends early only when the database is away: then both start anew.
            while not (stop.is_set() or running.done() or healing.done()):
                await asyncio.wait([running, healing], timeout=0.2)
            worker.stop()  # type: ignore[no-untyped-call]
            await running
            if healing.done():
                healing.result()
        finally:
            healing.cancel()


def _take_schedule(source: App, worker_app: App) -> None:
    """Let the worker enqueue what is due by its own connection, which survives a lost database."""
    for entry in source.periodic_registry.periodic_tasks.values():
        task = copy(entry.task)
        task.blueprint = worker_app
        worker_app.periodic_registry.register_task(
            task=task, cron=entry.cron, periodic_id=entry.periodic_id, configure_kwargs={}
        )


async def _heal(app: DjangoApp) -> None:
    """Put back jobs whose worker no longer gives a sign of life."""
    while True:
        for lost in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_ALIVE_SECONDS):
            logger.warning("job %s %s was left behind by a killed worker", lost.id, lost.task_name)
            await app.job_manager.retry_job(lost)
        await asyncio.sleep(_HEAL_EVERY)


# -- looking at the queue --------------------------------------------------------------------------


def queue_lengths() -> Mapping[str, int]:
    """How many jobs are in each state: todo, doing, failed. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text, count(*) FROM procrastinate_jobs"
            " WHERE status IN ('todo', 'doing', 'failed') GROUP BY status"
        )
        found = dict(cursor.fetchall())
    return {state: int(found.get(state, 0)) for state in ("todo", "doing", "failed")}
