"""The main job: a dossier from reception to the result in its owner's hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.utils import timezone

from tinhso.kernel import delivery
from tinhso.kernel.models import AuditEntry, EventDelivery
from tinhso.modules.cases.commands.delivery import return_result, send_result
from tinhso.modules.cases.commands.receive_case import Reception, receive_case
from tinhso.modules.cases.commands.register_case import NewPaper
from tinhso.modules.cases.commands.result import draft_result
from tinhso.modules.cases.commands.supplement import receive_supplement, request_supplement
from tinhso.modules.cases.commands.work_on_case import act_on_case, assign_case, take_case
from tinhso.modules.cases.errors import (
    ActionNotOffered,
    AlreadyTaken,
    CaseChanged,
    CaseOfAnotherOffice,
    NotTheHolder,
    ReasonMissing,
    ResultMissing,
    StateForbids,
    SupplementTooLate,
)
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries.acts import acts_of
from tinhso.modules.cases.queries.detail import dossier
from tinhso.modules.cases.queries.why import why_due
from tinhso.modules.cases.rules.states import State
from tinhso.modules.cases.tests.situations import (
    DAT,
    VIETNAM,
    moment,
    permit,
    received,
    waiting_for_leader,
)
from tinhso.modules.cases.tests.world import World, make_citizen, make_procedure, make_world
from tinhso.modules.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = make_world(moment(17, 8))
    make_procedure(made.at)
    return made


@pytest.mark.req("TTHC-12")
def test_the_counter_receives_gives_a_code_and_promises_a_day(world: World) -> None:
    case = received(world)

    assert case.code == "H56.14797-261117-0001"
    assert State(case.state) is State.ACCEPTED
    # Seven working days from the 18th; the 24th is a holiday, two weekends lie between.
    assert case.due_at == moment(27, 17, 30)
    assert case.promised_at == case.due_at
    receipt = case.issued_papers.get()
    assert receipt.form == "01"
    assert receipt.values["code"] == case.code
    assert case.step_code == "check"
    assert case.unit_id == world.units["economy"]
    assert case.holder_officer_id is None


def test_two_dossiers_of_one_day_get_consecutive_codes(world: World) -> None:
    assert [received(world).code[-4:] for _ in range(3)] == ["0001", "0002", "0003"]


@pytest.mark.req("TTHC-12")
def test_sending_the_same_reception_twice_gives_the_same_dossier(world: World) -> None:
    first = received(world, submission_key="quay-1-0001")
    again = received(world, submission_key="quay-1-0001")

    assert first.id == again.id
    assert Case.objects.count() == 1


def test_a_stranger_counter_may_not_receive_for_the_commune(world: World) -> None:
    with pytest.raises(CaseOfAnotherOffice):
        receive_case(
            Reception("9.013225", DAT, receiving_organisation_id=world.department),
            by=world.officer("counter"),
            at=moment(17, 9),
        )
    assert Case.objects.count() == 0


@pytest.mark.req("TTHC-14")
def test_of_two_who_take_at_once_one_wins_and_the_other_is_told(world: World) -> None:
    case = received(world)
    take_case(case.id, by=world.officer("specialist"), at=moment(18, 8))

    with pytest.raises(AlreadyTaken) as refused:
        take_case(case.id, by=world.officer("other_specialist"), at=moment(18, 8, 1))

    assert "Lê Văn Thành" in refused.value.sentence
    case.refresh_from_db()
    assert case.holder_officer_id == world.officers["specialist"]
    assert State(case.state) is State.PROCESSING


@pytest.mark.req("TTHC-16")
@pytest.mark.req("TTHC-18")
def test_a_dossier_goes_all_the_way(world: World) -> None:
    case = waiting_for_leader(world)
    act_on_case(case.id, action="approve", by=world.officer("leader"), at=moment(20, 9))
    act_on_case(case.id, action="finish", by=world.officer("clerk"), at=moment(20, 10))
    case.refresh_from_db()
    assert (State(case.state), case.delivery) == (State.FINISHED, "ready")

    counter = world.officer("counter")
    send_result(case.id, method="postal", tracking_number="RA123VN", by=counter, at=moment(20, 15))
    case.refresh_from_db()
    assert (State(case.state), case.delivery) == (State.FINISHED, "sent")

    return_result(
        case.id,
        method="postal",
        receiver_name="Nguyễn Văn Đạt",
        evidence="Phiếu phát RA123VN",
        by=counter,
        at=moment(23, 9),
    )
    case.refresh_from_db()
    assert (State(case.state), case.delivery) == (State.RETURNED, "delivered")
    assert [step.step_code for step in case.steps.order_by("id")] == [
        "check",
        "appraise",
        "review",
        "approve",
        "issue",
    ]
    assert case.results.get().approved_by_name == "Nguyễn Minh Tuấn"
    assert case.clocks.filter(ended_at__isnull=True).count() == 0


def test_nothing_can_be_approved_without_a_result(world: World) -> None:
    case = received(world)
    specialist = world.officer("specialist")
    take_case(case.id, by=specialist, at=moment(18, 8))
    act_on_case(case.id, action="appraise", by=specialist, at=moment(18, 9))
    take_case(case.id, by=specialist, at=moment(18, 9))

    with pytest.raises(ResultMissing):
        act_on_case(case.id, action="submit", by=specialist, at=moment(18, 10))


def test_giving_back_needs_a_reason_and_returns_to_the_same_officer(world: World) -> None:
    case = waiting_for_leader(world)
    leader = world.officer("leader")
    with pytest.raises(ReasonMissing):
        act_on_case(case.id, action="return", by=leader, at=moment(20, 8))

    act_on_case(case.id, action="return", text="Thiếu mật độ xây dựng", by=leader, at=moment(20, 9))

    case.refresh_from_db()
    assert case.step_code == "review"
    assert case.holder_officer_id == world.officers["head"]


@pytest.mark.req("TTHC-16")
def test_an_edit_after_approval_is_a_new_version(world: World) -> None:
    case = waiting_for_leader(world)
    act_on_case(case.id, action="return", text="Sửa", by=world.officer("leader"), at=moment(20, 8))
    act_on_case(case.id, action="return", text="Sửa", by=world.officer("head"), at=moment(20, 9))
    draft_result(case.id, new=permit(), by=world.officer("specialist"), at=moment(20, 10))

    assert [result.version for result in case.results.order_by("version")] == [1, 2]


def test_only_the_holder_acts_and_only_what_the_step_offers(world: World) -> None:
    case = received(world)
    specialist = world.officer("specialist")
    take_case(case.id, by=specialist, at=moment(18, 8))

    with pytest.raises(NotTheHolder):
        act_on_case(
            case.id, action="appraise", by=world.officer("other_specialist"), at=moment(18, 9)
        )
    with pytest.raises(ActionNotOffered):
        act_on_case(case.id, action="approve", by=specialist, at=moment(18, 9))
    with pytest.raises(StateForbids):
        send_result(case.id, method="counter", by=world.officer("counter"), at=moment(18, 9))


def test_who_saw_an_older_page_is_told_who_changed_it(world: World) -> None:
    case = received(world)
    specialist = world.officer("specialist")
    shown = Case.objects.get(id=case.id).version
    take_case(case.id, by=specialist, at=moment(18, 8))

    with pytest.raises(CaseChanged) as refused:
        act_on_case(case.id, action="appraise", version=shown, by=specialist, at=moment(18, 9))

    assert "Lê Văn Thành" in refused.value.sentence


def test_the_head_assigns_and_reassigns(world: World) -> None:
    case = received(world)
    head = world.officer("head")
    assign_case(case.id, officer_id=world.officers["specialist"], by=head, at=moment(18, 8))
    assign_case(
        case.id,
        officer_id=world.officers["other_specialist"],
        reason="Nghỉ phép",
        by=head,
        at=moment(18, 9),
    )
    case.refresh_from_db()
    assert case.holder_officer_id == world.officers["other_specialist"]
    titles = [line.title for line in case.movements.filter(action="assign").order_by("id")]
    assert titles == ["Giao thụ lý: Lê Văn Thành", "Giao thụ lý: Ngô Quang Huy"]


@pytest.mark.req("TTHC-13")
def test_a_supplement_stops_the_clock_and_goes_on_with_the_time_left(world: World) -> None:
    case = received(world)
    specialist = world.officer("specialist")
    take_case(case.id, by=specialist, at=moment(18, 8))
    request_supplement(
        case.id,
        items=["Bản vẽ mặt cắt móng"],
        reason="Thiếu bản vẽ",
        by=specialist,
        at=moment(19, 8),
    )
    case.refresh_from_db()
    assert State(case.state) is State.SUPPLEMENT_ASKED
    assert case.waiting_for == "applicant"

    receive_supplement(
        case.id,
        papers=[NewPaper("", "Bản vẽ mặt cắt móng", "original", "paper")],
        by=world.officer("counter"),
        at=moment(20, 16, 20),
    )
    case.refresh_from_db()
    assert State(case.state) is State.PROCESSING
    # From 08:00 on the 19th to 16:20 on the 20th: 7.5 + 6 h 50 = 14 h 20 of working time.
    assert case.due_at == moment(27, 17, 30) + (
        datetime(2026, 12, 1, 15, 50, tzinfo=VIETNAM) - moment(27, 17, 30)
    )
    assert [paper.round for paper in case.papers.order_by("id")] == [0, 1]
    assert [paper.form for paper in case.issued_papers.order_by("id")] == ["01", "02"]
    why = why_due(case)
    assert why is not None
    assert why.due_at == case.due_at
    assert any(day.kind == "paused" for day in why.days)
    assert any(day.entry == "Ngày Văn hóa Việt Nam" for day in why.days)


@pytest.mark.req("TTHC-13")
def test_a_supplement_can_be_asked_twice_and_both_are_kept(world: World) -> None:
    case = received(world)
    specialist, counter = world.officer("specialist"), world.officer("counter")
    take_case(case.id, by=specialist, at=moment(18, 8))
    for day, name in ((18, "Bản vẽ"), (19, "Giấy ủy quyền")):
        request_supplement(case.id, items=[name], reason="Thiếu", by=specialist, at=moment(day, 9))
        receive_supplement(
            case.id, papers=[NewPaper("", name, "copy", "paper")], by=counter, at=moment(day, 14)
        )
    case.refresh_from_db()
    assert case.supplement_count == 2
    assert [row.items for row in case.supplements.order_by("ordinal")] == [
        ["Bản vẽ"],
        ["Giấy ủy quyền"],
    ]
    assert [paper.round for paper in case.papers.order_by("id")] == [0, 1, 2]
    index = dossier(case, moment(19, 15)).index
    assert index is not None
    assert (index.on_time, index.reason) == (False, "second_supplement")


def test_the_right_to_ask_ends_after_three_working_days(world: World) -> None:
    case = received(world)
    specialist = world.officer("specialist")
    take_case(case.id, by=specialist, at=moment(18, 8))

    with pytest.raises(SupplementTooLate):
        request_supplement(
            case.id, items=["Bản vẽ"], reason="Thiếu", by=specialist, at=moment(23, 8)
        )
    case.refresh_from_db()
    assert State(case.state) is State.PROCESSING
    assert case.supplements.count() == 0
    within, over = (acts_of(dossier(case, moment(day, 8)), specialist) for day in (20, 23))
    assert ("supplement" in within, "supplement" in over) == (True, False)


def test_every_step_leaves_one_audit_line(world: World) -> None:
    case = waiting_for_leader(world)
    actions = list(
        AuditEntry.objects.filter(subject=f"case:{case.id}")
        .order_by("sequence")
        .values_list("action", flat=True)
    )
    assert actions == [
        "cases.receive_case",
        "cases.take_case",
        "cases.act_on_case",
        "cases.take_case",
        "cases.draft_result",
        "cases.act_on_case",
        "cases.act_on_case",
    ]


def test_the_applicant_hears_of_each_fact_once(world: World) -> None:
    citizen = make_citizen(world.at)
    case = received(world, applicant=replace(DAT, account_id=citizen.account_id))

    delivery.deliver_all(timezone.now())
    delivery.deliver_all(timezone.now())

    titles = [message.kind for message in Message.objects.filter(subject=f"case:{case.id}")]
    assert sorted(titles) == ["case_accepted", "case_submitted"]
    assert not EventDelivery.objects.exclude(state="done").exists()
