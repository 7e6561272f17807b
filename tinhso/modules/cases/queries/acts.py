"""What an officer may do with a dossier now: the page shows only what the command will accept."""

from __future__ import annotations

from dataclasses import dataclass

from tinhso.kernel.actor import Actor
from tinhso.modules.cases.models import Case, Handover
from tinhso.modules.cases.queries.cases import is_within
from tinhso.modules.cases.queries.detail import Dossier
from tinhso.modules.cases.rules.process import Action, ActionKind, Step, offered
from tinhso.modules.cases.rules.states import CLOCK_RUNS, OPEN, State

PROCESS, ASSIGN, RECEIVE = "cases.process_case", "cases.assign_case", "cases.receive_case"
RETURN, FEE = "cases.return_result", "cases.collect_fee"


@dataclass(frozen=True, slots=True)
class Acts:
    """Actions of the step, and side actions by name."""

    actions: tuple[Action, ...] = ()
    side: frozenset[str] = frozenset()
    is_holder: bool = False

    def __contains__(self, name: str) -> bool:
        return name in self.side


def acts_of(dossier: Dossier, by: Actor) -> Acts:
    """What the actor may do. No query."""
    case = dossier.case
    is_holder = case.holder_officer_id is not None and case.holder_officer_id == by.officer_id
    works = State(case.state) in CLOCK_RUNS
    actions: tuple[Action, ...] = ()
    side = _of_counter(case, by) | _of_manager(dossier, by) | _of_receiver(dossier.handover, by)
    if by.may(PROCESS) and is_within(case, by, PROCESS):
        if case.step_code and case.holder_officer_id is None and State(case.state) in OPEN:
            side.add("take")
        if is_holder:
            side |= _of_holder(dossier)
            if works and dossier.step is not None and "handover_waits" not in side:
                actions = tuple(
                    action
                    for action in offered(dossier.step, case.answers)
                    if action.kind is not ActionKind.APPROVE
                    or by.may("cases.approve_result", case.handling_organisation_id)
                )
    return Acts(actions, frozenset(side), is_holder)


_SIDE_IN_RUNNING = ("supplement", "opinion", "fee", "extend", "handover")


def _of_holder(dossier: Dossier) -> set[str]:
    step = dossier.step
    waits = {"handover_waits"} if dossier.handover is not None else set()
    if step is None:
        return waits
    found = waits | (_of_running(dossier, step) if _runs(dossier.case) else set())
    if "stop" in step.allows and State(dossier.case.state) is not State.REGISTERED:
        found.add("stop")
    if dossier.open_opinions:
        found.add("cancel_opinion")
    return found


def _runs(case: Case) -> bool:
    return State(case.state) in CLOCK_RUNS


def _of_running(dossier: Dossier, step: Step) -> set[str]:
    """What the holder may do while the clock runs."""
    found = {name for name in _SIDE_IN_RUNNING if name in step.allows}
    if dossier.handover is not None:
        found.discard("handover")
    if not dossier.may_ask_supplement:
        found.discard("supplement")
    if dossier.case.due_at is None or dossier.case.extension_count:
        found.discard("extend")
    if dossier.is_late:
        found.discard("extend")
        found.add("apologise")
    if step.drafts_result:
        found.add("result")
    return found


def _of_manager(dossier: Dossier, by: Actor) -> set[str]:
    case, step = dossier.case, dossier.step
    if not (by.may(ASSIGN) and is_within(case, by, ASSIGN)) or step is None:
        return set()
    found = {"assign"} if State(case.state) in OPEN else set()
    if case.waiting_for == "suspended":
        found.add("resume")
    elif "suspend" in step.allows and State(case.state) in CLOCK_RUNS:
        found.add("suspend")
    return found


def _of_counter(case: Case, by: Actor) -> set[str]:
    found: set[str] = set()
    state = State(case.state)
    if by.may(RECEIVE) and is_within(case, by, RECEIVE):
        if state is State.REGISTERED:
            found |= {"accept", "supplement", "refuse"}
        if state is State.SUPPLEMENT_ASKED:
            found.add("receive_supplement")
        if state in OPEN:
            found.add("withdraw")
    if by.may(RETURN) and is_within(case, by, RETURN) and state is State.FINISHED:
        found.add("return")
    if by.may(FEE) and is_within(case, by, FEE):
        found.add("collect")
    return found


def _of_receiver(handover: Handover | None, by: Actor) -> set[str]:
    if handover is not None and by.may(PROCESS, handover.to_organisation_id):
        return {"confirm_handover"}
    return set()
