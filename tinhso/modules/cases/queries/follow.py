"""What the applicant sees of a case: the promise, the way so far, the way ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tinhso.kernel.clock import ZONE
from tinhso.modules.cases.models import (
    Case,
    CaseMovement,
    CaseResult,
    IssuedPaper,
    SupplementRequest,
)
from tinhso.modules.cases.queries.routing import process_version
from tinhso.modules.cases.queries.why import Why, why_due
from tinhso.modules.cases.rules.process import ActionKind, Process
from tinhso.modules.cases.rules.states import ENDED, WAITS_FOR_APPLICANT, State
from tinhso.modules.directory import public as directory


@dataclass(frozen=True, slots=True)
class Milestone:
    """One point of the way. `state`: done, pause, now, todo or stop."""

    state: str
    title: str
    at: datetime | None = None
    who: str = ""
    text: str = ""
    paper_id: int | None = None
    paper_title: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """Everything the applicant's page shows."""

    case: Case
    organisation_name: str
    why: Why | None
    remaining: timedelta | None
    """Working time until the due moment; negative when it has passed; None when nothing runs."""
    milestones: tuple[Milestone, ...]
    open_supplement: SupplementRequest | None
    papers: tuple[IssuedPaper, ...]
    result: CaseResult | None
    owed: int


def followed(case: Case, now: datetime) -> Followed:
    """The applicant's view of a case. Ten queries, whatever its length."""
    on = now.astimezone(ZONE).date()
    papers = tuple(case.issued_papers.order_by("id"))
    result = case.results.filter(issued_at__isnull=False).order_by("-version").first()
    owed = case.fees.filter(paid_at__isnull=True, waived_at__isnull=True)
    return Followed(
        case=case,
        organisation_name=organisation_name(case, on),
        why=why_due(case),
        remaining=_remaining(case, now, on),
        milestones=_milestones(case, papers),
        open_supplement=case.supplements.filter(answered_at__isnull=True).first(),
        papers=papers,
        result=result,
        owed=sum(fee.amount for fee in owed),
    )


def organisation_name(case: Case, on: date) -> str:
    """The deciding agency's name of that day; its last name when it no longer exists."""
    cards = directory.organisation_cards([case.handling_organisation_id], on)
    card = cards.get(case.handling_organisation_id)
    return card.name if card else ""


def _remaining(case: Case, now: datetime, on: date) -> timedelta | None:
    if case.due_at is None or State(case.state) in ENDED | WAITS_FOR_APPLICANT:
        return None
    return directory.calendar_of(case.handling_organisation_id, on).working_time(now, case.due_at)


_PAUSES = {"ask_supplement", "ask_fee", "suspend"}
_STOPS = {"refuse", "stop", "withdraw"}
_FORM_OF = {
    "accept": "01",
    "ask_supplement": "02",
    "refuse": "03",
    "extend": "04",
    "apologise": "apology",
    "stop": "05",
}


def _milestones(case: Case, papers: tuple[IssuedPaper, ...]) -> tuple[Milestone, ...]:
    lines = list(case.movements.filter(is_public=True).order_by("id"))
    done = [_past(line, papers) for line in lines]
    return (*done, *_ahead(case))


def _past(line: CaseMovement, papers: tuple[IssuedPaper, ...]) -> Milestone:
    form = _FORM_OF.get(line.action)
    paper = next(
        (paper for paper in papers if paper.form == form and paper.issued_at == line.at), None
    )
    state = "pause" if line.action in _PAUSES else "stop" if line.action in _STOPS else "done"
    items = line.facts.get("items") or []
    note = line.public_note
    text = f"{note} ({'; '.join(items)})" if items else note
    who = ", ".join(part for part in (line.actor_name, line.organisation_name) if part)
    return Milestone(
        state=state,
        title=line.title,
        at=line.at,
        who=who,
        text=text,
        paper_id=paper.id if paper else None,
        paper_title=paper.title if paper else "",
    )


def _ahead(case: Case) -> list[Milestone]:
    """The step the case is at, and the shortest way to the end of its process."""
    if State(case.state) in ENDED - {State.FINISHED}:
        return []
    if case.state == State.REGISTERED:
        return [
            Milestone("now", "Chờ cán bộ một cửa kiểm tra và tiếp nhận"),
            Milestone("todo", "Xử lý hồ sơ"),
            Milestone("todo", "Trả kết quả"),
        ]
    points = []
    if case.step_code:
        _row, process = process_version(case.process_version_id)
        here, *later = _shortest_way(process, case.step_code)
        points.append(Milestone("now", process.step(here).title, at=None))
        points += [Milestone("todo", process.step(code).title) for code in later]
    return [*points, Milestone("now" if case.state == State.FINISHED else "todo", "Trả kết quả")]


def _shortest_way(process: Process, start: str) -> list[str]:
    """Codes of the steps from here to the end, by the fewest steps and never backwards."""
    ways = [[start]]
    while ways:
        way = ways.pop(0)
        for action in process.step(way[-1]).actions:
            if action.kind is ActionKind.FINISH:
                return way
            if action.kind is not ActionKind.BACK and action.to not in way:
                ways.append([*way, action.to])
    return [start]
