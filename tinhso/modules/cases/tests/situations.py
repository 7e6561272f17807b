"""Situations of dossiers, made by the real use cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tinhso.modules.cases.commands.receive_case import Reception, receive_case
from tinhso.modules.cases.commands.register_case import Applicant, NewPaper
from tinhso.modules.cases.commands.result import NewResult, draft_result
from tinhso.modules.cases.commands.work_on_case import act_on_case, take_case
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.tests.world import World

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DAT = Applicant("Nguyễn Văn Đạt", number="038090345386", phone="0912345386", address="Hạc Thành")


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026; the 24th is a holiday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


def permit() -> NewResult:
    """A drafted result."""
    return NewResult("result", "Giấy phép xây dựng", {"made_at": moment(19, 9).isoformat()})


def received(world: World, at: datetime | None = None, **more: Any) -> Case:
    """Received and accepted at the counter on the 17th at 15:42."""
    reception = Reception(
        procedure_code="9.013225",
        applicant=DAT,
        receiving_organisation_id=world.commune,
        papers=(NewPaper("DON", "Đơn đề nghị cấp giấy phép", "original", "paper"),),
    )
    reception = replace(reception, **more)
    return receive_case(reception, by=world.officer("counter"), at=at or moment(17, 15, 42))


def taken(world: World, **more: Any) -> Case:
    """Received, and in the hands of the specialist since the 18th at 8:00."""
    case = received(world, **more)
    take_case(case.id, by=world.officer("specialist"), at=moment(18, 8))
    case.refresh_from_db()
    return case


def appraised(world: World, **more: Any) -> Case:
    """At the step of appraisal with a drafted result."""
    case = taken(world, **more)
    specialist = world.officer("specialist")
    act_on_case(case.id, action="appraise", by=specialist, at=moment(18, 10))
    take_case(case.id, by=specialist, at=moment(18, 10, 1))
    draft_result(case.id, new=permit(), by=specialist, at=moment(19, 9))
    case.refresh_from_db()
    return case


def waiting_for_leader(world: World, **more: Any) -> Case:
    """Reviewed by the head; the leader's turn."""
    case = appraised(world, **more)
    act_on_case(case.id, action="submit", by=world.officer("specialist"), at=moment(19, 10))
    act_on_case(case.id, action="submit", by=world.officer("head"), at=moment(19, 14))
    case.refresh_from_db()
    return case


def finished(world: World, **more: Any) -> Case:
    """Approved and issued on the 20th; the result waits at the counter."""
    case = waiting_for_leader(world, **more)
    act_on_case(case.id, action="approve", by=world.officer("leader"), at=moment(20, 9))
    act_on_case(case.id, action="finish", by=world.officer("clerk"), at=moment(20, 10))
    case.refresh_from_db()
    return case
