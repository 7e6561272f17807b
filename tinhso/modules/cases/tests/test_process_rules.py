"""Process definitions: what is refused before approval."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.cases.definitions import ProcessDefinition
from tinhso.modules.cases.rules.process import (
    END,
    Action,
    ActionKind,
    Condition,
    Process,
    Step,
    check,
    from_plain,
    offered,
    picture,
)

ROLES = ("specialist", "leader", "division_head", "clerk", "counter_clerk")
SHIPPED = sorted(
    path
    for path in (Path(__file__).parents[1] / "processes").glob("*.yaml")
    if path.stem != "routing"
)


def step(code: str, *actions: Action, role: str = "specialist", drafts: bool = False) -> Step:
    return Step(code=code, title=code, role=role, drafts_result=drafts, actions=actions)


def go(code: str, to: str, kind: ActionKind = ActionKind.FORWARD) -> Action:
    return Action(code=code, title=code, kind=kind, to=to)


def finish(code: str = "finish") -> Action:
    return Action(code=code, title=code, kind=ActionKind.FINISH, to=END)


def sound() -> tuple[Step, ...]:
    return (
        step("handle", go("submit", "approve"), drafts=True),
        step(
            "approve",
            go("approve", "issue", ActionKind.APPROVE),
            go("return", "handle", ActionKind.BACK),
            role="leader",
        ),
        step("issue", finish(), role="clerk"),
    )


def problems(*steps: Step, start: str = "handle") -> set[tuple[str, str]]:
    process = Process(code="p", title="p", start=start, steps=steps)
    return {(problem.code, problem.step) for problem in check(process, ROLES)}


def test_a_sound_process_has_no_problem() -> None:
    assert problems(*sound()) == set()


@pytest.mark.req("TTHC-09")
def test_a_step_without_an_assignee_is_refused() -> None:
    handle, approve, issue = sound()
    nobody = Step(code="issue", title="issue", role="", actions=issue.actions)
    assert problems(handle, approve, nobody) == {("step_without_assignee", "issue")}


@pytest.mark.req("TTHC-09")
def test_a_loop_without_exit_is_refused() -> None:
    handle, approve, issue = sound()
    first = step("ping", go("on", "pong"))
    second = step("pong", go("back", "ping", ActionKind.BACK))
    handle = step("handle", go("submit", "approve"), go("lose", "ping"), drafts=True)
    assert problems(handle, approve, issue, first, second) == {
        ("loop_without_exit", "ping"),
        ("loop_without_exit", "pong"),
    }


@pytest.mark.req("TTHC-09")
def test_an_ending_without_an_approved_result_is_refused() -> None:
    handle = step("handle", go("submit", "approve"), finish("shortcut"), drafts=True)
    _handle, approve, issue = sound()
    assert problems(handle, approve, issue) == {("end_without_result", "")}


def test_a_process_in_which_nobody_drafts_a_result_is_refused() -> None:
    _handle, approve, issue = sound()
    assert problems(step("handle", go("submit", "approve")), approve, issue) == {
        ("nobody_drafts_result", "")
    }


def test_unknown_targets_roles_and_unreachable_steps_are_named() -> None:
    handle, approve, issue = sound()
    assert ("target_unknown", "handle") in problems(
        step("handle", go("submit", "nowhere"), drafts=True), approve, issue
    )
    assert problems(handle, approve, issue, step("island", finish())) >= {
        ("step_unreachable", "island")
    }
    assert ("role_unknown", "issue") in problems(handle, approve, step("issue", finish(), role="x"))
    assert problems(handle, approve, issue, start="elsewhere") == {("start_unknown", "elsewhere")}


def test_a_step_whose_every_action_has_a_condition_may_trap_the_dossier() -> None:
    handle, approve, _issue = sound()
    only = Action("finish", "finish", ActionKind.FINISH, END, when=Condition("kind", ("a",)))
    assert ("every_action_conditional", "issue") in problems(
        handle, approve, step("issue", only, role="clerk")
    )


def test_actions_are_offered_by_the_answers_of_the_dossier() -> None:
    shown = Action("a", "a", ActionKind.FORWARD, "x", when=Condition("area", ("urban", "rural")))
    always = go("b", "y")
    here = step("s", shown, always)
    assert [action.code for action in offered(here, {"area": "urban"})] == ["a", "b"]
    assert [action.code for action in offered(here, {"area": "sea"})] == ["b"]
    assert [action.code for action in offered(here, {})] == ["b"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_process_is_sound(path: Path) -> None:
    plain = ProcessDefinition.model_validate(yaml.safe_load(path.read_text())).model_dump(
        mode="json"
    )
    assert check(from_plain(plain), ROLES) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_picture_shows_every_step_once_and_no_two_in_one_place(path: Path) -> None:
    process = from_plain(
        ProcessDefinition.model_validate(yaml.safe_load(path.read_text())).model_dump(mode="json")
    )
    boxes = picture(process)
    assert [box.step.code for box in boxes] == [step.code for step in process.steps]
    assert len({(box.column, box.row) for box in boxes}) == len(boxes)


codes = st.sampled_from(["a", "b", "c", "d"])
actions = st.builds(
    Action,
    code=st.sampled_from(["x", "y", "z"]),
    title=st.just("t"),
    kind=st.sampled_from(list(ActionKind)),
    to=st.one_of(codes, st.just(END)),
)
steps = st.builds(
    Step,
    code=codes,
    title=st.just("t"),
    role=st.sampled_from(["", "specialist"]),
    drafts_result=st.booleans(),
    actions=st.lists(actions, max_size=3).map(tuple),
)


@given(st.lists(steps, min_size=1, max_size=5), codes)
def test_the_checker_answers_whatever_it_is_given(rows: list[Step], start: str) -> None:
    process = Process(code="p", title="p", start=start, steps=tuple(rows))
    found = check(process, ROLES)
    assert all(problem.code for problem in found)
    if not found:
        assert any(row.drafts_result for row in rows)
