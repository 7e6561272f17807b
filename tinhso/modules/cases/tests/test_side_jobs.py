"""What may happen besides the straight way: opinions, hand-overs, fees, more time, endings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tinhso.kernel.models import OutboxEvent
from tinhso.kernel.temporal import Stamp, Timeline
from tinhso.modules.cases.commands.change_time import (
    apologise,
    extend_case,
    resume_case,
    suspend_case,
)
from tinhso.modules.cases.commands.delivery import return_result
from tinhso.modules.cases.commands.end_case import stop_case, withdraw_at_counter, withdraw_case
from tinhso.modules.cases.commands.fees import ask_fee, collect_fee, waive_fee
from tinhso.modules.cases.commands.handover import (
    confirm_handover,
    hand_over_case,
    refuse_handover,
)
from tinhso.modules.cases.commands.opinions import (
    Question,
    answer_opinion,
    ask_opinion,
    cancel_opinion,
    confirm_opinion,
)
from tinhso.modules.cases.commands.take_over import take_over_cases
from tinhso.modules.cases.commands.work_on_case import act_on_case
from tinhso.modules.cases.errors import (
    CaseOfAnotherOffice,
    ExtensionNotLater,
    ExtensionTooLate,
    ExtensionUsed,
    FeeOpen,
    NotLate,
    OpinionClosed,
    OpinionsMissing,
    ReasonMissing,
    SelfApproval,
    StateForbids,
)
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import cases as case_queries
from tinhso.modules.cases.queries.acts import acts_of
from tinhso.modules.cases.queries.detail import dossier
from tinhso.modules.cases.queries.routing import Place, place_for, process_version
from tinhso.modules.cases.rules.states import State
from tinhso.modules.cases.tests.situations import (
    VIETNAM,
    appraised,
    finished,
    moment,
    received,
    taken,
    waiting_for_leader,
)
from tinhso.modules.cases.tests.world import SYSTEM, World, make_citizen, make_procedure, make_world
from tinhso.modules.directory.models import PostHolding
from tinhso.modules.directory.tests.things import make_organisation, make_position

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = make_world(moment(17, 8))
    make_procedure(made.at)
    return made


def fresh(case: Case) -> Case:
    case.refresh_from_db()
    return case


# --- opinions ---------------------------------------------------------------------------------


@pytest.mark.req("TTHC-15")
def test_approval_waits_for_every_mandatory_opinion(world: World) -> None:
    case = appraised(world)
    specialist = world.officer("specialist")
    question = Question(world.department, "Công trình có bảo đảm khoảng cách an toàn y tế?", 3)
    opinion = ask_opinion(case.id, question=question, by=specialist, at=moment(19, 9))
    act_on_case(case.id, action="submit", by=specialist, at=moment(19, 10))
    act_on_case(case.id, action="submit", by=world.officer("head"), at=moment(19, 11))

    with pytest.raises(OpinionsMissing) as refused:
        act_on_case(case.id, action="approve", by=world.officer("leader"), at=moment(19, 14))
    assert "Sở Y tế" in refused.value.sentence
    assert fresh(case).step_code == "approve"

    confirm_opinion(opinion.id, by=world.officer("department_specialist"), at=moment(19, 14))
    answer_opinion(
        opinion.id,
        answer="agree",
        text="Bảo đảm",
        by=world.officer("department_specialist"),
        at=moment(20, 9),
    )
    act_on_case(case.id, action="approve", by=world.officer("leader"), at=moment(20, 10))
    assert fresh(case).step_code == "issue"
    opinion.refresh_from_db()
    assert (opinion.answered_by_name, opinion.answered_by_title) == ("Đỗ Thị Minh", "Chuyên viên")


def test_an_opinion_stops_the_agency_clock_but_not_the_citizens(world: World) -> None:
    case = appraised(world)
    before = case.due_at
    agency = case.clocks.get(kind="agency").due_at
    question = Question(world.department, "Ý kiến?", 3)
    opinion = ask_opinion(
        case.id, question=question, by=world.officer("specialist"), at=moment(19, 8)
    )
    answer_opinion(
        opinion.id,
        answer="comment",
        text="Không có",
        by=world.officer("department_head"),
        at=moment(20, 8),
    )

    assert fresh(case).due_at == before
    moved = case.clocks.get(kind="agency").due_at
    assert agency is not None
    assert moved == datetime(2026, 11, 30, 17, 30, tzinfo=VIETNAM)
    assert case.waiting_for == ""


def test_only_the_asked_agency_answers_and_only_once(world: World) -> None:
    case = appraised(world)
    question = Question(world.department, "Ý kiến?")
    opinion = ask_opinion(
        case.id, question=question, by=world.officer("specialist"), at=moment(19, 9)
    )
    with pytest.raises(CaseOfAnotherOffice):
        answer_opinion(
            opinion.id, answer="agree", text="Được", by=world.officer("head"), at=moment(19, 10)
        )
    answering = world.officer("department_head")
    answer_opinion(opinion.id, answer="agree", text="Được", by=answering, at=moment(19, 10))
    with pytest.raises(OpinionClosed):
        answer_opinion(opinion.id, answer="agree", text="Lại", by=answering, at=moment(19, 11))


def test_a_silent_agency_may_be_waited_for_no_longer_with_a_reason(world: World) -> None:
    case = appraised(world)
    specialist = world.officer("specialist")
    question = Question(world.department, "Ý kiến?", 1)
    opinion = ask_opinion(case.id, question=question, by=specialist, at=moment(18, 14))
    with pytest.raises(ReasonMissing):
        cancel_opinion(opinion.id, reason=" ", by=specialist, at=moment(23, 8))

    cancel_opinion(opinion.id, reason="Quá hạn trả lời 2 ngày", by=specialist, at=moment(23, 8))

    assert fresh(case).waiting_for == ""


def test_an_asked_agency_sees_the_case_a_stranger_does_not(world: World) -> None:
    case = appraised(world)
    asked = world.officer("department_specialist")
    with pytest.raises(CaseOfAnotherOffice):
        case_queries.case_for(case.public_id, asked)

    ask_opinion(
        case.id,
        question=Question(world.department, "Ý kiến?"),
        by=world.officer("specialist"),
        at=moment(19, 9),
    )

    assert case_queries.case_for(case.public_id, asked).id == case.id


# --- hand-overs ---------------------------------------------------------------------------------


@pytest.mark.req("TTHC-06")
def test_until_the_receiver_confirms_the_sender_is_responsible(world: World) -> None:
    case = taken(world)
    due = case.due_at
    hand_over_case(
        case.id,
        organisation_id=world.department,
        reason="Thuộc thẩm quyền của sở",
        by=world.officer("specialist"),
        at=moment(18, 9),
    )
    waiting = fresh(case)
    assert waiting.handling_organisation_id == world.commune
    assert waiting.holder_officer_id == world.officers["specialist"]
    assert waiting.due_at == due

    with pytest.raises(CaseOfAnotherOffice):
        confirm_handover(case.id, by=world.officer("head"), at=moment(18, 10))
    confirm_handover(case.id, by=world.officer("department_head"), at=moment(18, 10))

    moved = fresh(case)
    assert moved.handling_organisation_id == world.department
    assert moved.unit_id == world.units["medical"]
    assert moved.due_at == due
    assert moved.code == case.code


def test_a_division_decides_on_its_own_dossiers_where_no_rule_names_another(world: World) -> None:
    # The head of the office comes before every other, but has nothing to do with the dossier.
    office = make_organisation(name="Văn phòng Sở", kind="division", parent_id=world.department)
    position = make_position(office, "Chánh Văn phòng", ("division_head",), rank=0)
    PostHolding.objects.create(
        officer_id=world.officers["registrar"],
        position_id=position,
        validity=DateRange(None, None),
        recorded=DateTimeTZRange(world.at, None),
        recorded_by="kiểm thử",
    )
    review = process_version(taken(world).process_version_id)[1].step("review")
    asked: dict[str, Any] = {
        "organisation_id": world.department,
        "field_code": "G17-XD11",
        "on": date(2026, 11, 18),
    }

    assert place_for(review, **asked).unit_id == office
    medical = world.units["medical"]
    assert place_for(review, **asked, unit_id=medical) == Place(
        medical, world.officers["department_head"]
    )


def test_a_refused_hand_over_leaves_everything_with_the_sender(world: World) -> None:
    case = taken(world)
    hand_over_case(
        case.id,
        organisation_id=world.department,
        reason="Chuyển",
        by=world.officer("specialist"),
        at=moment(18, 9),
    )
    refuse_handover(
        case.id,
        reason="Không thuộc thẩm quyền",
        by=world.officer("department_head"),
        at=moment(18, 10),
    )
    after = fresh(case)
    assert after.handling_organisation_id == world.commune
    assert after.waiting_for == ""
    assert after.handovers.get().refusal_reason == "Không thuộc thẩm quyền"
    assert OutboxEvent.objects.filter(name="cases.HandoverRefused").count() == 1


@pytest.mark.req("TTHC-60")
def test_received_elsewhere_the_clock_starts_at_the_competent_agency(world: World) -> None:
    make_procedure(
        world.at,
        "1.999999",
        level="tinh",
        levels=["tinh"],
        field_code="G18-YT07",
        short_name="Giấy phép y tế",
    )
    case = received(
        world,
        procedure_code="1.999999",
        handling_organisation_id=world.department,
        assisting_organisation_id=world.units["centre"],
    )
    assert (
        case.assisting_organisation_id,
        case.receiving_organisation_id,
        case.handling_organisation_id,
    ) == (world.units["centre"], world.commune, world.department)
    assert case.due_at is None
    assert not case.clocks.exists()

    confirm_handover(case.id, by=world.officer("department_head"), at=moment(19, 9))

    # Seven working days counted from the confirmation on the 19th.
    assert fresh(case).due_at == datetime(2026, 12, 1, 17, 30, tzinfo=VIETNAM)


# --- time ---------------------------------------------------------------------------------------


def test_an_apology_gives_one_new_day_before_the_old_one_passes(world: World) -> None:
    case = appraised(world)
    specialist = world.officer("specialist")
    with pytest.raises(ExtensionNotLater):
        extend_case(
            case.id,
            new_day=date(2026, 11, 26),
            reason="Chờ trích lục",
            by=specialist,
            at=moment(20, 9),
        )
    assert fresh(case).due_at == moment(27, 17, 30)

    extend_case(
        case.id,
        new_day=date(2026, 12, 2),
        reason="Chờ trích lục đất đai",
        by=specialist,
        at=moment(26, 9),
    )
    after = fresh(case)
    assert after.due_at == datetime(2026, 12, 2, 17, 30, tzinfo=VIETNAM)
    paper = after.issued_papers.get(form="04")
    assert paper.values["reason"] == "Chờ trích lục đất đai"
    assert paper.values["signer"] == "Nguyễn Minh Tuấn"

    with pytest.raises(ExtensionUsed):
        extend_case(
            case.id, new_day=date(2026, 12, 4), reason="Nữa", by=specialist, at=moment(27, 9)
        )


def test_after_the_day_has_passed_it_is_too_late_to_move_it(world: World) -> None:
    case = appraised(world)
    with pytest.raises(ExtensionTooLate):
        extend_case(
            case.id,
            new_day=date(2026, 12, 4),
            reason="Muộn",
            by=world.officer("specialist"),
            at=datetime(2026, 11, 30, 8, tzinfo=VIETNAM),
        )
    assert fresh(case).extension_count == 0


def test_once_the_day_has_passed_a_letter_apologises_and_the_dossier_stays_late(
    world: World,
) -> None:
    case = appraised(world)
    due, specialist = case.due_at, world.officer("specialist")
    told: dict[str, Any] = {"new_day": date(2026, 12, 4), "reason": "Máy đo hỏng", "by": specialist}
    with pytest.raises(NotLate):
        apologise(case.id, at=moment(27, 17), **told)
    assert not case.issued_papers.filter(form="apology").exists()

    late = datetime(2026, 11, 30, 8, tzinfo=VIETNAM)
    with pytest.raises(ExtensionNotLater):
        apologise(case.id, at=late, **told | {"new_day": date(2026, 11, 27)})
    apologise(case.id, at=late, **told)
    after = fresh(case)
    assert (after.due_at, after.extension_count) == (due, 0)
    values = after.issued_papers.get(form="apology").values
    assert values["reason"] == "Máy đo hỏng"
    assert values["signer"] == "Nguyễn Minh Tuấn"
    assert values["promised"].startswith("2026-12-04T17:30")
    assert after.movements.get(action="apologise").is_public


def test_a_late_dossier_offers_the_letter_and_no_new_day(world: World) -> None:
    case, specialist = appraised(world), world.officer("specialist")
    before = acts_of(dossier(case, moment(26, 9)), specialist)
    after = acts_of(dossier(case, datetime(2026, 11, 30, 8, tzinfo=VIETNAM)), specialist)
    assert ("extend" in before, "apologise" in before) == (True, False)
    assert ("extend" in after, "apologise" in after) == (False, True)


def test_a_suspension_needs_its_legal_basis_and_moves_the_day_by_what_it_took(world: World) -> None:
    case = taken(world)
    head = world.officer("head")
    with pytest.raises(ReasonMissing):
        suspend_case(case.id, reason="Bão số 5", source="", by=head, at=moment(18, 9))
    suspend_case(
        case.id,
        reason="Bão số 5, cơ quan đóng cửa",
        source="Công điện 01/CĐ-UBND",
        by=head,
        at=moment(18, 13, 30),
    )
    assert fresh(case).waiting_for == "suspended"
    resume_case(case.id, by=head, at=moment(19, 13, 30))

    # One working day was lost; the term was counted to the end of the day before.
    assert fresh(case).due_at == datetime(2026, 11, 30, 17, 30, tzinfo=VIETNAM)
    assert case.waiting_for == ""


# --- fees -----------------------------------------------------------------------------------------


def test_a_fee_stops_the_clock_until_it_is_paid(world: World) -> None:
    case = taken(world)
    fee = ask_fee(
        case.id,
        title="Lệ phí cấp phép",
        amount=75_000,
        by=world.officer("specialist"),
        at=moment(18, 9),
    )
    assert State(fresh(case).state) is State.FEE_ASKED
    assert case.finance == "owed"

    collect_fee(fee.id, by=world.officer("cashier"), at=moment(18, 15))

    after = fresh(case)
    assert State(after.state) is State.PROCESSING
    assert after.finance == "paid"
    fee.refresh_from_db()
    assert fee.receipt_number == "0000001"


def test_the_result_stays_until_the_fee_is_paid_or_waived(world: World) -> None:
    case = finished(world)
    fee = case.fees.create(title="Bản sao", amount=8_000, asked_at=moment(20, 10))
    Case.objects.filter(id=case.id).update(finance="owed")
    counter = world.officer("counter")
    with pytest.raises(FeeOpen) as refused:
        return_result(
            case.id,
            method="counter",
            receiver_name="Đạt",
            evidence="Ký nhận",
            by=counter,
            at=moment(20, 15),
        )
    assert "8.000" in refused.value.sentence

    waive_fee(fee.id, reason="Người có công", by=counter, at=moment(20, 15))
    return_result(
        case.id,
        method="counter",
        receiver_name="Đạt",
        evidence="Ký nhận",
        by=counter,
        at=moment(20, 15),
    )
    assert State(fresh(case).state) is State.RETURNED


# --- endings --------------------------------------------------------------------------------------


@pytest.mark.req("TTHC-17")
def test_stopping_gives_notice_and_settles_what_was_paid(world: World) -> None:
    case = taken(world)
    fee = ask_fee(
        case.id, title="Phí", amount=50_000, by=world.officer("specialist"), at=moment(18, 9)
    )
    collect_fee(fee.id, by=world.officer("counter"), at=moment(18, 10))

    stop_case(
        case.id, reason="Thửa đất đang tranh chấp", by=world.officer("specialist"), at=moment(19, 9)
    )

    after = fresh(case)
    assert (State(after.state), after.finance) == (State.STOPPED, "refund_due")
    assert after.issued_papers.get(form="05").values["reason"] == "Thửa đất đang tranh chấp"
    assert not after.clocks.filter(ended_at__isnull=True).exists()
    assert not after.steps.filter(left_at__isnull=True).exists()


def test_only_the_applicant_withdraws_and_a_returned_dossier_cannot_be(world: World) -> None:
    owner, stranger = make_citizen(world.at), make_citizen(world.at, "Lê Thị Lan", "0987654321")
    case = taken(world)
    Case.objects.filter(id=case.id).update(applicant_account_id=owner.account_id)

    with pytest.raises(CaseOfAnotherOffice):
        withdraw_case(case.id, reason="Đổi ý", by=stranger, at=moment(18, 9))
    withdraw_case(case.id, reason="Đổi ý", by=owner, at=moment(18, 9))
    assert State(fresh(case).state) is State.WITHDRAWN
    with pytest.raises(StateForbids):
        withdraw_at_counter(case.id, reason="Nữa", by=world.officer("counter"), at=moment(18, 10))


# --- posts ----------------------------------------------------------------------------------------


@pytest.mark.req("TTHC-01")
def test_when_a_post_ends_open_work_goes_to_the_head_of_the_unit(world: World) -> None:
    case, held = taken(world), taken(world)
    gone = world.officers["specialist"]
    post = PostHolding.objects.get(officer_id=gone)
    history = Timeline(PostHolding, officer_id=gone, position_id=post.position_id)
    history.end(date(2026, 11, 19), Stamp(SYSTEM, moment(19, 7)))

    moved = take_over_cases(gone, reason="Chuyển công tác", by=SYSTEM, at=moment(19, 8))
    again = take_over_cases(gone, reason="Chuyển công tác", by=SYSTEM, at=moment(19, 8))

    assert (moved, again) == (2, 0)
    assert fresh(case).holder_officer_id == world.officers["head"]
    assert fresh(held).holder_officer_id == world.officers["head"]


def test_the_leader_does_not_approve_what_the_leader_drafted(world: World) -> None:
    case = waiting_for_leader(world)
    result = case.results.get()
    result.drafted_by_officer_id = world.officers["leader"]
    result.save()

    with pytest.raises(SelfApproval):
        act_on_case(case.id, action="approve", by=world.officer("leader"), at=moment(20, 9))
