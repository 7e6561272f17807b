"""Dossiers, people and browsers for tests of pages: a small world through its real use cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol
from unittest.mock import patch

from django.test import Client
from django.utils import timezone

from tinhso.modules.cases.commands.change_time import suspend_case
from tinhso.modules.cases.commands.delivery import return_result
from tinhso.modules.cases.commands.end_case import stop_case
from tinhso.modules.cases.commands.fees import ask_fee
from tinhso.modules.cases.commands.handover import hand_over_case
from tinhso.modules.cases.commands.opinions import Question, ask_opinion
from tinhso.modules.cases.commands.register_case import Applicant
from tinhso.modules.cases.commands.submit_case import Application, apply_at_once
from tinhso.modules.cases.commands.supplement import request_supplement
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.tests import situations
from tinhso.modules.cases.tests.situations import DAT, moment
from tinhso.modules.cases.tests.world import World, make_citizen, make_procedure, make_world
from tinhso.modules.identity import public as identity
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries import rights
from tinhso.modules.identity.tests.factories import GOOD_PASSWORD, make_account, signed_in

CODE = "9.000001"
"""A procedure of the tests' own: no form and no paper of the real catalogue belongs to it."""
NOW = moment(18, 9)
"""A Wednesday morning; dossiers of `situations` came the day before."""

__all__ = [
    "NOW",
    "STATES",
    "at_moment",
    "browser_of",
    "make_case",
    "moment",
    "small_world",
    "text_of",
]


def small_world(at: datetime | None = None) -> World:
    """A commune, a department, their people, and one procedure of seven working days."""
    world = make_world(at or moment(17, 8))
    make_procedure(world.at, CODE)
    rights.forget()
    return world


class HasContent(Protocol):
    """An answer of the test client."""

    content: bytes


def text_of(answer: HasContent) -> str:
    """The page as text."""
    return answer.content.decode()


@contextmanager
def at_moment(now: datetime) -> Iterator[None]:
    """Pages believe it is this moment."""
    with patch.object(timezone, "now", lambda: now):
        yield


def applicant(name: str, number: int) -> Applicant:
    """Somebody of that name with a personal number and a phone of their own."""
    return replace(DAT, name=name, number=f"038190{number:06d}", phone=f"0912{number:06d}")


def browser_of(world: World, key: str) -> Client:
    """A browser in which this officer of the world is signed in."""
    officer = world.officer(key)
    known = Account.objects.filter(officer_id=world.officers[key]).first()
    if known is not None:
        return signed_in(known)
    account = make_account(
        "officer",
        password=GOOD_PASSWORD,
        at=world.at,
        officer_id=world.officers[key],
        full_name=officer.name,
    )
    return signed_in(account)


def _submitted(world: World, **more: Any) -> Case:
    """Online, waiting at the counter; each time another citizen."""
    number = Case.objects.count()
    citizen = make_citizen(world.at, more.pop("name", "Nguyễn Văn Đạt"), phone=f"0912{number:06d}")
    application = Application(
        key=f"don-{citizen.account_id}",
        procedure_code=more.pop("procedure_code", CODE),
        receiving_organisation_id=world.commune,
        answers=more.pop("answers", ANSWERS),
        **more,
    )
    by = identity.actor_for(citizen.account_id or 0, moment(17, 15))
    return apply_at_once(application, by=by, at=moment(17, 15))


ANSWERS: dict[str, Any] = {
    "applicant_full_name": "Nguyễn Văn Đạt",
    "applicant_birth_date": "12/03/1990",
    "applicant_personal_number": "038090345386",
    "applicant_phone": "0912345386",
    "applicant_residence": "Số 12 phố Đội Cung, phường Hạc Thành",
    "applicant_email": "dat@example.vn",
    "request": "Xin phép xây nhà hai tầng tại thửa 214, tờ bản đồ 37",
    "truthful": "yes",
}


def _supplement(world: World, **more: Any) -> Case:
    case = situations.taken(world, **more)
    request_supplement(
        case.id,
        items=["Bản vẽ mặt cắt móng", "Giấy ủy quyền"],
        reason="Thiếu bản vẽ",
        by=world.officer("specialist"),
        at=moment(18, 8, 30),
    )
    return case


def _fee(world: World, **more: Any) -> Case:
    case = situations.taken(world, **more)
    specialist = world.officer("specialist")
    ask_fee(case.id, title="Lệ phí cấp phép", amount=75_000, by=specialist, at=moment(18, 8, 30))
    return case


def _opinion(world: World, **more: Any) -> Case:
    case = situations.taken(world, **more)
    question = Question(world.department, "Công trình có gần cơ sở y tế không?", 3)
    ask_opinion(case.id, question=question, by=world.officer("specialist"), at=moment(18, 8, 30))
    return case


def _handed_over(world: World, **more: Any) -> Case:
    case = situations.taken(world, **more)
    hand_over_case(
        case.id,
        organisation_id=world.department,
        reason="Thuộc thẩm quyền của sở",
        by=world.officer("specialist"),
        at=moment(18, 8, 30),
    )
    return case


def _suspended(world: World, **more: Any) -> Case:
    case = situations.taken(world, **more)
    suspend_case(
        case.id, reason="Bão số 12", source="Điều 156", by=world.officer("head"), at=moment(18, 8)
    )
    return case


def _stopped(world: World, **more: Any) -> Case:
    case = situations.taken(world, **more)
    stop_case(case.id, reason="Trùng", by=world.officer("specialist"), at=moment(18, 8, 30))
    return case


def _returned(world: World, **more: Any) -> Case:
    case = situations.finished(world, **more)
    return_result(
        case.id,
        method="counter",
        receiver_name="Nguyễn Văn Đạt",
        evidence="Ký nhận",
        by=world.officer("counter"),
        at=moment(20, 15),
    )
    return case


_MAKERS: dict[str, Callable[..., Case]] = {
    "submitted": _submitted,
    "accepted": situations.received,
    "processing": situations.taken,
    "appraised": situations.appraised,
    "approval": situations.waiting_for_leader,
    "supplement": _supplement,
    "fee": _fee,
    "opinion": _opinion,
    "handover": _handed_over,
    "suspended": _suspended,
    "stopped": _stopped,
    "finished": situations.finished,
    "returned": _returned,
}
STATES = tuple(_MAKERS)


def make_case(world: World, state: str = "processing", **more: Any) -> Case:
    """A dossier in that situation, brought there by the real commands; see `STATES`."""
    more.setdefault("procedure_code", CODE)
    case = _MAKERS[state](world, **more)
    case.refresh_from_db()
    return case
