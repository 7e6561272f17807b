"""Work of minutes that a person watches: imports, exports, recalculations.

    @long_task(kind="directory.import_offices", title=_("Nhập danh bạ cơ quan"))
    def import_offices(progress: Progress, *, file_id: int) -> dict[str, object]:
        progress.begin(total=len(rows))
        for number, row in enumerate(rows, 1):
            try: …
            except Invalid as refusal: progress.refuse(row=str(number), refusal=refusal)
            progress.step()
        return {"made": made}

    card = start_long_task(import_offices, key="", arguments={"file_id": 7}, by=by, at=at)

It is started inside a command (which checks the permission and writes the audit line), runs as a
job outside any transaction, and commits as it likes. A second start with the same key joins the
first. Progress is told by a thread with a connection of its own, so that it shows while a
transaction is open and a silent hour does not look like a dead process.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event as StopSignal
from threading import Thread
from typing import Any, Concatenate, Generic, ParamSpec
from uuid import UUID

from django.db import OperationalError, close_old_connections, connection
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.kernel.errors import Conflict, DomainError, NotFound, NotPermitted
from tinhso.kernel.jobs import enqueue, job
from tinhso.kernel.models import LongTask, LongTaskRefusal

P = ParamSpec("P")
logger = logging.getLogger(__name__)

MOST_REFUSALS = 5_000
_TELL_EVERY = 0.5
_SIGN_OF_LIFE_EVERY = timedelta(seconds=10)
SILENT_FOR = timedelta(minutes=2)
_OPEN = (LongTask.State.WAITING, LongTask.State.RUNNING)

permissions.declare(
    {
        "kernel.cancel_own_long_task": _("Hủy việc chạy nền do mình bắt đầu"),
        "kernel.cancel_long_task": _("Hủy việc chạy nền của người khác"),
    }
)


class LongTaskNotFound(NotFound):
    code = "long_task_not_found"
    message = _("Không có việc này.")


class LongTaskEnded(Conflict):
    code = "long_task_ended"
    message = _("Việc này đã kết thúc.")


class LongTaskOfAnother(NotPermitted):
    code = "long_task_of_another"
    message = _("Chỉ người bắt đầu và người vận hành hủy được việc này.")


class Cancelled(Exception):  # noqa: N818 - a signal that unwinds the work
    """Raised inside the work by `Progress` when a person asked to stop it."""


@dataclass(frozen=True, slots=True)
class LongTaskCard:
    """A long task as people see it; `total` is None while it is unknown."""

    id: int
    uuid: UUID
    kind: str
    title: str
    state: str
    state_title: str
    done: int
    total: int | None
    refused: int
    stage: str
    result: Mapping[str, object]
    result_file_id: int | None
    is_cancel_asked: bool
    started_by_id: int | None
    started_by_name: str
    requested_at: datetime
    finished_at: datetime | None
    error: str = ""
    joined: bool = False
    """Whether a start gave back a task that was there already."""

    @property
    def is_open(self) -> bool:
        return self.state in _OPEN

    @property
    def problem(self) -> str:
        """Why it failed, as a sentence for whoever started it; traces are for the operator."""
        if self.state != LongTask.State.FAILED:
            return ""
        is_trace = self.error.startswith("Traceback")
        return str(_("Dừng giữa chừng vì sự cố. Báo người vận hành.")) if is_trace else self.error

    @property
    def percent(self) -> int | None:
        """Whole percent done, None while the total is unknown."""
        if not self.total:
            return None
        return min(100, self.done * 100 // self.total)


@dataclass(frozen=True, slots=True)
class LongTaskKind(Generic[P]):
    """A function registered under a stable name."""

    kind: str
    title: str | Promise
    function: Callable[Concatenate[Progress, P], Mapping[str, object] | None]


_kinds: dict[str, LongTaskKind[Any]] = {}


def long_task(
    *, kind: str, title: str | Promise
) -> Callable[[Callable[Concatenate[Progress, P], Mapping[str, object] | None]], LongTaskKind[P]]:
    """Register work under `kind` ("module.verb_noun"). What it returns is kept as the result.

    A key "result_file_id" in the result becomes the file a person downloads. Arguments are JSON
    values. Raise a DomainError to end it with a sentence for the person.
    """

    def register(
        function: Callable[Concatenate[Progress, P], Mapping[str, object] | None],
    ) -> LongTaskKind[P]:
        if kind in _kinds:
            raise ValueError(f"long task {kind} registered twice")
        _kinds[kind] = LongTaskKind(kind, title, function)
        return _kinds[kind]

    return register


class Progress:
    """What running work tells of itself. Cheap: counters in memory, written by another thread."""

    def __init__(self) -> None:
        self.done = 0
        self.total: int | None = None
        self.stage = ""
        self.refusals: list[tuple[str, str, str]] = []
        self.is_cancel_asked = False

    def begin(self, *, total: int | None = None, stage: str | Promise = "") -> None:
        """Start counting from zero: a stage of the work with so many steps."""
        self.done, self.total, self.stage = 0, total, str(stage)[:200]
        self.check()

    def step(self, count: int = 1) -> None:
        """So many more steps are done. Raises Cancelled when a person asked to stop."""
        self.done += count
        self.check()

    def refuse(self, *, row: str, refusal: DomainError) -> None:
        """A row could not be taken; the work goes on."""
        self.refusals.append((row[:100], refusal.code[:60], refusal.sentence))

    def check(self) -> None:
        """Raise Cancelled when a person asked to stop: call it where stopping is safe."""
        if self.is_cancel_asked:
            raise Cancelled


def start_long_task(
    work: LongTaskKind[P],
    *,
    key: str = "",
    arguments: Mapping[str, object] | None = None,
    by: Actor,
    at: datetime,
) -> LongTaskCard:
    """Queue the work in the running transaction, or join the one that is open under the same key.

    `arguments` are the keyword arguments of the function, as JSON values. Two queries.
    """
    row, is_new = LongTask.objects.get_or_create(
        kind=work.kind,
        key=key,
        state__in=_OPEN,
        defaults={
            "state": LongTask.State.WAITING,
            "title": str(work.title)[:200],
            "arguments": dict(arguments or {}),
            "started_by_id": by.account_id,
            "started_by_name": by.name,
            "requested_at": at,
        },
    )
    if is_new:
        enqueue(run_long_task, task_id=row.id)
    return replace(card_of(row), joined=not is_new)


@command(permission="kernel.cancel_own_long_task", audits=("task_id",))
def cancel_long_task(task_id: int, *, by: Actor, at: datetime) -> LongTaskCard:
    """Ask the work to stop at its next step; whoever started it may, and the operator.

    Raises LongTaskNotFound, LongTaskEnded, LongTaskOfAnother.
    """
    row = LongTask.objects.select_for_update().filter(id=task_id).first()
    if row is None:
        raise LongTaskNotFound
    is_own = by.account_id is not None and row.started_by_id == by.account_id
    if not is_own and not by.may("kernel.cancel_long_task"):
        raise LongTaskOfAnother
    if row.state not in _OPEN:
        raise LongTaskEnded
    row.is_cancel_asked = True
    if row.state == LongTask.State.WAITING:
        row.state, row.finished_at = LongTask.State.CANCELLED, at
    row.save(update_fields=["is_cancel_asked", "state", "finished_at"])
    note(subject=f"long_task:{row.id}", kind=row.kind)
    return card_of(row)


def long_task_card(task_id: int | UUID) -> LongTaskCard:
    """The task by its id or public uuid. Raises LongTaskNotFound. One query."""
    key = Q(uuid=task_id) if isinstance(task_id, UUID) else Q(id=task_id)
    row = LongTask.objects.filter(key).first()
    if row is None:
        raise LongTaskNotFound
    return card_of(row)


def latest_task(work: LongTaskKind[Any], key: str) -> LongTaskCard | None:
    """The task last started under that key, open or ended; None before the first. One query."""
    row = LongTask.objects.filter(kind=work.kind, key=key).order_by("-id").first()
    return card_of(row) if row else None


def refused_rows(task_id: int, *, limit: int = 200) -> list[tuple[str, str]]:
    """Rows that were refused, with the sentence that says why, in order. One query."""
    rows = LongTaskRefusal.objects.filter(task_id=task_id).order_by("id")
    return list(rows.values_list("row", "sentence")[:limit])


@job(name="kernel.run_long_task", queue="long")
def run_long_task(*, task_id: int) -> None:
    """Run a waiting task to its end. One begun before is left: it may not be repeatable."""
    now = timezone.now()
    claimed = LongTask.objects.filter(id=task_id, state=LongTask.State.WAITING).update(
        state=LongTask.State.RUNNING, started_at=now, seen_at=now
    )
    if not claimed:
        return
    row = LongTask.objects.get(id=task_id)
    progress = Progress()
    teller = _Teller(row.id, progress)
    teller.start()
    try:
        result = _kinds[row.kind].function(progress, **row.arguments)
    except Cancelled:
        teller.finish()
        _end(row.id, LongTask.State.CANCELLED)
    except DomainError as refusal:
        teller.finish()
        _end(row.id, LongTask.State.FAILED, error=refusal.sentence)
    except Exception:
        teller.finish()
        _end(row.id, LongTask.State.FAILED, error=traceback.format_exc()[-4_000:])
        raise
    else:
        teller.finish()
        kept = dict(result or {})
        file_id = kept.pop("result_file_id", None)
        _end(row.id, LongTask.State.DONE, result=kept, result_file_id=file_id)


def fail_abandoned(*, at: datetime) -> int:
    """Mark failed the running tasks that gave no sign of life for two minutes; return how many."""
    return LongTask.objects.filter(
        state=LongTask.State.RUNNING, seen_at__lt=at - SILENT_FOR
    ).update(
        state=LongTask.State.FAILED,
        finished_at=at,
        error=str(_("Tiến trình bị ngắt giữa chừng. Bắt đầu lại.")),
    )


def _end(task_id: int, state: str, **values: object) -> None:
    LongTask.objects.filter(id=task_id, state=LongTask.State.RUNNING).update(
        state=state, finished_at=timezone.now(), **values
    )


class _Teller(Thread):
    """Writes progress twice a second and brings back the wish to cancel."""

    def __init__(self, task_id: int, progress: Progress) -> None:
        super().__init__(name=f"long task {task_id}", daemon=True)
        self.task_id = task_id
        self.progress = progress
        self._stop_asked = StopSignal()
        self._told: tuple[object, ...] = ()
        self._told_at = timezone.now()
        self._refusals = 0

    def run(self) -> None:
        try:
            while not self._stop_asked.wait(_TELL_EVERY):
                self._try_to_tell()
            self._try_to_tell()
        finally:
            connection.close()

    def finish(self) -> None:
        """Tell the last state and end."""
        self._stop_asked.set()
        self.join()

    def _try_to_tell(self) -> None:
        try:
            self._tell()
        except OperationalError:
            logger.warning("progress of long task %s could not be told", self.task_id)
            close_old_connections()
            connection.close()

    def _tell(self) -> None:
        now, progress = timezone.now(), self.progress
        state = (progress.done, progress.total, progress.stage, len(progress.refusals))
        mine = LongTask.objects.filter(id=self.task_id)
        if state != self._told or now - self._told_at > _SIGN_OF_LIFE_EVERY:
            mine.update(
                done=progress.done,
                total=progress.total,
                stage=progress.stage,
                refused=len(progress.refusals),
                seen_at=now,
            )
            self._told, self._told_at = state, now
        self._keep_refusals(state[3])
        progress.is_cancel_asked = bool(mine.values_list("is_cancel_asked", flat=True).first())

    def _keep_refusals(self, count: int) -> None:
        until = min(count, MOST_REFUSALS)
        LongTaskRefusal.objects.bulk_create(
            LongTaskRefusal(task_id=self.task_id, row=row, code=code, sentence=sentence)
            for row, code, sentence in self.progress.refusals[self._refusals : until]
        )
        self._refusals = max(self._refusals, until)


def card_of(row: LongTask) -> LongTaskCard:
    """The card of a row already read."""
    return LongTaskCard(
        id=row.id,
        uuid=row.uuid,
        kind=row.kind,
        title=row.title,
        state=row.state,
        state_title=row.get_state_display(),
        done=row.done,
        total=row.total,
        refused=row.refused,
        stage=row.stage,
        result=row.result,
        result_file_id=row.result_file_id,
        is_cancel_asked=row.is_cancel_asked,
        started_by_id=row.started_by_id,
        started_by_name=row.started_by_name,
        requested_at=row.requested_at,
        finished_at=row.finished_at,
        error=row.error,
    )
