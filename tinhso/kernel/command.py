"""The decorator that makes a function a use case: permission, one transaction, one audit line."""

from __future__ import annotations

import inspect
import logging
import math
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from tinhso.kernel import permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.audit import AuditLine, write_lines
from tinhso.kernel.errors import DomainError

P = ParamSpec("P")
R = TypeVar("R")
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CommandInfo:
    """What is known of a use case without calling it."""

    name: str
    permission: str
    audits: tuple[str, ...]
    function: Callable[..., object]


@dataclass(slots=True)
class _Run:
    """One call in progress: what its audit line will say."""

    name: str
    by: Actor
    at: datetime
    facts: dict[str, object]
    subject: str = ""


@dataclass(slots=True)
class _Stack:
    runs: list[_Run] = field(default_factory=list)
    lines: list[AuditLine] = field(default_factory=list)


_LONGEST_SUBJECT = 200
registry: dict[str, CommandInfo] = {}
_stack: ContextVar[_Stack | None] = ContextVar("tinhso_commands", default=None)


def note(*, subject: str = "", **facts: object) -> None:
    """Add to the running command's audit line: what it was about, ids made, old and new values.

    Never personal data: the audit log is kept for years and read by many.
    """
    stack = _stack.get()
    if stack is None or not stack.runs:
        raise RuntimeError("note() is for the inside of a command")
    run = stack.runs[-1]
    run.subject = subject or run.subject
    run.facts.update(facts)


def command(
    *, permission: str, audits: tuple[str, ...] = ()
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a use case: permission checked, atomic, audited under its own name.

    The function takes `by: Actor` and `at: datetime` (aware) as keyword-only parameters; `audits`
    names the parameters whose values go to the audit line. Audit lines of commands called inside
    commands are written together at the end of the outermost one, so that the hash chain is locked
    only for the moment of the commit. A refusal is rolled back, then leaves a line of its own.
    """

    def decorate(use_case: Callable[P, R]) -> Callable[P, R]:
        name = f"{_module_name(use_case.__module__)}.{use_case.__name__}"
        signature = inspect.signature(use_case)
        for required in ("by", "at"):
            if required not in signature.parameters:
                raise TypeError(f"command {name} needs the keyword parameter {required}")

        @wraps(use_case)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            bound = signature.bind(*args, **kwargs)
            by, at = bound.arguments.get("by"), bound.arguments.get("at")
            if not isinstance(by, Actor) or not isinstance(at, datetime) or at.tzinfo is None:
                raise TypeError("Say who acts and when: by=Actor(...), at=aware datetime")
            facts = {key: bound.arguments[key] for key in audits if key in bound.arguments}
            return _execute(
                _Run(name, by, at, facts), permission, lambda: use_case(*args, **kwargs)
            )

        registry[name] = CommandInfo(name, permission, audits, run)
        return run

    return decorate


def _module_name(dotted: str) -> str:
    """tinhso.modules.cases.commands.receive_case → cases; tinhso.kernel.delivery → kernel."""
    parts = dotted.split(".")
    return parts[2] if len(parts) > 2 and parts[1] == "modules" else parts[1]


def _execute(run: _Run, permission: str, use_case: Callable[[], R]) -> R:
    outer = _stack.get()
    stack = outer or _Stack()
    token = _stack.set(stack)
    stack.runs.append(run)
    kept = len(stack.lines)
    try:
        with transaction.atomic():
            permissions.require(run.by, permission)
            result = use_case()
            stack.lines.append(_line(run, outcome="done"))
            if outer is None:
                write_lines(stack.lines)
        return result
    except DomainError as refusal:
        del stack.lines[kept:]
        _refused(run, refusal, stack, is_outermost=outer is None)
        raise
    except BaseException:
        # Rolled back too: lines of commands called inside must not outlive their changes.
        del stack.lines[kept:]
        raise
    finally:
        stack.runs.pop()
        _stack.reset(token)


def _refused(run: _Run, refusal: DomainError, stack: _Stack, *, is_outermost: bool) -> None:
    """Leave the line of a refusal, once, after everything was rolled back.

    A refusal inside another command keeps its line only if that command goes on without it (an
    import that reports refused rows); else the outer one's line tells of both.
    """
    if not is_outermost:
        refusal.__dict__.setdefault("refused_in", run.name)
        stack.lines.append(_line(run, outcome="refused", code=refusal.code))
        return
    inner = refusal.__dict__.get("refused_in")
    if inner:
        run.facts["refused_in"] = inner
    logger.info("%s refused: %s", run.name, refusal.code)
    with transaction.atomic():
        write_lines([_line(run, outcome="refused", code=refusal.code)])


def _line(run: _Run, *, outcome: str, code: str = "") -> AuditLine:
    facts: Mapping[str, object] = {key: _plain(value) for key, value in run.facts.items()}
    return AuditLine(
        at=run.at,
        actor_kind=run.by.kind,
        actor_name=run.by.name,
        account_id=run.by.account_id,
        officer_id=run.by.officer_id,
        organisation_id=run.by.organisation_id,
        position_title=run.by.position_title,
        address=run.by.address,
        action=run.name,
        subject=_clean(run.subject)[:_LONGEST_SUBJECT],
        outcome=outcome,
        code=code,
        facts=facts,
    )


def _plain(value: object) -> object:
    """A JSON value that says enough; long texts are cut, for the log is not a second store."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in list(value)[:50]]
    if isinstance(value, dict):
        return {_clean(str(key)): _plain(item) for key, item in value.items()}
    text = _clean(str(value))
    return text if len(text) <= 200 else f"{text[:200]}…"


def _clean(text: str) -> str:
    """Without what PostgreSQL cannot keep: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "�").encode("utf-8", "replace").decode()
