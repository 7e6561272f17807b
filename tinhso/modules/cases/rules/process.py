"""Processes: steps, actions, what may come next, and what is wrong with a definition.

A process is data (one YAML file or one row). Reception stands before it: the process starts when
the dossier is accepted and ends with an approved result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

END = "end"


class ActionKind(StrEnum):
    """What taking an action means."""

    FORWARD = "forward"
    BACK = "back"
    APPROVE = "approve"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the answer of the form field is one of the values."""

    answer: str
    one_of: tuple[object, ...]

    def holds(self, answers: Mapping[str, object]) -> bool:
        return answers.get(self.answer) in self.one_of


@dataclass(frozen=True, slots=True)
class Action:
    """One way out of a step."""

    code: str
    title: str
    kind: ActionKind
    to: str
    when: Condition | None = None
    needs_note: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A stay of the case with one role of one unit of the agency."""

    code: str
    title: str
    role: str
    unit: str = "division"
    norm_minutes: int | None = None
    drafts_result: bool = False
    allows: frozenset[str] = frozenset()
    actions: tuple[Action, ...] = ()

    def action(self, code: str) -> Action | None:
        return next((action for action in self.actions if action.code == code), None)


@dataclass(frozen=True, slots=True)
class Process:
    """A whole definition."""

    code: str
    title: str
    start: str
    steps: tuple[Step, ...]
    legal_basis: str = ""
    _by_code: dict[str, Step] = field(default_factory=dict, repr=False, compare=False)

    def step(self, code: str) -> Step:
        """The step of that code. Raises KeyError."""
        if not self._by_code:
            self._by_code.update({step.code: step for step in self.steps})
        return self._by_code[code]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a definition, at a step where it has one."""

    code: str
    step: str = ""
    detail: str = ""


# What an officer may do besides the actions of the step, where the step allows it.
SIDE_ACTIONS = ("supplement", "opinion", "fee", "extend", "stop", "handover", "suspend")


def from_plain(plain: Mapping[str, object]) -> Process:
    """Build a process from its stored form (see definitions.ProcessDefinition)."""
    steps = tuple(_step(row) for row in _rows(plain["steps"]))
    return Process(
        code=str(plain["code"]),
        title=str(plain["title"]),
        start=str(plain["start"]),
        steps=steps,
        legal_basis=str(plain.get("legal_basis", "")),
    )


def _rows(value: object) -> Iterable[Mapping[str, object]]:
    assert isinstance(value, list | tuple)  # noqa: S101 - the shape was checked by definitions
    return value


def _step(row: Mapping[str, object]) -> Step:
    norm = row.get("norm_minutes")
    return Step(
        code=str(row["code"]),
        title=str(row["title"]),
        role=str(row.get("role", "")),
        unit=str(row.get("unit", "division")),
        norm_minutes=norm if isinstance(norm, int) else None,
        drafts_result=bool(row.get("drafts_result", False)),
        allows=frozenset(str(name) for name in _values(row.get("allows", ()))),
        actions=tuple(_action(action) for action in _rows(row.get("actions", ()))),
    )


