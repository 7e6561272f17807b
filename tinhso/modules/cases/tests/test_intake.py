"""Dossiers from the national portal: kept, applied in order, once, whatever the network does."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from tinhso.kernel import delivery
from tinhso.modules.cases.commands.intake import (
    Message,
    apply_messages,
    keep_message,
    record_report,
    report_status,
)
from tinhso.modules.cases.commands.receive_case import accept_case
from tinhso.modules.cases.commands.supplement import request_supplement
from tinhso.modules.cases.errors import IntakeRefused
from tinhso.modules.cases.models import Case, IntakeMessage, StatusReport
from tinhso.modules.cases.queries.reports import reports_to_send
from tinhso.modules.cases.rules.intake import sign
from tinhso.modules.cases.rules.states import State
from tinhso.modules.cases.tests.situations import moment
from tinhso.modules.cases.tests.world import SYSTEM, World, make_procedure, make_world

pytestmark = pytest.mark.django_db
CODE = "G01.20261117-0000001"
SECRET = "a secret of this test only"


@pytest.fixture
def world() -> World:
    made = make_world(moment(17, 8))
    make_procedure(made.at)
    return made


def dossier(code: str = CODE, message_id: str = "", **more: Any) -> Message:
    body = {
        "MaTTHC": "9.013225",
        "ChuHoSo": "Lê Thị Mẫu",
        "LoaiDoiTuong": "1",
        "SoDinhDanh": "038190000001",
        "SoDienThoai": "0912000001",
        "DonViTiepNhan": "H56.14797",
        "TaiLieuNop": [{"TenTepDinhKem": "Đơn đề nghị", "MaThanhPhanHoSo": "KQ1"}],
    }
    return Message(message_id or f"{code}-1", "DongBoHoSo", code, 1, body | more)


def supplement(code: str = CODE, ordinal: int = 2) -> Message:
    body = {"TaiLieuNop": [{"TenTepDinhKem": "Bản vẽ"}], "NoiDung": "Gửi bổ sung"}
    return Message(f"{code}-{ordinal}", "BoSungHoSo", code, ordinal, body)


def withdrawal(code: str = CODE, ordinal: int = 2) -> Message:
    return Message(f"{code}-{ordinal}", "RutHoSo", code, ordinal, {"LyDo": "Đổi ý"})


def take(message: Message, at: datetime) -> Case | None:
    keep_message(message, by=SYSTEM, at=at)
    return apply_messages(message.portal_code, by=SYSTEM, at=at)


@pytest.mark.req("TTHC-12")
def test_a_dossier_of_the_portal_waits_at_the_counter(world: World) -> None:
    case = take(dossier(), moment(17, 9))

    assert case is not None
    assert (State(case.state), case.channel, case.portal_code) == (State.REGISTERED, "portal", CODE)
    assert case.applicant_name == "Lê Thị Mẫu"
    assert case.papers.get().name == "Đơn đề nghị"
    accept_case(case.id, by=world.officer("counter"), at=moment(17, 10))
    case.refresh_from_db()
    assert State(case.state) is State.ACCEPTED


def sent(client: Client, told: object, *, secret: str = SECRET, message_id: str = "m-1") -> Any:
    """The answer to a message that is posted as the portal posts it."""
    raw, stamp = json.dumps(told).encode(), timezone.now().isoformat()
    signature = sign(secret.encode(), message_id=message_id, timestamp=stamp, body=raw)
    headers = {"X-Message-Id": message_id, "X-Timestamp": stamp, "X-Signature": signature}
    return client.post("/api/cases/intake", raw, content_type="application/json", headers=headers)


@override_settings(PORTAL_SECRET=SECRET)
def test_the_address_of_the_portal_takes_signed_messages_only(world: World, client: Client) -> None:
    message = dossier()
    told = {"kind": message.kind, "portal_code": CODE, "ordinal": 1, "body": message.body}

    assert sent(client, told, secret="another").status_code == 403
    assert sent(client, {"kind": "DongBoHoSo"}).status_code == 422
    assert not IntakeMessage.objects.exists()

    answer = sent(client, told)
    assert answer.status_code == 202
    case = Case.objects.get(portal_code=CODE)
    assert (answer.json()["status"], answer.json()["case_code"]) == ("applied", case.code)
    assert sent(client, told).json()["case_code"] == case.code
    assert Case.objects.count() == 1


def test_a_message_sent_twice_is_one_dossier(world: World) -> None:
    for _ in range(3):
        take(dossier(), moment(17, 9))
    take(dossier(message_id="gui-lai-bang-ma-khac"), moment(17, 9))

    assert Case.objects.count() == 1
    again = IntakeMessage.objects.get(message_id="gui-lai-bang-ma-khac")
    assert again.status == "applied"
    assert "trùng" in again.problem


def test_a_later_message_waits_for_the_earlier_one(world: World) -> None:
    assert take(withdrawal(), moment(17, 9)) is None
    assert IntakeMessage.objects.get().status == "waiting"

    case = take(dossier(), moment(17, 10))

    assert case is not None
    case.refresh_from_db()
    assert State(case.state) is State.WITHDRAWN
    assert set(IntakeMessage.objects.values_list("status", flat=True)) == {"applied"}


def test_a_supplement_of_the_portal_is_taken_in(world: World) -> None:
    case = take(dossier(), moment(17, 9))
    assert case is not None
    request_supplement(
        case.id, items=["Bản vẽ"], reason="Thiếu", by=world.officer("counter"), at=moment(17, 10)
    )
    take(supplement(), moment(18, 9))
    case.refresh_from_db()
    assert State(case.state) is State.REGISTERED
    assert [paper.name for paper in case.papers.order_by("id")] == ["Đơn đề nghị", "Bản vẽ"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"DonViTiepNhan": "H56.00000"}, "không có cơ quan"),
        ({"MaTTHC": "9.999999"}, "thủ tục"),
    ],
)
def test_a_message_that_cannot_be_applied_says_why_and_blocks_nothing(
    world: World, change: dict[str, str], says: str
) -> None:
    assert take(dossier(**change), moment(17, 9)) is None

    kept = IntakeMessage.objects.get()
    assert kept.status == "refused"
    assert says in kept.problem
    assert Case.objects.count() == 0


def test_a_message_without_its_fields_is_not_even_kept(world: World) -> None:
    with pytest.raises(IntakeRefused) as refused:
        keep_message(dossier(ChuHoSo=""), by=SYSTEM, at=moment(17, 9))
    assert "ChuHoSo" in refused.value.sentence
    assert IntakeMessage.objects.count() == 0


@pytest.mark.parametrize("seed", range(8))
def test_whatever_the_order_the_end_is_the_same(world: World, seed: int) -> None:
    messages = []
    for number in range(1, 6):
        code = f"G01-{number}"
        messages += [dossier(code), withdrawal(code), dossier(code), withdrawal(code)]
    random.Random(seed).shuffle(messages)

    for message in messages:
        take(message, moment(17, 9))

    states = Case.objects.values_list("portal_code", "state").order_by("portal_code")
    assert list(states) == [(f"G01-{number}", State.WITHDRAWN) for number in range(1, 6)]


# --- telling the portal ---------------------------------------------------------------------------


def test_state_changes_are_told_in_order_and_tried_again(world: World) -> None:
    case = take(dossier(), moment(17, 9))
    assert case is not None
    report_status(case.id, at=moment(17, 9))
    accept_case(case.id, by=world.officer("counter"), at=moment(17, 10))
    report_status(case.id, at=moment(17, 10))

    first = reports_to_send(moment(17, 11))
    assert [(report.state, report.case_id) for report in first] == [(State.REGISTERED, case.id)]

    record_report(first[0].id, problem="trả lời 500", at=moment(17, 11))
    assert reports_to_send(moment(17, 11)) == []
    later = moment(17, 11) + timedelta(minutes=1)
    assert [report.id for report in reports_to_send(later)] == [first[0].id]

    record_report(first[0].id, problem="", at=later)
    case.refresh_from_db()
    assert case.sync == "pending"
    second = reports_to_send(later)
    assert [report.state for report in second] == [State.ACCEPTED]
    assert second[0].body["TrangThai"] == "2"
    record_report(second[0].id, problem="", at=later)
    case.refresh_from_db()
    assert case.sync == "synced"


def test_a_local_dossier_is_not_told(world: World) -> None:
    case = take(dossier(), moment(17, 9))
    assert case is not None
    Case.objects.filter(id=case.id).update(portal_code="")
    assert report_status(case.id, at=moment(17, 9)) is None
    assert StatusReport.objects.count() == 0
    assert delivery.deliver_all(moment(17, 9)) == 0