def _values(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


def _action(row: Mapping[str, object]) -> Action:
    when = row.get("when")
    condition = None
    if isinstance(when, Mapping):
        condition = Condition(str(when["answer"]), tuple(_values(when["one_of"])))
    return Action(
        code=str(row["code"]),
        title=str(row["title"]),
        kind=ActionKind(str(row.get("kind", "forward"))),
        to=str(row.get("to", END)),
        when=condition,
        needs_note=bool(row.get("needs_note", False)),
    )


def offered(step: Step, answers: Mapping[str, object]) -> tuple[Action, ...]:
    """The actions of the step whose condition holds for this dossier."""
    return tuple(
        action for action in step.actions if action.when is None or action.when.holds(answers)
    )


def check(process: Process, known_roles: Iterable[str]) -> list[Problem]:
    """Everything that keeps a definition from being approved; empty when it is sound.

    Refused: a step without an assignee, an action to nowhere, a step nobody reaches, a loop without
    exit, an ending that some path reaches without an approved result (TTHC-09).
    """
    codes = [step.code for step in process.steps]
    problems = [
        Problem("step_twice", code) for code in sorted({c for c in codes if codes.count(c) > 1})
    ]
    if process.start not in codes:
        return [*problems, Problem("start_unknown", process.start)]
    roles = set(known_roles)
    for step in process.steps:
        problems += _step_problems(step, set(codes), roles)
    if any(problem.code == "target_unknown" for problem in problems):
        return problems
    return problems + _path_problems(process)


def _step_problems(step: Step, codes: set[str], roles: set[str]) -> list[Problem]:
    problems = []
    if not step.role:
        problems.append(Problem("step_without_assignee", step.code))
    elif step.role not in roles:
        problems.append(Problem("role_unknown", step.code, step.role))
    if not step.actions:
        problems.append(Problem("step_without_action", step.code))
    elif all(action.when for action in step.actions):
        problems.append(Problem("every_action_conditional", step.code))
    problems += [
        Problem("side_action_unknown", step.code, name)
        for name in sorted(step.allows - set(SIDE_ACTIONS))
    ]
    return problems + _action_problems(step, codes)


def _action_problems(step: Step, codes: set[str]) -> list[Problem]:
    problems = []
    seen: set[str] = set()
    for action in step.actions:
        if action.code in seen:
            problems.append(Problem("action_twice", step.code, action.code))
        seen.add(action.code)
        is_finish = action.kind is ActionKind.FINISH
        if is_finish != (action.to == END):
            code = "finish_elsewhere" if is_finish else "end_without_finish"
            problems.append(Problem(code, step.code, action.code))
        if action.to != END and action.to not in codes:
            problems.append(Problem("target_unknown", step.code, action.to))
    return problems


def _path_problems(process: Process) -> list[Problem]:
    reached = _reach(process, {process.start}, skip=())
    problems = [
        Problem("step_unreachable", step.code) for step in process.steps if step.code not in reached
    ]
    problems += [
        Problem("loop_without_exit", code)
        for code in sorted(reached - {END})
        if END not in _reach(process, {code}, skip=())
    ]
    without_approval = _reach(process, {process.start}, skip=(ActionKind.APPROVE,))
    if END in without_approval:
        problems.append(Problem("end_without_result"))
    if not any(step.drafts_result for step in process.steps):
        problems.append(Problem("nobody_drafts_result"))
    return problems


def _reach(process: Process, start: set[str], skip: tuple[ActionKind, ...]) -> set[str]:
    """Every step (and END) that can be reached from `start` without the kinds to skip."""
    reached, waiting = set(start), list(start)
    while waiting:
        code = waiting.pop()
        if code == END:
            continue
        for action in process.step(code).actions:
            if action.kind not in skip and action.to not in reached:
                reached.add(action.to)
                waiting.append(action.to)
    return reached


@dataclass(frozen=True, slots=True)
class Box:
    """Where a step stands in the picture: column and row, and its arrows."""

    step: Step
    column: int
    row: int


def picture(process: Process) -> list[Box]:
    """Columns by the shortest way from the start, rows by order; for the drawn process."""
    columns: dict[str, int] = {process.start: 0}
    waiting = [process.start]
    while waiting:
        code = waiting.pop(0)
        for action in process.step(code).actions:
            if action.to != END and action.to not in columns:
                columns[action.to] = columns[code] + 1
                waiting.append(action.to)
    rows: dict[int, int] = {}
    boxes = []
    for step in process.steps:
        column = columns.get(step.code, max(columns.values()) + 1)
        boxes.append(Box(step, column, rows.get(column, 0)))
        rows[column] = rows.get(column, 0) + 1
    return boxes
